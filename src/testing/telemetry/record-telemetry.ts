import type { MeterProvider, TracerProvider } from '@opentelemetry/api';
import { openTelemetry } from '../../publish/opentelemetry/index.js';
import type { Publisher } from '../../types/index.js';
import { requireAskedName } from '../findings/asked.js';
import { EventRecorder, type RecordedEvent } from './events.js';
import { MetricRecorder, type RecordedMetric } from './metrics.js';
import { type RecordedSpan, SpanRecorder } from './spans.js';

/** A publisher that keeps what labcoat exports, as plain objects. */
export interface Telemetry extends Publisher {
  /** The log records, in the order in which they were sent. */
  readonly events: readonly RecordedEvent[];
  /** Those that have ended. */
  readonly spans: readonly RecordedSpan[];
  /** Every series of every metric as it stands now: those at 0 too. */
  readonly metrics: readonly RecordedMetric[];
  /** The events of one experiment that are named like this, `labcoat.mismatch` for one. */
  eventsOf(experiment: string, name?: string): readonly RecordedEvent[];
  /** Where a series stands; 0 for one that is not there. Of a histogram, how many values it has. */
  valueOf(metric: string, attributes?: Readonly<Record<string, unknown>>): number;
}

/**
 * Records what labcoat would export, without any SDK: the very publisher that production has, on meters, tracers and
 * loggers that keep plain objects. Give it to a laboratory as a publisher.
 *
 * @example
 * const telemetry = recordTelemetry();
 * const lab = testLaboratory({ publishers: [telemetry] });
 */
export function recordTelemetry(): Telemetry {
  const meters = new MetricRecorder();
  const tracers = new SpanRecorder();
  const loggers = new EventRecorder();
  const publisher = openTelemetry({
    // As much of the providers as is used.
    meterProvider: meters as unknown as MeterProvider,
    tracerProvider: tracers as unknown as TracerProvider,
    loggerProvider: loggers,
  });
  return {
    ...publisher,
    events: loggers.events,
    spans: tracers.spans,
    get metrics() {
      return meters.read();
    },
    eventsOf(experiment, name) {
      requireAskedName('eventsOf', experiment);
      return loggers.events.filter(
        (event) =>
          event.attributes['labcoat.experiment.name'] === experiment &&
          (name === undefined || event.name === name),
      );
    },
    valueOf(metric, attributes = {}) {
      requireAskedName('valueOf', metric, 'the name of a metric');
      return meters
        .read()
        .filter((one) => one.name === metric && hasAll(one.attributes, attributes))
        .reduce((sum, { value }) => sum + value, 0);
    },
  };
}

function hasAll(attributes: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, unknown>>) {
  return Object.entries(wanted).every(([key, value]) => attributes[key] === value);
}
