import { createServer } from 'node:http';
import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { listen, stop } from './loopback.js';

export interface Telemetry {
  /** Where Prometheus, or you, can read the metrics. */
  readonly url: string;
  scrape(): Promise<Series[]>;
  stop(): Promise<void>;
}

/** One line of a scrape. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Registers an OpenTelemetry SDK, as an application does, with its metrics served for Prometheus on a free port. */
export async function startTelemetry(): Promise<Telemetry> {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [exporter] });
  metrics.setGlobalMeterProvider(provider);
  const server = createServer((request, response) => exporter.getMetricsRequestHandler(request, response));
  const url = `${await listen(server)}/metrics`;
  return {
    url,
    scrape: async () => readSeries(await (await fetch(url)).text()),
    stop: async () => {
      await stop(server);
      metrics.disable();
      await provider.shutdown();
    },
  };
}

/** The sum of the series that have all of these labels. */
export function total(series: readonly Series[], name: string, labels: Record<string, string>): number {
  return series
    .filter((one) => one.name === name)
    .filter((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value))
    .reduce((sum, one) => sum + one.value, 0);
}

/** Reads the part of the Prometheus text format that the exporter writes. */
export function readSeries(scrape: string): Series[] {
  return scrape.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, labels: readLabels(labels), value: Number(value) }];
  });
}

function readLabels(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g), ([, name, value]) => [name, value]),
  );
}
