import { createServer } from 'node:http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { listen, stop } from '../pricing/loopback.js';
import { readSeries, type Series } from '../pricing/telemetry.js';

export interface Telemetry {
  readonly url: string;
  /** The names of the spans that have ended. */
  spans(): string[];
  scrape(): Promise<Series[]>;
  stop(): Promise<void>;
}

/** The OpenTelemetry SDK as an application starts it: first of all. Yours would export by OTLP. */
export async function startTelemetry(): Promise<Telemetry> {
  const metrics = new PrometheusExporter({ preventServerStart: true });
  const spans = new InMemorySpanExporter();
  const sdk = new NodeSDK({
    serviceName: 'shop',
    metricReaders: [metrics],
    spanProcessors: [new SimpleSpanProcessor(spans)],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  const server = createServer((request, response) => metrics.getMetricsRequestHandler(request, response));
  const url = `${await listen(server)}/metrics`;
  return {
    url,
    spans: () => spans.getFinishedSpans().map(({ name }) => name),
    scrape: async () => readSeries(await (await fetch(url)).text()),
    stop: async () => {
      await stop(server);
      await sdk.shutdown();
    },
  };
}
