import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, metrics, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { unregisterAll } from './sdk.js';

/** What was received over HTTP: where, and the text of it. */
export interface Received {
  readonly path: string;
  readonly text: string;
}

/** A collector on this machine that keeps what it is sent. */
export interface Sink {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

export async function openSink(): Promise<Sink> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ path: request.url ?? '', text: await textOf(request) });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

/** The real SDK with the real exporters, registered for all three signals. */
export interface RealSdk {
  /** Sends all that there is to be sent. */
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** @param signals what is registered; without logs, events become events of spans */
export function registerRealSdk({ url }: Sink, signals = ['metrics', 'traces', 'logs']): RealSdk {
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: `${url}/v1/metrics` }),
    exportIntervalMillis: 3_600_000,
  });
  const meters = new MeterProvider({ readers: [reader] });
  const tracers = new BasicTracerProvider({
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${url}/v1/traces` }))],
  });
  const exporter = new OTLPLogExporter({ url: `${url}/v1/logs` });
  const loggers = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  if (signals.includes('metrics')) metrics.setGlobalMeterProvider(meters);
  if (signals.includes('traces')) trace.setGlobalTracerProvider(tracers);
  if (signals.includes('logs')) logs.setGlobalLoggerProvider(loggers);
  const all = [meters, tracers, loggers];
  return {
    async flush() {
      await Promise.all(all.map((provider) => provider.forceFlush()));
    },
    async shutdown() {
      await Promise.all(all.map((provider) => provider.shutdown()));
      unregisterAll();
    },
  };
}

/** An attribute's value as OTLP writes it in JSON. */
type AnyValue = Record<string, any>;

/** Attributes as a plain object. */
export function attributesOf(list: readonly { key: string; value: AnyValue }[]): Record<string, unknown> {
  return Object.fromEntries(list.map(({ key, value }) => [key, plain(value)]));
}

function plain(value: AnyValue): unknown {
  if ('arrayValue' in value) return value.arrayValue.values.map(plain);
  return 'intValue' in value ? Number(value.intValue) : Object.values(value)[0];
}

/** Every scope's records of one signal, of all that was received. */
export function recordsOf(
  { received }: Sink,
  signal: 'metrics' | 'traces' | 'logs',
): { scope: AnyValue; record: AnyValue }[] {
  const [resources, scopes, records] = {
    metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
    traces: ['resourceSpans', 'scopeSpans', 'spans'],
    logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  }[signal] as [string, string, string];
  return received
    .filter(({ path }) => path === `/v1/${signal}`)
    .flatMap(({ text }) => JSON.parse(text)[resources])
    .flatMap((resource: any) => resource[scopes])
    .flatMap((scope: any) => scope[records].map((record: any) => ({ scope, record })));
}
