import { context, SpanKind, trace } from '@opentelemetry/api';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import fastDeepEqual from 'fast-deep-equal/es6/index.js';
import { laboratory, openTelemetry } from 'labcoat';
import { nextName, UNPROTECTED } from './subjects.js';

type Sync = (input: number) => unknown;

/** Providers of a real SDK that do everything but export. Given, and not registered: the other rows have no SDK. */
function providers() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  return {
    meterProvider: new MeterProvider({ readers: [reader] }),
    tracerProvider: new BasicTracerProvider(),
    loggerProvider: new LoggerProvider(),
  };
}

export function sdkByLabcoat(control: Sync, candidate: Sync): Sync {
  const lab = laboratory({ publishers: [openTelemetry(providers())] });
  return lab.experiment(nextName(), UNPROTECTED).use(control).try(candidate).wrap();
}

/** One span, two durations and a counter for each trial; an event for each mismatch. */
export function sdkByHand(control: Sync, candidate: Sync): Sync {
  const { meterProvider, tracerProvider, loggerProvider } = providers();
  const meter = meterProvider.getMeter('by hand');
  const tracer = tracerProvider.getTracer('by hand');
  const logger = loggerProvider.getLogger('by hand');
  const duration = meter.createHistogram('duration', { unit: 's' });
  const runs = meter.createCounter('runs');
  const record = (variant: string, ms: number) => duration.record(ms / 1000, { experiment: 'e', variant });
  return (input) => {
    const start = performance.now();
    const value = control(input);
    const controlMs = performance.now() - start;
    const span = tracer.startSpan('candidate e', {
      kind: SpanKind.INTERNAL,
      attributes: { experiment: 'e', variant: 'candidate' },
    });
    const candidateStart = performance.now();
    let outcome = 'match';
    try {
      const other = context.with(trace.setSpan(context.active(), span), () => candidate(input));
      if (!fastDeepEqual(value, other)) outcome = 'mismatch';
    } catch {
      outcome = 'candidate_error';
    }
    const candidateMs = performance.now() - candidateStart;
    span.setAttributes({ outcome, control_duration: controlMs / 1000 });
    span.end();
    record('control', controlMs);
    record('candidate', candidateMs);
    runs.add(1, { experiment: 'e', variant: 'candidate', outcome });
    if (outcome !== 'match') logger.emit({ eventName: 'mismatch', attributes: { experiment: 'e', outcome } });
    return value;
  };
}
