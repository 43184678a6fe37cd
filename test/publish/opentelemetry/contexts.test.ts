import { AsyncLocalStorage } from 'node:async_hooks';
import { context, trace } from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import { laboratory, type Timers } from '../../../src/index.js';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { CALM, sleep } from '../../harness.js';
import { inCallerSpan, registerTraces, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

const user = new AsyncLocalStorage<string>();

/** Timers that call back from wherever `ring` is called, as those of a test do. */
function handTimers(): Timers & { ring(): void } {
  const waiting: (() => void)[] = [];
  return {
    setTimeout: () => 0,
    clearTimeout() {},
    setImmediate: (callback) => waiting.push(callback),
    ring() {
      for (const callback of waiting.splice(0)) callback();
    },
  };
}

function query(): void {
  trace.getTracer('driver').startSpan('query').end();
}

describe('a candidate that starts after the call', () => {
  it.each(['sync', 'async'] as const)(
    'has the storages and the trace of the call, whoever calls back and whatever a %s control entered',
    async (kind) => {
      const spans = registerTraces();
      const timers = handTimers();
      const lab = laboratory({ publishers: [openTelemetry()], timers, defaults: { guardrails: CALM } });
      let seen: string | undefined;
      const enter = () => user.enterWith('the user that the control entered');
      const control = kind === 'sync' ? enter : async () => enter();
      const run = lab
        .experiment('pricing.quote', { schedule: 'after', trace: 'child' })
        .use(control)
        .try(() => {
          seen = user.getStore();
          query();
        })
        .wrap();
      await inCallerSpan(() => user.run('Ada', () => run()));
      await sleep(0);
      user.run('whoever rings', () => timers.ring());
      timers.ring();
      expect(seen).toBe('Ada');
      const [caller, inner, own] = ['caller', 'query', 'candidate pricing.quote'].map((name) =>
        spans().find((span) => span.name === name),
      );
      expect(inner?.parentSpanContext?.spanId).toBe(own?.spanContext().spanId);
      expect(own?.parentSpanContext?.spanId).toBe(caller?.spanContext().spanId);
    },
  );

  it('is linked to the span of the call, which has ended and is not written to', async () => {
    const spans = registerTraces();
    const lab = laboratory({ publishers: [openTelemetry()], defaults: { guardrails: CALM } });
    const run = lab
      .experiment('pricing.quote', { schedule: 'after' })
      .use(async () => 1)
      .try(async () => {
        await sleep(1);
        throw new Error('no');
      })
      .wrap();
    await inCallerSpan(() => run());
    await lab.drain();
    const [caller, own] = spans();
    expect([caller?.name, caller?.attributes, caller?.events, caller?.status]).toEqual([
      'caller',
      {},
      [],
      { code: 0 },
    ]);
    expect(own?.links.map((link) => link.context.spanId)).toEqual([caller?.spanContext().spanId]);
    expect(own?.events.map((event) => event.name)).toEqual(['labcoat.candidate.exception']);
  });
});

it('what a publisher does in the background has nobody’s context', async () => {
  registerTraces();
  const seen: unknown[] = [];
  const lab = laboratory({
    publishers: [{ publish: () => void seen.push(user.getStore(), trace.getSpan(context.active())) }],
  });
  const run = lab
    .experiment('pricing.quote')
    .use(() => 1)
    .try(() => 1)
    .wrap();
  inCallerSpan(() => user.run('Ada', run));
  await lab.drain();
  expect(seen).toEqual([undefined, undefined]);
});
