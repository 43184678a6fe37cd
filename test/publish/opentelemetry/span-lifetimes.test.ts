import { context, createContextKey, diag, type Span, trace } from '@opentelemetry/api';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { laboratory } from '../../../src/index.js';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { CALM, deferred } from '../../harness.js';
import { candidate, trial } from '../trials.js';
import { enclose, registerContext, registerTraces, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

describe('what is remembered', () => {
  it('is forgotten with the trial: a span that has ended is not written to', () => {
    const spans = registerTraces();
    const warn = vi.fn();
    diag.setLogger({ error: warn, warn, info() {}, debug() {}, verbose() {} });
    const publisher = openTelemetry();
    enclose(publisher);
    publisher.publish(trial({ id: 'trial' }));
    publisher.publish(trial({ id: 'trial' }));
    diag.disable();
    expect(spans()).toHaveLength(1);
    expect(warn).not.toHaveBeenCalled();
  });

  it('is bounded: of trials that are never published the oldest spans are ended', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    for (let index = 0; index < 5_000; index++) enclose(publisher, { trial: `trial ${index}` });
    expect(spans()).toHaveLength(5_000 - 4_096);
  });

  it('is ended also where describing the trial fails', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    enclose(publisher);
    const differences = new Proxy([], {
      get() {
        throw new Error('no');
      },
    });
    expect(() =>
      publisher.publish(trial({ id: 'trial', candidates: [candidate({ differences })] })),
    ).toThrow();
    expect(spans()).toHaveLength(1);
  });
});

it('a span ends also where the SDK is taken away while the candidate runs', async () => {
  const spans = registerTraces();
  const lab = laboratory({ defaults: { guardrails: CALM } });
  const candidate = deferred<number>();
  const run = lab
    .experiment('pricing.quote')
    .use(async () => 1)
    .try(() => candidate.promise)
    .wrap();
  await run();
  unregisterAll();
  candidate.resolve(2);
  await lab.drain();
  expect(spans().map(({ name }) => name)).toEqual(['candidate pricing.quote']);
  expect(openTelemetry().isListening?.()).toBe(false);
});

describe('without a span that records', () => {
  it.each(['child', 'link', 'none', 'suppress'] as const)(
    'and without an SDK a candidate just runs: %s',
    (mode) => {
      const publisher = openTelemetry();
      let runs = 0;
      enclose(publisher, { trace: mode }, () => runs++);
      publisher.publish(trial({ id: 'trial' }));
      expect(runs).toBe(1);
    },
  );

  it('a candidate passes on that its trace is not sampled', () => {
    const spans = registerTraces(new AlwaysOffSampler());
    const publisher = openTelemetry();
    let active: Span | undefined;
    enclose(publisher, {}, () => {
      active = trace.getActiveSpan();
    });
    publisher.publish(trial({ id: 'trial' }));
    expect(active?.isRecording()).toBe(false);
    expect(active?.spanContext().traceFlags).toBe(0);
    expect(spans()).toEqual([]);
  });

  it('a candidate still has the context of the call', () => {
    registerContext();
    const key = createContextKey('user');
    let seen: unknown;
    context.with(context.active().setValue(key, 'Ada'), () => {
      enclose(openTelemetry(), {}, () => {
        seen = context.active().getValue(key);
      });
    });
    expect(seen).toBe('Ada');
  });

  it('an SDK that is registered late has the spans from then on', () => {
    const publisher = openTelemetry();
    enclose(publisher, { trial: 'before' });
    publisher.publish(trial({ id: 'before' }));
    const spans = registerTraces();
    enclose(publisher);
    publisher.publish(trial({ id: 'trial' }));
    expect(spans()).toHaveLength(1);
  });

  it('an SDK that takes the place of another has the spans from then on', () => {
    const first = registerTraces();
    const publisher = openTelemetry();
    enclose(publisher);
    publisher.publish(trial({ id: 'trial' }));
    unregisterAll();
    const second = registerTraces();
    enclose(publisher);
    publisher.publish(trial({ id: 'trial' }));
    expect([first().length, second().length]).toEqual([1, 1]);
  });
});
