import { context, type MeterProvider, type TracerProvider } from '@opentelemetry/api';
import { isolate } from '../../isolate.js';
import { refuse, requireOptions } from '../../refuse.js';
import type { Publisher } from '../../types/publisher.js';
import type { Trial } from '../../types/trial.js';
import { failureOf } from './error-type.js';
import { createEvents } from './events.js';
import { isAnythingRegistered } from './listening.js';
import type { LoggerProvider } from './logger.js';
import { createMetrics } from './metrics.js';
import { rateLimit } from './rate-limit.js';
import { createSpans, endSpan, type Place } from './spans.js';

export type { Logger, LoggerProvider, LogRecord } from './logger.js';

/** Where telemetry goes. What is not given is the global provider, whichever that is at the moment. */
export interface OpenTelemetryOptions {
  readonly meterProvider?: MeterProvider | undefined;
  readonly tracerProvider?: TracerProvider | undefined;
  readonly loggerProvider?: LoggerProvider | undefined;
}

/**
 * Publishes to OpenTelemetry: counters and durations, a span for each candidate, and an event for each mismatch. It
 * says nothing and costs next to nothing while no SDK is registered. What was counted until one is registered is not
 * lost; durations, spans and events are.
 *
 * Flushing and shutting the SDK down is the application's.
 *
 * @throws TypeError for options that cannot be meant
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Publisher {
  checkOptions(options);
  const limit = rateLimit();
  const metrics = createMetrics(options.meterProvider, limit.dropped);
  const spans = createSpans(options.tracerProvider);
  const events = createEvents(options.loggerProvider, limit);

  function recordMetrics({ experiment, control, candidates }: Trial, places: readonly (Place | undefined)[]) {
    const isAborted = candidates.some((candidate) => candidate.aborted);
    metrics.record(experiment, control, failureOf(control, isAborted), context.active());
    candidates.forEach((candidate, index) => {
      const active = places[index]?.context ?? context.active();
      metrics.record(experiment, candidate, failureOf(candidate), active);
      metrics.recordMeasures(experiment, candidate, active);
    });
  }

  const isPinned = Object.values(options).some((provider) => provider !== undefined);

  return {
    // An SDK may be taken away while a candidate runs, whose span still has to end.
    isListening: () => isPinned || isAnythingRegistered() || !spans.isEmpty(),
    readsMatches: false,
    // A signal that fails must not take another one along, and whatever happened, no span stays open.
    publish(trial) {
      const failures: unknown[] = [];
      const attempt = (step: () => void) => isolate((error) => failures.push(error), step);
      const places = trial.candidates.map((candidate) => spans.collect(trial, candidate));
      attempt(() => recordMetrics(trial, places));
      trial.candidates.forEach((candidate, index) => {
        const place = places[index];
        attempt(() => events.judged(trial, candidate, place));
        if (place !== undefined) attempt(() => endSpan(place, trial, candidate));
      });
      if (failures.length > 1) throw new AggregateError(failures, 'several signals failed');
      if (failures.length > 0) throw failures[0];
    },
    changed: events.changed,
    enclose: spans.enclose,
    watch: metrics.watch,
  };
}

/** What a provider is known by. */
const GETTERS: { readonly [K in keyof Required<OpenTelemetryOptions>]: string } = {
  meterProvider: 'getMeter',
  tracerProvider: 'getTracer',
  loggerProvider: 'getLogger',
};

function checkOptions(options: OpenTelemetryOptions): void {
  requireOptions('openTelemetry', options, Object.keys(GETTERS));
  for (const [name, getter] of Object.entries(GETTERS)) {
    const provider: unknown = options[name as keyof OpenTelemetryOptions];
    if (
      provider === undefined ||
      typeof (provider as Record<string, unknown> | null)?.[getter] === 'function'
    )
      continue;
    refuse(`openTelemetry: ${name} `, provider, `give a provider, which has a method ${getter}`);
  }
}
