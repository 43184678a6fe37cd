import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EnvVarProvider } from '@openfeature/env-var-provider';
import { type Hook, InMemoryProvider, OpenFeature, ServerProviderEvents } from '@openfeature/server-sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openFeature } from '../../src/openfeature/index.js';
import { bench, deferred, never, seeded, sleep } from '../harness.js';

const FLAG = 'pricing.quote';
/** Evaluations go through a few promises; nothing of it takes time. */
const settled = () => sleep(5);

afterEach(async () => {
  await OpenFeature.close();
});

function flagOf(value: boolean | number, contextEvaluator?: (context: { plan?: string }) => string) {
  return {
    [FLAG]: {
      variants: { on: true, off: false, value },
      defaultVariant: 'value',
      disabled: false,
      ...(contextEvaluator !== undefined && { contextEvaluator: contextEvaluator as never }),
    },
  };
}

let domains = 0;

async function arrange(
  provider: InMemoryProvider | EnvVarProvider,
  options = {},
  maxInFlight = 32,
  hook: Hook = {},
) {
  const domain = `test-${domains++}`;
  await OpenFeature.setProviderAndWait(domain, provider as never);
  const { lab, faults } = bench({
    controls: [openFeature(OpenFeature.getClient(domain).addHooks(hook), options)],
    random: seeded(1),
    defaults: { guardrails: false, maxInFlight },
  });
  const run = lab
    .experiment(FLAG)
    .use((_user: { plan: string }) => 1)
    .try(() => 1)
    .context(({ plan }) => ({ plan }))
    .wrap();
  return { lab, faults, run };
}

const PRO = { plan: 'pro' };
const FREE = { plan: 'free' };

describe('a flag', () => {
  it('that is false stops its experiment, from the provider’s change event on, and starts it again', async () => {
    const provider = new InMemoryProvider(flagOf(true));
    const { lab, run } = await arrange(provider);
    run(PRO);
    await settled();
    run(PRO);
    expect(lab.report(FLAG).trials).toBe(1);
    provider.putConfiguration(flagOf(false));
    await settled();
    for (let call = 0; call < 10_000; call++) run(PRO);
    expect(lab.report(FLAG)).toMatchObject({ trials: 1, skips: { killed: 10_000 } });
    provider.putConfiguration(flagOf(true));
    await settled();
    run(PRO);
    expect(lab.report(FLAG).trials).toBe(2);
    expect(lab.report(FLAG).changes).toMatchObject([
      { event: 'control-changed', from: 'as defined', to: 'stopped', by: 'OpenFeature' },
      { event: 'control-changed', from: 'stopped', to: 'as defined', by: 'OpenFeature' },
    ]);
  });

  it('that is false from the beginning never lets a candidate run', async () => {
    const { lab, run } = await arrange(new InMemoryProvider(flagOf(false)));
    for (let turn = 0; turn < 3; turn++) {
      for (let call = 0; call < 10; call++) run(PRO);
      await settled();
    }
    expect(lab.report(FLAG)).toMatchObject({ trials: 0, skips: { 'not-sampled': 10, killed: 20 } });
  });

  it('that is a number is the rate', async () => {
    const { lab, run } = await arrange(new InMemoryProvider(flagOf(0.25)));
    run(PRO);
    await settled();
    for (let call = 0; call < 2_000; call++) run(PRO);
    const { trials, rate } = lab.report(FLAG);
    expect(rate).toBe(0.25);
    expect(Math.abs(trials - 500)).toBeLessThan(80);
  });

  it('is asked for as what it was the last time: providers count the wrong type as an error', async () => {
    const provider = new InMemoryProvider(flagOf(0.25));
    const errors: string[] = [];
    const hook = { error: (_: unknown, error: unknown) => void errors.push(String(error)) };
    const { lab, run } = await arrange(provider, {}, 32, hook);
    run(PRO);
    await settled();
    expect(errors).toHaveLength(1);
    for (const rate of [0.5, 0.75]) {
      provider.putConfiguration(flagOf(rate));
      await settled();
    }
    run(FREE);
    await settled();
    run(FREE);
    expect([lab.report(FLAG).rate, errors.length]).toEqual([0.75, 1]);
    provider.putConfiguration(flagOf(false));
    await settled();
    run(PRO);
    expect(lab.report(FLAG).skips.killed).toBe(1);
  });

  it('is targeted by the context of the run, and a sync call stays sync', async () => {
    const targeted = ({ plan }: { plan?: string }) => (plan === 'pro' ? 'on' : 'off');
    const { lab, run } = await arrange(new InMemoryProvider(flagOf(true, targeted)));
    for (const user of [PRO, FREE]) run(user);
    await settled();
    for (const user of [PRO, FREE]) expect(run(user)).toBe(1);
    expect(lab.report(FLAG)).toMatchObject({ trials: 1, skips: { killed: 1, 'not-sampled': 2 } });
  });

  it('that does not exist leaves the experiment as it is defined', async () => {
    const { lab, faults, run } = await arrange(new InMemoryProvider({}));
    run(PRO);
    await settled();
    run(PRO);
    expect(lab.report(FLAG).trials).toBe(1);
    expect(faults).toEqual([]);
  });

  it('aborts what is in flight when it turns false', async () => {
    const provider = new InMemoryProvider(flagOf(true));
    const { lab } = await arrange(provider);
    const run = lab
      .experiment(FLAG)
      .use(async () => 1)
      .try(() => new Promise<number>(() => {}))
      .wrap();
    await run();
    await settled();
    await run();
    expect(lab.report(FLAG).active).toBe(1);
    provider.putConfiguration(flagOf(false));
    await settled();
    expect(lab.report(FLAG)).toMatchObject({ active: 0, outcomes: { ignored: 1 } });
  });

  it('that is a text is told as a fault and changes nothing', async () => {
    const provider = new InMemoryProvider(flagOf(false));
    const { lab, faults, run } = await arrange(provider);
    run(PRO);
    await settled();
    provider.putConfiguration(flagOf('off' as never));
    await settled();
    run(PRO);
    expect(lab.report(FLAG)).toMatchObject({ trials: 0, skips: { killed: 1 } });
    expect(String(faults[0]?.error)).toContain("flag 'pricing.quote' is neither true, false nor a number");
  });

  it('that is of another type than the provider was asked for, which did not notice, is taken for what it is', async () => {
    const answer = (value: unknown) => async () => ({ value, reason: 'STATIC' });
    const provider = (value: unknown) => ({
      metadata: { name: 'careless' },
      resolveBooleanEvaluation: answer(value),
      resolveNumberEvaluation: answer(value),
    });
    const rate = await arrange(provider(0) as never);
    rate.run(PRO);
    await settled();
    rate.run(PRO);
    expect(rate.lab.report(FLAG)).toMatchObject({ trials: 0, skips: { 'not-sampled': 2 } });
    const text = await arrange(provider('false') as never);
    text.run(PRO);
    await settled();
    text.run(PRO);
    expect(text.lab.report(FLAG).trials).toBe(0);
    expect(String(text.faults[0]?.error)).toContain('is neither true, false nor a number');
  });

  it('that says what nobody can mean is told as a fault and changes nothing', async () => {
    const provider = new InMemoryProvider(flagOf(false));
    const { lab, faults, run } = await arrange(provider);
    run(PRO);
    await settled();
    provider.putConfiguration(flagOf(7));
    await settled();
    run(PRO);
    expect(lab.report(FLAG)).toMatchObject({ trials: 0, skips: { killed: 1 } });
    expect(faults).toMatchObject([{ experiment: FLAG, stage: 'control' }]);
  });
});

describe('options that cannot be meant', () => {
  it.each([
    [{ refresh: 1 }, 'openFeature("refresh"): is no option; the options are flag, target, refreshMs'],
    [{ refreshMs: 0 }, 'openFeature: refreshMs (0): give milliseconds above 0'],
    [{ flag: 'a' }, 'openFeature: flag ("a"): give a function'],
  ])('are refused: %j', (options, message) => {
    expect(() => openFeature(OpenFeature.getClient(), options as never)).toThrow(message);
    expect(() => openFeature(undefined as never)).toThrow('openFeature(undefined): give a client');
  });
});

describe('options that answer what cannot be meant', () => {
  it.each([
    ['target', async () => ({ plan: 'pro' }), 'target (an object): answer at once'],
    ['target', () => Promise.reject(new Error('late')), 'target (an object): answer at once'],
    ['flag', async () => FLAG, 'flag (an object): answer the key of a flag'],
    ['flag', () => undefined, 'flag (undefined): answer the key of a flag'],
  ])('keep candidates from running, and are told as a fault: %s, %s', async (option, answer, message) => {
    const { lab, faults, run } = await arrange(new InMemoryProvider(flagOf(true)), { [option]: answer });
    run(PRO);
    await settled();
    run(PRO);
    expect(lab.report(FLAG).trials).toBe(0);
    expect(String(faults[0]?.error)).toContain(`openFeature: ${message}`);
  });
});

describe('one source for many laboratories', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;

  it('keeps none of them alive, and asks no provider for what nobody needs any longer', async () => {
    const provider = new InMemoryProvider(flagOf(true));
    await OpenFeature.setProviderAndWait('leak', provider as never);
    const client = OpenFeature.getClient('leak');
    const source = openFeature(client);
    let evaluations = 0;
    const evaluate = provider.resolveBooleanEvaluation.bind(provider);
    provider.resolveBooleanEvaluation = (...flag) => {
      evaluations++;
      return evaluate(...flag);
    };
    const called = async () => {
      const { lab, faults } = bench({ controls: [source] });
      lab
        .experiment(FLAG)
        .use(() => 1)
        .try(() => 1)
        .run();
      await settled();
      return { lab, faults };
    };
    // What tells of a fault goes with its laboratory.
    const left = await Promise.all(
      Array.from({ length: 5 }, async () => new WeakRef((await called()).faults)),
    );
    for (let turn = 0; turn < 20 && left.some((one) => one.deref() !== undefined); turn++) {
      await settled();
      collect();
    }
    expect(left.map((one) => one.deref())).toEqual(left.map(() => undefined));
    const before = evaluations;
    provider.putConfiguration(flagOf(false));
    await settled();
    expect(evaluations).toBe(before);
    expect(client.getHandlers(ServerProviderEvents.ConfigurationChanged)).toEqual([]);
    // What was said when somebody listened last is forgotten: who comes next is told what is so now.
    const { lab } = await called();
    expect(lab.report(FLAG)).toMatchObject({ trials: 0, skips: { 'not-sampled': 1 } });
    provider.putConfiguration(flagOf(true));
    await settled();
    expect(lab.report(FLAG).changes).toMatchObject([{ to: 'stopped' }, { to: 'as defined' }]);
  });
});

describe('many contexts', () => {
  const users = Array.from({ length: 1_000 }, (_, user) => ({ plan: `plan-${user}` }));

  it('that change at once are one change in the audit trail, and all that is in flight of them ends', async () => {
    const provider = new InMemoryProvider(flagOf(true));
    const { lab } = await arrange(provider, {}, 1_000);
    const run = lab
      .experiment(FLAG)
      .use(async (_user: { plan: string }) => 1)
      .try(() => new Promise<number>(() => {}))
      .context(({ plan }) => ({ plan }))
      .wrap();
    for (const user of users) void run(user);
    await settled();
    for (const user of users) void run(user);
    expect(lab.report(FLAG).active).toBe(1_000);
    provider.putConfiguration(flagOf(false));
    await settled();
    expect(lab.report(FLAG)).toMatchObject({
      active: 0,
      changes: [{ event: 'control-changed', from: 'as defined', to: 'stopped', by: 'OpenFeature' }],
    });
    expect(lab.report(FLAG).changes[0]?.reason).toMatch(/^flag 'pricing.quote' is false \(\w+\)$/);
  });

  it('are those that are targeted by, and others ask for nothing: ids in a context cost no evaluation', async () => {
    const provider = new InMemoryProvider(flagOf(true));
    let evaluations = 0;
    const evaluate = provider.resolveBooleanEvaluation.bind(provider);
    provider.resolveBooleanEvaluation = (...flag) => {
      evaluations++;
      return evaluate(...flag);
    };
    const { lab, run } = await arrange(provider, { target: () => ({ targetingKey: 'all' }) });
    run(PRO);
    await settled();
    for (const user of users) run(user);
    expect([evaluations, lab.report(FLAG).trials]).toEqual([1, 1_000]);
  });
});

describe('a rate that the code has set as well', () => {
  it.each([
    [0.1, 0.1],
    [0.9, 0.25],
  ])('of %d counts when it is the lower one', async (rate, expected) => {
    const { lab, run } = await arrange(new InMemoryProvider(flagOf(0.25)));
    lab.override(FLAG, { rate });
    run(PRO);
    await settled();
    run(PRO);
    expect(lab.report(FLAG).rate).toBe(expected);
  });
});

describe('a provider', () => {
  it('that has never said anything keeps candidates from running, until it does', async () => {
    const provider = new InMemoryProvider(flagOf(true));
    const evaluate = provider.resolveBooleanEvaluation;
    provider.resolveBooleanEvaluation = () => Promise.reject(new Error('down'));
    const { lab, faults, run } = await arrange(provider);
    for (let turn = 0; turn < 3; turn++) {
      expect(run(PRO)).toBe(1);
      await settled();
    }
    expect(lab.report(FLAG)).toMatchObject({ trials: 0, skips: { 'not-sampled': 3 } });
    expect(faults).toMatchObject([{ experiment: FLAG, stage: 'control' }]);
    provider.resolveBooleanEvaluation = evaluate;
    provider.putConfiguration(flagOf(true));
    await settled();
    run(PRO);
    expect(lab.report(FLAG).trials).toBe(1);
  });

  it('that is not ready when the first calls come is asked again when it is', async () => {
    const ready = deferred<void>();
    const provider = Object.assign(new InMemoryProvider(flagOf(true)), { initialize: () => ready.promise });
    const domain = 'not-ready';
    OpenFeature.setProvider(domain, provider as never);
    const { lab, faults } = bench({
      controls: [openFeature(OpenFeature.getClient(domain))],
      defaults: { guardrails: false },
    });
    const run = lab
      .experiment(FLAG)
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    await settled();
    run();
    expect(lab.report(FLAG).trials).toBe(0);
    expect(String(faults[0]?.error)).toContain('PROVIDER_NOT_READY');
    ready.resolve();
    await settled();
    run();
    expect(lab.report(FLAG).trials).toBe(1);
  });

  it('that tells of its own trouble is told as a fault', async () => {
    const provider = new InMemoryProvider(flagOf(true));
    const { faults } = await arrange(provider);
    provider.events.emit(ServerProviderEvents.Stale, { message: 'connection lost' });
    await settled();
    expect(faults).toMatchObject([{ experiment: '*', stage: 'control' }]);
    expect(String(faults[0]?.error)).toContain('connection lost');
  });

  it('that never answers is down, and asked again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const provider = new InMemoryProvider(flagOf(true));
      const { lab, faults } = await arrange(provider);
      const run = lab
        .experiment(FLAG)
        .use(() => 1)
        .try(() => 1)
        .wrap();
      const evaluate = provider.resolveBooleanEvaluation;
      provider.resolveBooleanEvaluation = never;
      run();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(String(faults[0]?.error)).toContain('no answer within 10000 ms');
      provider.resolveBooleanEvaluation = evaluate;
      provider.putConfiguration(flagOf(true));
      await vi.advanceTimersByTimeAsync(1);
      run();
      expect(lab.report(FLAG).trials).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that is down leaves what it said last, and is told as a fault', async () => {
    const provider = new InMemoryProvider(flagOf(false));
    const { lab, faults, run } = await arrange(provider, { refreshMs: 1 });
    run(PRO);
    await settled();
    provider.resolveBooleanEvaluation = () => Promise.reject(new Error('down'));
    run(PRO);
    await settled();
    run(PRO);
    await settled();
    expect(lab.report(FLAG)).toMatchObject({ trials: 0, skips: { killed: 2 } });
    expect(faults[0]).toMatchObject({ experiment: FLAG, stage: 'control' });
    expect(String(faults[0]?.error)).toContain('down');
  });

  it('that tells of no changes is asked again: environment variables', async () => {
    const { lab, faults, run } = await arrange(new EnvVarProvider(), {
      refreshMs: 1,
      flag: () => 'labcoat-test',
    });
    process.env.LABCOAT_TEST = 'false';
    run(PRO);
    await settled();
    run(PRO);
    expect(lab.report(FLAG).skips.killed).toBe(1);
    process.env.LABCOAT_TEST = '0.5';
    await settled();
    run(PRO);
    await settled();
    run(PRO);
    expect(lab.report(FLAG).rate).toBe(0.5);
    delete process.env.LABCOAT_TEST;
    expect(faults).toEqual([]);
  });
});
