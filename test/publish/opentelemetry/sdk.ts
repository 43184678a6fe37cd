import { context, type HrTime, metrics, propagation, type Span, trace } from '@opentelemetry/api';
import { logs } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, type MetricData, MetricReader, type ViewOptions } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import type { Counts, Publisher, Start } from '../../../src/types/publisher.js';
import { STARTED_AT } from '../trials.js';

class ManualReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

/** A real meter provider, and what it has to say at the moment. */
export interface MetricsSdk {
  readonly provider: MeterProvider;
  metrics(): Promise<MetricData[]>;
  /** The points of one metric as lines: `key=value,… number`, sorted. */
  lines(name: string): Promise<string[]>;
}

export function metricsSdk(views: ViewOptions[] = []): MetricsSdk {
  const reader = new ManualReader();
  const provider = new MeterProvider({ readers: [reader], views });
  const collect = async () => {
    const { resourceMetrics, errors } = await reader.collect();
    if (errors.length > 0) throw errors[0];
    return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  };
  return {
    provider,
    metrics: collect,
    async lines(name) {
      const found = (await collect()).find((metric) => metric.descriptor.name === name);
      return (found?.dataPoints ?? []).map(({ attributes, value }) => line(attributes, value)).sort();
    },
  };
}

function line(attributes: Record<string, unknown>, value: unknown): string {
  const text = Object.entries(attributes).map(([key, one]) => `${key.replace('labcoat.', '')}=${one}`);
  return `${text.join(',')} ${typeof value === 'object' ? (value as { count: number }).count : value}`;
}

/** The series of calls that were on trial. */
export async function onTrial(sdk: MetricsSdk): Promise<string[]> {
  return (await sdk.lines('labcoat.calls')).filter((line) => line.includes('on_trial'));
}

/** A laboratory, as far as a publisher can see it. */
export function laboratory(...all: Counts[]): () => Counts[] {
  return () => all;
}

/** Registers a real meter provider. */
export function registerMetrics(): MetricsSdk {
  const sdk = metricsSdk();
  metrics.setGlobalMeterProvider(sdk.provider);
  return sdk;
}

/** Registers a real tracer provider, and answers the spans that ended. */
export function registerTraces(sampler?: Sampler): () => ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors, ...(sampler && { sampler }) }));
  registerContext();
  return () => exporter.getFinishedSpans();
}

export function registerContext(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}

/** Registers a real logger provider, and answers what was logged. */
export function registerLogs(): InMemoryLogRecordExporter {
  const exporter = new InMemoryLogRecordExporter();
  logs.setGlobalLoggerProvider(
    new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }),
  );
  return exporter;
}

/** Leaves the process as it was before any SDK was registered. */
export function unregisterAll(): void {
  for (const api of [metrics, trace, context, propagation, logs]) api.disable();
}

/** Runs something in a span of the caller's own, which it ends. */
export function inCallerSpan<T>(run: (span: Span) => T): T {
  return trace.getTracer('caller').startActiveSpan('caller', (span) => {
    try {
      return run(span);
    } finally {
      span.end();
    }
  });
}

/** Starts a candidate the way a laboratory does. */
export function enclose(
  publisher: Publisher,
  changes: Partial<Start> = {},
  call: () => void = () => {},
): void {
  const start: Start = {
    experiment: 'pricing.quote',
    variant: 'candidate',
    trial: 'trial',
    startedAt: STARTED_AT + 10,
    trace: 'child',
    ...changes,
  };
  if (publisher.enclose === undefined) call();
  else publisher.enclose(start, call);
}

export function epochMs([seconds, nanoseconds]: HrTime): number {
  return seconds * 1_000 + nanoseconds / 1e6;
}
