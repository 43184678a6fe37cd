import {
  type Context,
  context,
  createContextKey,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import type { Start } from '../../types/publisher.js';
import type { JudgedObservation, Trial } from '../../types/trial.js';
import { failureOf } from './error-type.js';
import { ATTRIBUTE, SCOPE } from './names.js';
import { type Pending, pending } from './pending.js';
import { hrTime } from './time.js';

/** Where a candidate ran. */
export interface Place {
  /** The context of its own span, or the caller's where it has none. */
  readonly context: Context;
  /** Only one that records. */
  readonly span: Span | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** The spans of one publisher's candidates. */
export interface Spans {
  /** Runs a candidate in its span, or in what it has instead. */
  enclose(start: Start, call: () => void): void;
  /** Where the candidate ran, and forgets it. */
  collect(trial: Trial, candidate: JudgedObservation): Place | undefined;
}

// The same key as the SDK's, by having the same description.
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** @param given the provider to use; the global one, whichever that is at the moment, without it */
export function createSpans(given: TracerProvider | undefined): Spans {
  const tracer = tracerOf(given);
  const places: Pending<Place> = pending((place) => place.span?.end());
  return {
    enclose(start, call) {
      const caller = context.active();
      if (start.trace === 'none' || start.trace === 'suppress') {
        remember(places, start, { context: caller, span: undefined, startedAt: start.startedAt });
        if (start.trace === 'none') call();
        else context.with(caller.setValue(SUPPRESS_TRACING, true), call);
        return;
      }
      const span = startSpan(tracer(), start, caller);
      const own = trace.setSpan(caller, span);
      remember(places, start, {
        context: own,
        span: span.isRecording() ? span : undefined,
        startedAt: start.startedAt,
      });
      context.with(own, call);
    },
    collect: (trial, candidate) => places.take(keyOf(trial.id, candidate.name)),
  };
}

/** Ends the candidate's span at the time at which the candidate ended. */
export function endSpan({ span, startedAt }: Place, trial: Trial, candidate: JudgedObservation): void {
  if (span === undefined) return;
  span.setAttribute(ATTRIBUTE.outcome.key, candidate.outcome);
  span.setAttribute(ATTRIBUTE.controlDuration.key, trial.control.durationMs / 1000);
  const failure = failureOf(candidate);
  if (failure !== undefined) span.setAttribute(ATTRIBUTE.errorType.key, failure);
  // A candidate that was aborted from outside did nothing wrong.
  const wasAborted = candidate.status === 'timed-out' && candidate.outcome !== 'timeout';
  if (failure !== undefined && !wasAborted) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(hrTime(startedAt + candidate.durationMs));
}

// One provider's tracer, as long as it is the provider. Held by each publisher and not by this module: the API may
// have been loaded twice, and the other copy's provider takes this one's place when it is registered.
function tracerOf(given: TracerProvider | undefined): () => Tracer {
  let provider: TracerProvider | undefined;
  let tracer: Tracer | undefined;
  return () => {
    const current = given ?? trace.getTracerProvider();
    if (tracer === undefined || current !== provider) tracer = current.getTracer(SCOPE.name, SCOPE.version);
    provider = current;
    return tracer;
  };
}

function startSpan(tracer: Tracer, start: Start, caller: Context): Span {
  const startTime = hrTime(start.startedAt);
  const callerSpan = trace.getSpanContext(caller);
  const isLink = start.trace === 'link';
  const options = {
    kind: SpanKind.INTERNAL,
    root: isLink,
    attributes: { [ATTRIBUTE.experiment.key]: start.experiment, [ATTRIBUTE.variant.key]: start.variant },
    ...(startTime !== undefined && { startTime }),
    ...(isLink && callerSpan !== undefined && { links: [{ context: callerSpan }] }),
  };
  return tracer.startSpan(`${start.variant} ${start.experiment}`, options, caller);
}

// Without an SDK there is no trace to belong to, and nothing is kept.
function remember(places: Pending<Place>, start: Start, place: Place): void {
  const spanContext = trace.getSpanContext(place.context);
  if (spanContext === undefined || !isSpanContextValid(spanContext)) return;
  places.add(keyOf(start.trial, start.variant), place);
}

function keyOf(trial: string, variant: string): string {
  return `${trial}/${variant}`;
}
