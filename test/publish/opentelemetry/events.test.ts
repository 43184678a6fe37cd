import { trace } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { type LogRecord, openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import type { Outcome, Trial } from '../../../src/types/trial.js';
import { candidate, STARTED_AT, thrown, trial } from '../trials.js';
import { enclose, epochMs, inCallerSpan, registerLogs, registerTraces, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

/** What was logged of a trial. */
function logged(changes: Partial<Trial>) {
  const exporter = registerLogs();
  openTelemetry().publish(trial(changes));
  return exporter.getFinishedLogRecords();
}

describe('an event', () => {
  it('says of a mismatch what differed, and nothing that is private', () => {
    const [record] = logged({ id: 'trial' });
    expect(record?.eventName).toBe('labcoat.mismatch');
    expect(record?.body).toBe('experiment pricing.quote: candidate differs from control');
    expect([record?.severityNumber, record?.severityText]).toEqual([13, undefined]);
    expect(record?.instrumentationScope).toMatchObject({ name: 'labcoat', version: '0.1.0' });
    expect(record?.attributes).toEqual({
      'labcoat.experiment.name': 'pricing.quote',
      'labcoat.variant.name': 'candidate',
      'labcoat.outcome': 'mismatch',
      'labcoat.control.duration': 0.01,
      'labcoat.candidate.duration': 0.02,
      'labcoat.difference.count': 1,
      'labcoat.difference.paths': ['$.total'],
      'labcoat.fingerprint': 'changed $.total',
    });
  });

  it('has the values too where they are captured', () => {
    const [record] = logged({ capture: 'values' });
    expect(record?.attributes).toMatchObject({
      'labcoat.control.value': '{"total":1}',
      'labcoat.candidate.value': '{"total":2}',
    });
  });

  it('has the values where they were cleaned, but not what an error says', () => {
    const [record] = logged({ cleaned: true, candidates: [thrown(new Error('for Ada'))] });
    expect(record?.attributes['labcoat.control.value']).toBe('{"total":1}');
    expect(record?.attributes).not.toHaveProperty('labcoat.candidate.value');
    expect(record?.attributes).not.toHaveProperty('exception.message');
  });

  it('says of an exception what was thrown', () => {
    const error = Object.assign(new RangeError('no such sku'), { code: 'E_SKU' });
    const [record] = logged({ capture: 'values', candidates: [thrown(error)] });
    expect(record?.eventName).toBe('labcoat.candidate.exception');
    expect(record?.body).toBe('experiment pricing.quote: candidate threw E_SKU');
    expect(record?.attributes).toMatchObject({
      'exception.type': 'RangeError',
      'exception.message': 'no such sku',
      'exception.stacktrace': expect.stringContaining('RangeError: no such sku'),
    });
  });

  it('has at most 1 KB of a message and 4 KB of a stack', () => {
    const error = Object.assign(new Error('é'.repeat(1_000_000)), { stack: 'x'.repeat(1_000_000) });
    const [record] = logged({ capture: 'values', candidates: [thrown(error)] });
    expect(record?.attributes['exception.message']).toBe('é'.repeat(512));
    expect(record?.attributes['exception.stacktrace']).toBe('x'.repeat(4_096));
  });

  it('is not stopped by an error that cannot be read', () => {
    const error = Object.defineProperty(new Error('no'), 'message', {
      get() {
        throw new Error('no');
      },
    });
    const [record] = logged({ capture: 'values', candidates: [thrown(error)] });
    expect(record?.attributes['exception.type']).toBe('Error');
  });

  const none: Outcome[] = ['match', 'ignored', 'transient'];
  it.each(none)('is not sent for the outcome %s', (outcome) => {
    expect(logged({ candidates: [candidate({ outcome })] })).toEqual([]);
  });

  it.each<[Outcome, string]>([
    ['mismatch', 'labcoat.mismatch'],
    ['control_error', 'labcoat.mismatch'],
    ['comparator_error', 'labcoat.mismatch'],
    ['candidate_error', 'labcoat.candidate.exception'],
    ['timeout', 'labcoat.candidate.exception'],
  ])('for the outcome %s is a %s', (outcome, name) => {
    expect(logged({ candidates: [candidate({ outcome })] })[0]?.eventName).toBe(name);
  });

  it('has ten paths at most, and says how many there were', () => {
    const differences = Array.from({ length: 50 }, (_, index) => ({
      path: `$[${index}]`,
      kind: 'changed' as const,
    }));
    const [record] = logged({ candidates: [candidate({ differences })] });
    expect(record?.attributes['labcoat.difference.paths']).toHaveLength(10);
    expect(record?.attributes['labcoat.difference.count']).toBe(50);
  });

  it('says how many places there are in all, where they were counted', () => {
    const [record] = logged({ candidates: [candidate({ differenceCount: 1_234 })] });
    expect(record?.attributes['labcoat.difference.count']).toBe(1_234);
  });

  it('has no number that JSON has no word for, for which a collector refuses the whole batch', () => {
    const context = { nan: Number.NaN, inf: Number.NEGATIVE_INFINITY, big: 2n ** 53n, huge: 2n ** 64n };
    const [record] = logged({ context });
    expect(record?.attributes).toMatchObject({
      'labcoat.context.nan': 'NaN',
      'labcoat.context.inf': '-Infinity',
      'labcoat.context.big': '9007199254740992',
    });
    expect(record?.attributes).not.toHaveProperty('labcoat.context.huge');
  });

  it('has of the context of the run the first 16 primitives, 256 characters each', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`key${index}`, index]));
    const [record] = logged({ context: { user: '😀'.repeat(300), vip: true, cart: {}, ...many } });
    const keys = Object.keys(record?.attributes ?? {}).filter((key) => key.startsWith('labcoat.context.'));
    expect(keys).toHaveLength(16);
    expect(keys).not.toContain('labcoat.context.cart');
    expect(record?.attributes['labcoat.context.user']).toBe('😀'.repeat(256));
    expect(record?.attributes['labcoat.context.vip']).toBe(true);
  });

  it('is at the time at which the candidate ended, and in its span', () => {
    const exporter = registerLogs();
    const spans = registerTraces();
    const publisher = openTelemetry();
    inCallerSpan(() => enclose(publisher));
    publisher.publish(trial({ id: 'trial' }));
    const own = spans().find((span) => span.name === 'candidate pricing.quote');
    const [record] = exporter.getFinishedLogRecords();
    expect(record?.spanContext?.spanId).toBe(own?.spanContext().spanId);
    expect(epochMs(record?.hrTime as any)).toBe(STARTED_AT + 30);
    expect(own?.events).toEqual([]);
  });

  it('without a span of its own is in the span of the caller', () => {
    const exporter = registerLogs();
    const spans = registerTraces();
    const publisher = openTelemetry();
    inCallerSpan(() => enclose(publisher, { trace: 'none' }));
    publisher.publish(trial({ id: 'trial' }));
    const [record] = exporter.getFinishedLogRecords();
    expect(record?.spanContext?.spanId).toBe(spans()[0]?.spanContext().spanId);
  });

  it('is sent before the span ends', () => {
    registerTraces();
    const order: string[] = [];
    const publisher = openTelemetry({
      loggerProvider: { getLogger: () => ({ emit: ({ context: place }) => order.push(state(place)) }) },
    });
    enclose(publisher);
    publisher.publish(trial({ id: 'trial' }));
    expect(order).toEqual(['recording']);
  });
});

function state(place: LogRecord['context']): string {
  return trace.getSpan(place)?.isRecording() ? 'recording' : 'ended';
}

describe('a change', () => {
  it('is an event: who did what, and why', () => {
    const exporter = registerLogs();
    openTelemetry().changed?.({
      event: 'killed',
      experiment: 'pricing.quote',
      at: STARTED_AT,
      by: 'ops',
      reason: 'too slow',
    });
    const [record] = exporter.getFinishedLogRecords();
    expect(record?.eventName).toBe('labcoat.change');
    expect(record?.severityNumber).toBe(9);
    expect(record?.body).toBe('experiment pricing.quote: killed by ops: too slow');
    expect(epochMs(record?.hrTime as any)).toBe(STARTED_AT);
    expect(record?.attributes).toEqual({
      'labcoat.experiment.name': 'pricing.quote',
      'labcoat.change.type': 'killed',
      'labcoat.change.reason': 'too slow',
      'labcoat.change.by': 'ops',
    });
  });

  it('is never dropped, however many mismatches there are', () => {
    const exporter = registerLogs();
    const publisher = openTelemetry();
    for (let index = 0; index < 100; index++) publisher.publish(trial());
    for (let index = 0; index < 100; index++) {
      publisher.changed?.({ event: 'revived', experiment: 'pricing.quote', at: STARTED_AT });
    }
    const changes = exporter
      .getFinishedLogRecords()
      .filter((record) => record.eventName === 'labcoat.change');
    expect(changes).toHaveLength(100);
  });

  it('says what was in force before and is since, and which guardrail stopped it', () => {
    const exporter = registerLogs();
    openTelemetry().changed?.({
      event: 'tripped',
      experiment: 'pricing.quote',
      at: STARTED_AT,
      from: 'running',
      to: 'guardrail',
      by: 'the errors guardrail',
      trip: { guardrail: 'errors', candidate: 'candidate', n: 5, k: 5, limit: 0.01, at: STARTED_AT },
    });
    const [record] = exporter.getFinishedLogRecords();
    expect(record?.body).toBe(
      'experiment pricing.quote: tripped by the errors guardrail, from running to guardrail',
    );
    expect(record?.attributes).toMatchObject({
      'labcoat.change.type': 'tripped',
      'labcoat.change.from': 'running',
      'labcoat.change.to': 'guardrail',
      'labcoat.guardrail': 'errors',
    });
  });

  it('says a rate as text, as it says a word: a backend takes one type for a name, the first that it sees', () => {
    const exporter = registerLogs();
    const change = { event: 'overridden', experiment: 'pricing.quote', at: STARTED_AT } as const;
    const publisher = openTelemetry();
    publisher.changed?.({ ...change, from: 0.05, to: 'as defined' });
    publisher.changed?.({ ...change, from: 'as defined', to: 0 });
    const said = exporter
      .getFinishedLogRecords()
      .map(({ attributes }) => [attributes['labcoat.change.from'], attributes['labcoat.change.to']]);
    expect(said).toEqual([
      ['0.05', 'as defined'],
      ['as defined', '0'],
    ]);
  });
});
