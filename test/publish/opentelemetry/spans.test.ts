import {
  context,
  createContextKey,
  INVALID_SPAN_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it } from 'vitest';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { candidate, STARTED_AT, thrown, trial } from '../trials.js';
import { enclose, epochMs, inCallerSpan, registerTraces, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

/** What a candidate does: it starts a span of its own, for example for a query. */
function query(): void {
  trace.getTracer('driver').startSpan('query').end();
}

describe('where a span belongs', () => {
  it('a child is a child of the caller, and what the candidate calls is a child of it', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    inCallerSpan(() => enclose(publisher, { trace: 'child' }, query));
    publisher.publish(trial({ id: 'trial' }));
    const [inner, caller, own] = spans();
    expect(own?.name).toBe('candidate pricing.quote');
    expect(own?.kind).toBe(SpanKind.INTERNAL);
    expect(own?.instrumentationScope).toMatchObject({ name: 'labcoat', version: '0.1.0' });
    expect(own?.parentSpanContext?.spanId).toBe(caller?.spanContext().spanId);
    expect(inner?.parentSpanContext?.spanId).toBe(own?.spanContext().spanId);
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(1);
  });

  it('a link is a trace of its own, linked to the caller once', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    inCallerSpan(() => enclose(publisher, { trace: 'link' }, query));
    publisher.publish(trial({ id: 'trial' }));
    const [inner, caller, own] = spans();
    expect(own?.parentSpanContext).toBeUndefined();
    expect(own?.spanContext().traceId).not.toBe(caller?.spanContext().traceId);
    expect(own?.links.map((link) => link.context.spanId)).toEqual([caller?.spanContext().spanId]);
    expect(inner?.parentSpanContext?.spanId).toBe(own?.spanContext().spanId);
  });

  it('a link without a caller is a trace of its own', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    enclose(publisher, { trace: 'link' });
    publisher.publish(trial({ id: 'trial' }));
    expect(spans()[0]?.links).toEqual([]);
  });

  it('a link is never to the nothing that an instrumentation leaves where it wants no span', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    const nothing = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    context.with(trace.setSpan(context.active(), nothing), () => enclose(publisher, { trace: 'link' }));
    publisher.publish(trial({ id: 'trial' }));
    expect(spans().map(({ links }) => links)).toEqual([[]]);
  });

  it('with none, what the candidate calls is a child of the caller', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    inCallerSpan(() => enclose(publisher, { trace: 'none' }, query));
    publisher.publish(trial({ id: 'trial' }));
    const [inner, caller] = spans();
    expect(spans()).toHaveLength(2);
    expect(inner?.parentSpanContext?.spanId).toBe(caller?.spanContext().spanId);
  });

  it('with suppress, there is no span, nor any of what the candidate calls', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    inCallerSpan(() => enclose(publisher, { trace: 'suppress' }, query));
    publisher.publish(trial({ id: 'trial' }));
    expect(spans().map((span) => span.name)).toEqual(['caller']);
  });

  it('each candidate has one of its own', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    enclose(publisher, { variant: 'fast' });
    enclose(publisher, { variant: 'exact' });
    publisher.publish(
      trial({
        id: 'trial',
        candidates: [candidate({ name: 'fast', outcome: 'match' }), candidate({ name: 'exact' })],
      }),
    );
    expect(spans().map((span) => [span.name, span.attributes['labcoat.outcome']])).toEqual([
      ['fast pricing.quote', 'match'],
      ['exact pricing.quote', 'mismatch'],
    ]);
  });

  it('the caller has its own context back, and its span is never touched', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    let active: unknown;
    inCallerSpan((span) => {
      enclose(publisher);
      active = trace.getActiveSpan() === span;
      publisher.publish(trial({ id: 'trial', candidates: [thrown(new Error('no'))] }));
    });
    const caller = spans().find((span) => span.name === 'caller');
    expect(active).toBe(true);
    expect([caller?.attributes, caller?.events, caller?.status.code]).toEqual([{}, [], SpanStatusCode.UNSET]);
  });

  it('the candidate keeps what else is in the context of the call', () => {
    registerTraces();
    const key = createContextKey('user');
    let seen: unknown;
    context.with(context.active().setValue(key, 'Ada'), () => {
      enclose(openTelemetry(), {}, () => {
        seen = context.active().getValue(key);
      });
    });
    expect(seen).toBe('Ada');
  });

  it('the given provider is used in place of the global one', () => {
    const spans = registerTraces();
    const exporter = new InMemorySpanExporter();
    const tracerProvider = new BasicTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    });
    const publisher = openTelemetry({ tracerProvider });
    enclose(publisher);
    publisher.publish(trial({ id: 'trial' }));
    expect([spans().length, exporter.getFinishedSpans().length]).toEqual([0, 1]);
  });
});

describe('what a span says', () => {
  it('is who it was and what came of it, for as long as the candidate took', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    enclose(publisher, { startedAt: STARTED_AT + 10.25 });
    publisher.publish(trial({ id: 'trial' }));
    const [span] = spans();
    expect(span?.attributes).toEqual({
      'labcoat.experiment.name': 'pricing.quote',
      'labcoat.variant.name': 'candidate',
      'labcoat.outcome': 'mismatch',
      'labcoat.control.duration': 0.01,
    });
    expect(epochMs(span?.startTime as any)).toBeCloseTo(STARTED_AT + 10.25, 2);
    expect(epochMs(span?.endTime as any)).toBeCloseTo(STARTED_AT + 30.25, 2);
  });

  it('has its times from a clock that begins at zero, too', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    enclose(publisher, { startedAt: 1 });
    publisher.publish(trial({ id: 'trial', startedAt: 0 }));
    expect([spans()[0]?.startTime, spans()[0]?.endTime]).toEqual([
      [0, 1_000_000],
      [0, 21_000_000],
    ]);
  });

  it('survives a clock that failed', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    enclose(publisher, { startedAt: Number.NaN });
    publisher.publish(trial({ id: 'trial', startedAt: Number.NaN }));
    expect(spans()).toHaveLength(1);
  });

  const timeout = { status: 'timed-out', differences: [] };
  it.each([
    ['a mismatch is no error', candidate(), SpanStatusCode.UNSET, undefined],
    ['a candidate that threw is one', thrown(new RangeError('no')), SpanStatusCode.ERROR, 'RangeError'],
    ['a timeout is one', candidate({ ...timeout, outcome: 'timeout' }), SpanStatusCode.ERROR, 'timeout'],
    [
      'a candidate that was aborted is none',
      candidate({ ...timeout, outcome: 'ignored', aborted: true }),
      SpanStatusCode.UNSET,
      'aborted',
    ],
    [
      'a timeout that was excused is one',
      candidate({ ...timeout, outcome: 'ignored' }),
      SpanStatusCode.ERROR,
      'timeout',
    ],
    [
      'a candidate that had thrown before it was aborted is one',
      thrown(new RangeError('no'), { outcome: 'ignored', aborted: true }),
      SpanStatusCode.ERROR,
      'RangeError',
    ],
  ])('%s', (_, judged, status, errorType) => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    enclose(publisher);
    publisher.publish(trial({ id: 'trial', candidates: [judged] }));
    expect(spans()[0]?.status).toEqual({ code: status });
    expect(spans()[0]?.attributes['error.type']).toBe(errorType);
  });
});
