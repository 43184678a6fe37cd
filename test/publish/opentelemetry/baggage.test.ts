import { context, propagation } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { afterEach, describe, expect, it } from 'vitest';
import { type ExperimentOptions, laboratory } from '../../../src/index.js';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { CALM } from '../../harness.js';
import { inCallerSpan, registerContext, registerTraces, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

/** The headers that a client would send from here. */
function headers(): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

function registerPropagation(): void {
  const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
  propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
}

/** The headers that control and candidate send, before and after they have awaited something. */
async function sent(options: ExperimentOptions, rechecks = 0, defaults: ExperimentOptions = {}) {
  const lab = laboratory({ publishers: [openTelemetry()], defaults: { guardrails: CALM, ...defaults } });
  const calls: [string, string | undefined][] = [];
  const call = (who: string) => async () => {
    calls.push([who, headers().baggage]);
    await Promise.resolve();
    calls.push([who, headers().baggage]);
    return who;
  };
  const opening = lab.experiment('pricing.quote', options).use(call('control')).try('fast', call('fast'));
  await (rechecks > 0 ? opening.recheck(rechecks) : opening).run();
  await lab.drain();
  calls.push(['caller', headers().baggage]);
  return calls;
}

const MARK = 'labcoat.experiment=pricing.quote,labcoat.variant=fast';

describe('baggage: true', () => {
  it.each(['now', 'after'] as const)(
    "marks the candidate's outgoing calls and no others, with schedule: '%s'",
    async (schedule) => {
      registerContext();
      registerPropagation();
      const calls = await sent({ baggage: true, schedule });
      expect(calls.filter(([who]) => who === 'fast')).toEqual([
        ['fast', MARK],
        ['fast', MARK],
      ]);
      expect(calls.filter(([who, baggage]) => who !== 'fast' && baggage !== undefined)).toEqual([]);
      expect(calls).toHaveLength(5);
    },
  );

  it('marks them with every way of tracing but suppress, which stops the headers too', async () => {
    registerTraces();
    registerPropagation();
    const marks = [];
    for (const trace of ['child', 'link', 'none', 'suppress'] as const) {
      const calls = await inCallerSpan(() => sent({ trace }, 0, { baggage: true }));
      marks.push(calls.find(([who]) => who === 'fast')?.[1]);
    }
    expect(marks).toEqual([MARK, MARK, MARK, undefined]);
  });

  it('marks the candidate that runs again in a recheck, and not the control that does', async () => {
    registerTraces();
    registerPropagation();
    const calls = await inCallerSpan(() => sent({ baggage: true }, 1));
    expect(calls.filter(([who]) => who === 'fast')).toEqual(Array(4).fill(['fast', MARK]));
    expect(calls.filter(([who]) => who === 'control')).toEqual(Array(4).fill(['control', undefined]));
  });

  it('adds to the baggage that the call came with', async () => {
    registerContext();
    registerPropagation();
    const own = propagation.createBaggage({ tenant: { value: 'acme' } });
    const calls = await context.with(propagation.setBaggage(context.active(), own), () =>
      sent({ baggage: true }),
    );
    expect(new Map(calls)).toEqual(
      new Map([
        ['fast', `tenant=acme,${MARK}`],
        ['control', 'tenant=acme'],
        ['caller', 'tenant=acme'],
      ]),
    );
  });

  it('is not the default', async () => {
    registerContext();
    registerPropagation();
    expect((await sent({})).every(([, baggage]) => baggage === undefined)).toBe(true);
  });

  it('is refused unless it is a yes or a no', () => {
    const define = () => laboratory().experiment('a', { baggage: 'yes' as never });
    expect(define).toThrow('experiment: baggage ("yes"): give true or false');
  });
});

describe('trace: suppress', () => {
  it('holds for the candidate that runs again in a recheck, too', async () => {
    const spans = registerTraces();
    registerPropagation();
    const lab = laboratory({ publishers: [openTelemetry()], defaults: { guardrails: CALM } });
    const parents: (string | undefined)[] = [];
    const run = lab
      .experiment('pricing.quote', { trace: 'suppress' })
      .use(() => 1)
      .try(() => {
        parents.push(headers().traceparent);
        return 2;
      })
      .recheck(1)
      .wrap();
    inCallerSpan(() => run());
    await lab.drain();
    expect(parents).toEqual([undefined, undefined]);
    expect(spans().map((span) => span.name)).toEqual(['caller']);
  });
});
