import { afterEach, describe, expect, it } from 'vitest';
import { configure, experiment, memory, report, type Timers } from '../../src/index.js';
import { bench, CALM, never, sleep } from '../harness.js';

const REAL: Timers = {
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  setImmediate: (callback) => setImmediate(callback),
};

const AT_ONCE: Timers = { ...REAL, setImmediate: (callback) => callback() };

const TWICE: Timers = {
  ...REAL,
  setImmediate: (callback) =>
    setImmediate(() => {
      callback();
      callback();
    }),
};

const AND_FAIL: Timers = {
  ...REAL,
  setImmediate: (callback) => {
    callback();
    throw new Error('no time');
  },
};

const ODD = [
  ['at once', AT_ONCE],
  ['twice', TWICE],
  ['at once, and fail', AND_FAIL],
] as const;

describe.each(ODD)('timers that call back %s', (_, timers) => {
  it('publish every trial, show the counts and hand over what is left, each time', async () => {
    let looks = 0;
    const handed: Promise<unknown>[] = [];
    const published: unknown[] = [];
    const watching = {
      publish: (trial: unknown) => void published.push(trial),
      watch() {
        looks += 1;
      },
    };
    const { lab } = bench({ timers, publishers: [watching], waitUntil: (work) => void handed.push(work) });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (let call = 1; call <= 3; call++) {
      const before = looks;
      run();
      await sleep(2);
      expect([published.length, handed.length]).toEqual([call, call]);
      expect(looks).toBeGreaterThan(before);
    }
  });

  it('start a candidate once, after the caller has its value', async () => {
    const { lab } = bench({ timers });
    const events: string[] = [];
    const run = lab
      .experiment('e', { schedule: 'after' })
      .use(() => 1)
      .try(async () => events.push('candidate'))
      .wrap();
    run();
    events.push('caller');
    await lab.drain();
    expect(events).toEqual(['caller', 'candidate']);
    expect(lab.report('e')).toMatchObject({ trials: 1, active: 0, stuck: 0 });
    expect(lab.report('e').variants.candidate?.started).toBe(1);
  });

  it('run a control for noise once', async () => {
    const { lab } = bench({ timers });
    let calls = 0;
    lab
      .experiment('e', { noise: 1 })
      .use(() => {
        calls += 1;
        return 1;
      })
      .try(() => 1)
      .run();
    await lab.drain();
    expect(calls).toBe(2);
  });
});

describe('timers that never call back and are configured away', () => {
  afterEach(() => void configure({ timers: undefined, publishers: [] }));

  it('keep nothing that comes after them from being published', async () => {
    const published = memory();
    const timers = { ...REAL, setImmediate: () => undefined };
    configure({ publishers: [published], timers, defaults: { guardrails: CALM } });
    const run = experiment('configured away')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    await sleep(2);
    expect(published.trials).toHaveLength(0);
    configure({ timers: undefined });
    run();
    await sleep(2);
    expect(published.trials).toHaveLength(2);
  });

  it('keep no candidate that comes after them from being given up', async () => {
    configure({
      publishers: [],
      timers: { ...REAL, setTimeout: () => undefined },
      defaults: { guardrails: CALM },
    });
    const run = experiment('never given up', { timeoutMs: 5 })
      .use(() => 1)
      .try(never)
      .wrap();
    run();
    configure({ timers: undefined });
    run();
    await sleep(30);
    expect(report('never given up').outcomes.timeout).toBe(1);
  });
});
