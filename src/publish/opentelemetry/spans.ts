import {
  type Context,
  context,
  createContextKey,
  isSpanContextValid,
  type ProxyTracerProvider,
  propagation,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import type { Start } from '../../types/publisher.js';
import type { JudgedObservation, Trial } from '../../types/trial.js';
import { failureOf } from './error-type.js';
import { ATTRIBUTE, BAGGAGE, SCOPE } from './names.js';
import { pending } from './pending.js';
import { hrTime } from './time.js';

/** Where a candidate ran. */
export interface Place {
  /** The context of its own span, or the caller's where it has none. */
  readonly context: Context;
  /** The same, and what its outgoing calls are to carry, or not to. */
  readonly inside: Context;
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
  /** Whether there is nothing to collect. */
  isEmpty(): boolean;
}

// The same key as the SDK's, by having the same description.
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** @param given the provider to use; the global one, whichever that is at the moment, without it */
export function createSpans(given: TracerProvider | undefined): Spans {
  const tracer = tracerOf(given);
  const places = pending<Place>((place) => place.span?.end());
  return {
    enclose(start, call) {
      const caller = context.active();
      let place: Place | undefined;
      try {
        place = start.isAgain ? places.look(start.trial, start.variant) : takePlace(start, caller);
      } finally {
        // Without an SDK there is no trace to belong to, and nothing was kept; nor where a tracer fails.
        const inside = place?.inside ?? insideOf(start, caller);
        if (inside === caller) call();
        else context.with(inside, call);
      }
    },
    collect: (trial, candidate) => places.take(trial.id, candidate.name),
    isEmpty: places.isEmpty,
  };

  function takePlace(start: Start, caller: Context): Place {
    const hasSpan = start.trace === 'child' || start.trace === 'link';
    const present = hasSpan ? tracer() : undefined;
    const span = present === undefined ? undefined : startSpan(present, start, caller);
    const own = span === undefined ? caller : trace.setSpan(caller, span);
    const place = {
      context: own,
      inside: insideOf(start, own),
      span: span?.isRecording() ? span : undefined,
      startedAt: start.startedAt,
    };
    // Without an SDK there is no trace to belong to, and nothing is kept.
    if (spanContextOf(own) !== undefined) places.add(start.trial, start.variant, place);
    return place;
  }
}

/** What a candidate finds as the active context: marked, or silenced, where its experiment wants that. */
function insideOf({ experiment, variant, trace, baggage }: Start, own: Context): Context {
  const silenced = trace === 'suppress' ? own.setValue(SUPPRESS_TRACING, true) : own;
  if (baggage !== true) return silenced;
  const marked = (propagation.getBaggage(own) ?? propagation.createBaggage())
    .setEntry(BAGGAGE.experiment, { value: experiment })
    .setEntry(BAGGAGE.variant, { value: variant });
  return propagation.setBaggage(silenced, marked);
}

/** Ends the candidate's span at the time at which the candidate ended. */
export function endSpan({ span, startedAt }: Place, trial: Trial, candidate: JudgedObservation): void {
  if (span === undefined) return;
  try {
    describeEnd(span, trial, candidate);
  } finally {
    span.end(hrTime(startedAt + candidate.durationMs));
  }
}

function describeEnd(span: Span, trial: Trial, candidate: JudgedObservation): void {
  span.setAttribute(ATTRIBUTE.outcome, candidate.outcome);
  span.setAttribute(ATTRIBUTE.controlDuration, trial.control.durationMs / 1000);
  const failure = failureOf(candidate);
  if (failure !== undefined) span.setAttribute(ATTRIBUTE.errorType, failure);
  // What was aborted did nothing wrong.
  const isAborted = candidate.status === 'timed-out' && candidate.aborted;
  if (failure !== undefined && !isAborted) span.setStatus({ code: SpanStatusCode.ERROR });
}

// One provider's tracer, as long as it is the provider. Held by each publisher and not by this module: the API may
// have been loaded twice, and the other copy's provider takes this one's place when it is registered.
function tracerOf(given: TracerProvider | undefined): () => Tracer | undefined {
  let provider: TracerProvider | undefined;
  let tracer: Tracer | undefined;
  return () => {
    const current = given ?? trace.getTracerProvider();
    if (current === provider && tracer !== undefined) return tracer;
    provider = current;
    tracer = isStandIn(current) ? undefined : current.getTracer(SCOPE.name, SCOPE.version);
    return tracer;
  };
}

// What the API answers while no SDK is registered.
function isStandIn(provider: TracerProvider): boolean {
  const { getDelegateTracer } = provider as Partial<ProxyTracerProvider>;
  return getDelegateTracer !== undefined && getDelegateTracer.call(provider, SCOPE.name) === undefined;
}

function startSpan(tracer: Tracer, start: Start, caller: Context): Span {
  const startTime = hrTime(start.startedAt);
  const callerSpan = spanContextOf(caller);
  const isLink = start.trace === 'link';
  const options = {
    kind: SpanKind.INTERNAL,
    root: isLink,
    attributes: { [ATTRIBUTE.experiment]: start.experiment, [ATTRIBUTE.variant]: start.variant },
    ...(startTime !== undefined && { startTime }),
    ...(isLink && callerSpan !== undefined && { links: [{ context: callerSpan }] }),
  };
  return tracer.startSpan(`${start.variant} ${start.experiment}`, options, caller);
}

// Instrumentations leave an invalid one where they want no span, and so does a tracer while there is no SDK.
function spanContextOf(place: Context): SpanContext | undefined {
  const spanContext = trace.getSpanContext(place);
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext : undefined;
}
