import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaboratoryOptions, laboratory, type Publisher } from '../../src/index.js';
import { bench, deferred, given, givenLater, sleep } from '../harness.js';

const CALLBACKS = [
  'candidate',
  'sampler',
  'when',
  'prepare',
  'context',
  'compare',
  'compareErrors',
  'ignore',
  'clean',
  'publish',
  'skipped',
  'enclose',
  'watch',
  'flush',
  'onFault',
  'now',
  'random',
  'freeze',
  'waitUntil',
  'listener',
  'timers',
] as const;
type Callback = (typeof CALLBACKS)[number];

/** What is asked before the candidate runs: when it fails, the candidate must not run. */
const BEFORE: readonly Callback[] = ['sampler', 'when', 'prepare', 'context', 'now', 'random', 'freeze'];

const MISBEHAVIOURS: Record<string, (...args: any[]) => any> = {
  'throws an Error': () => {
    throw new Error('misbehaved');
  },
  'throws undefined': () => {
    throw undefined;
  },
  rejects: () => Promise.reject(new Error('misbehaved')),
  'rejects in another realm': runInNewContext('async () => { throw new Error("misbehaved"); }'),
  'returns a hanging promise': () => new Promise(() => {}),
  'returns garbage': () => ({ garbage: Number.NaN, then: 'no' }),
  'returns a thenable that lies': () => ({
    then(resolve: any, reject: any) {
      resolve({});
      reject(new Error('twice'));
      throw new Error('late');
    },
  }),
};

const surfaced: unknown[] = [];
const listen = (reason: unknown) => void surfaced.push(reason);
beforeAll(() => void process.on('unhandledRejection', listen));
afterAll(() => void process.off('unhandledRejection', listen));

for (const callback of CALLBACKS) {
  describe(callback, () => {
    for (const [how, misbehave] of Object.entries(MISBEHAVIOURS)) {
      // Timers that answer and never call back are what fake timers are: nothing can be told from them.
      if (callback === 'timers' && !how.startsWith('throws')) continue;
      for (const rate of [0, 1]) {
        it(`that ${how} does not reach the caller of a sync control, at rate ${rate}`, async () => {
          const value = { price: 1 };
          const error = new Error('of the control');
          const returning = arrange(callback, misbehave, rate, () => value);
          expect(given(returning.run)).toEqual({ returned: value });
          const throwing = arrange(callback, misbehave, rate, () => {
            throw error;
          });
          const got = given(throwing.run);
          expect('threw' in got && got.threw === error).toBe(true);
          await settle(returning);
          await settle(throwing);
        });

        it(`that ${how} does not reach the caller of an async control, at rate ${rate}`, async () => {
          const value = { price: 1 };
          const error = new Error('of the control');
          const returning = arrange(callback, misbehave, rate, async () => value);
          const fine = await givenLater(returning.run);
          expect('returned' in fine && fine.returned === value).toBe(true);
          const throwing = arrange(callback, misbehave, rate, async () => {
            throw error;
          });
          const got = await givenLater(throwing.run);
          expect('threw' in got && got.threw === error).toBe(true);
          await settle(returning);
          await settle(throwing);
        });
      }

      // Any object will do for a context.
      const isFailure = callback !== 'context' || !how.includes('garbage');
      if (BEFORE.includes(callback) && isFailure) {
        it(`that ${how} keeps the candidate from running, and is told`, async () => {
          const { run, lab, counted } = arrange(callback, misbehave, 1, () => 1);
          run();
          await lab.drain();
          expect(counted.candidates).toBe(0);
          expect(lab.report('e')).toMatchObject({ calls: 1, trials: 0 });
          // Whatever is not false freezes: that is an answer, and no fault.
          if (callback !== 'freeze' || !how.includes('garbage')) expect(counted.faults).toBeGreaterThan(0);
        });
      }
    }
  });
}

async function settle({ lab }: ReturnType<typeof arrange>): Promise<void> {
  await lab.drain({ timeoutMs: 200 });
  await sleep(0);
  expect(surfaced.splice(0)).toEqual([]);
  const { calls, trials, skips } = lab.report('e');
  expect(calls).toBe(1);
  expect(trials + Object.values(skips).reduce((sum, count) => sum + count)).toBe(1);
}

/** An experiment in which everything is as it should be except for one callback. */
function arrange(
  callback: Callback,
  misbehave: (...args: any[]) => any,
  rate: number,
  control: () => unknown,
) {
  const counted = { candidates: 0, faults: 0 };
  const pick = <F>(name: Callback, fine: F): F => (name === callback ? (misbehave as F) : fine);
  const publisher: Publisher = {
    publish: pick('publish', () => {}),
    skipped: pick('skipped', () => {}),
    enclose: pick('enclose', (_start: unknown, call: () => void) => call()),
    watch: pick('watch', () => {}),
    flush: pick('flush', () => {}),
  };
  const real = { setTimeout, clearTimeout, setImmediate };
  const options: LaboratoryOptions = {
    publishers: [publisher, { publish: () => {} }],
    now: pick('now', () => Date.now()),
    random: pick('random', () => 0),
    freeze: pick('freeze', () => false),
    waitUntil: pick('waitUntil', () => {}),
    timers:
      callback === 'timers'
        ? { setTimeout: misbehave, clearTimeout: misbehave, setImmediate: misbehave }
        : real,
    onFault: (fault) => {
      counted.faults += 1;
      return pick<(fault: unknown) => void>('onFault', () => {})(fault);
    },
    defaults: { timeoutMs: 20 },
  };
  const lab = laboratory(options);
  lab.on(
    'fault',
    pick('listener', () => {}),
  );
  const candidate = () => {
    counted.candidates += 1;
    return pick<() => unknown>('candidate', () => 2)();
  };
  let experiment = lab
    .experiment('e')
    .use(control)
    .compare(pick('compare', () => false))
    .compareErrors(pick('compareErrors', () => false))
    .try(candidate)
    .ignore(pick('ignore', () => false))
    .when(pick('when', () => true))
    .prepare(pick('prepare', () => [] as []))
    .context(pick('context', () => ({})))
    .clean(pick('clean', (value: unknown) => value))
    .sample(callback === 'random' && rate === 1 ? 0.999_999 : rate);
  if (callback === 'sampler') experiment = experiment.sample(misbehave as () => number);
  return { lab, run: experiment.wrap() as () => any, counted };
}

describe('callbacks that only seem to answer', () => {
  const hangsInside = () => ({ then: (resolve: (value: unknown) => void) => resolve(new Promise(() => {})) });

  it('a comparator that resolves with something that hangs is one that hangs', async () => {
    const { lab } = bench({ defaults: { timeoutMs: 5 } });
    lab
      .experiment('e')
      .use(() => 1)
      .compare(hangsInside as never)
      .try(() => 2)
      .run();
    await lab.drain();
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { comparator_error: 1 } });
  });

  it('a comparator that answers when its trial is stopped has not brought the process down', async () => {
    surfaced.length = 0;
    const { lab } = bench();
    const answer = deferred<boolean>();
    const asked = lab
      .experiment('e')
      .use(() => 1)
      .compare(() => answer.promise)
      .ignore(() => false)
      .measure('m', (value) => value);
    asked.try(() => 2).run();
    lab.kill('e');
    answer.resolve(false);
    await sleep(5);
    expect(surfaced).toEqual([]);
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { ignored: 1 } });
  });

  it('a publisher may answer anything: what is no promise is not waited for, and no fault', async () => {
    const answers = [new Map(), { level: 'info' }, [1], 'text', 7];
    const { lab, faults } = bench({
      publishers: answers.map((answer) => ({ publish: () => answer as never })),
    });
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 2)
      .run();
    await lab.drain();
    expect(faults).toEqual([]);
  });

  const trap = () => {
    throw new Error('trap');
  };
  const entries = {
    null: null,
    undefined,
    'a trap': new Proxy({}, { get: trap }),
    'a path of 1': { path: 1 },
  };
  it.each(Object.keys(entries))('a comparator that answers a list of %s breaks nothing', async (name) => {
    const { lab, published } = bench();
    const answer = [entries[name as keyof typeof entries]];
    lab
      .experiment('e')
      .use(() => 1)
      .compare(() => answer as never)
      .try(() => 2)
      .clean((value) => value)
      .run();
    await lab.drain();
    expect(published.trials[0]?.candidates[0]?.outcome).toMatch(/mismatch|comparator_error/);
  });

  it.each(['now', 'random', 'freeze', 'when', 'sampler'])(
    '%s that rejects is told for both: no answer, and the rejection',
    async (callback) => {
      const error = new Error('misbehaved');
      const misbehave = (() => Promise.reject(error)) as never;
      const ofLaboratory = ['now', 'random', 'freeze'].includes(callback) && { [callback]: misbehave };
      const { lab, faults } = bench({ random: () => 0, ...ofLaboratory });
      lab
        .experiment('e')
        .use(() => 1)
        .try(() => 1)
        .sample(callback === 'sampler' ? misbehave : 0.5)
        .when(callback === 'when' ? misbehave : () => true)
        .run();
      await sleep(0);
      const told = faults.map((fault) => fault.error);
      expect(told).toContain(error);
      expect(told.filter((one) => one !== error)).toEqual([expect.any(TypeError)]);
    },
  );

  it('an async one that rejects is told, and no more, where `Promise` was replaced, as by Bluebird or zone.js', async () => {
    const { Promise: own } = globalThis;
    const before = surfaced.length;
    const error = new Error('misbehaved');
    const { lab, faults } = bench();
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .when((async () => {
        throw error;
      }) as never)
      .wrap();
    class Replaced {
      #isMine = true;
      then() {
        if (!this.#isMine) throw new TypeError('no promise of mine');
      }
    }
    try {
      globalThis.Promise = Replaced as never;
      expect(run()).toBe(1);
    } finally {
      globalThis.Promise = own;
    }
    await sleep(5);
    expect(faults.map((fault) => fault.error)).toContain(error);
    expect(surfaced.slice(before)).toEqual([]);
  });

  it('an onFault that runs the failing experiment is told once a call, and does not go round in circles', () => {
    let told = 0;
    const { lab } = bench({
      onFault: () => {
        told += 1;
        run();
      },
    });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .sample(MISBEHAVIOURS['throws an Error'] as never)
      .wrap();
    expect(run()).toBe(1);
    expect(told).toBe(1);
    expect(lab.report('e')).toMatchObject({ calls: 2, faults: { sample: 2 } });
  });

  it('kill and revive work with a clock that throws', () => {
    const { lab } = bench({ now: MISBEHAVIOURS['throws an Error'] as never });
    const heard: number[] = [];
    lab.on('killed', ({ at }) => heard.push(at));
    lab.kill('e');
    expect(heard[0]).toBeGreaterThan(0);
  });
});

describe('a publisher that is not what it says', () => {
  it('reaches nobody, whatever its properties do when they are read', async () => {
    const trap = new Proxy(
      { publish: () => {} },
      {
        get() {
          throw new Error('trap');
        },
        has() {
          throw new Error('trap');
        },
      },
    );
    const trials: unknown[] = [];
    const publishers: Publisher[] = [{ publish: () => {} }, { publish: (trial) => void trials.push(trial) }];
    const lab = laboratory({ publishers, onFault: () => {} });
    // Past the check at definition time, as a publisher that changes later would be.
    publishers[0] = trap as Publisher;
    for (const rate of [0, 1]) {
      expect(
        lab
          .experiment('sync')
          .use(() => 1)
          .try(() => 2)
          .sample(rate)
          .run(),
      ).toBe(1);
      expect(
        await lab
          .experiment('async')
          .use(async () => 1)
          .try(async () => 2)
          .sample(rate)
          .run(),
      ).toBe(1);
    }
    await lab.drain();
    expect(trials).toHaveLength(2);
    expect(lab.report('async').outcomes.mismatch).toBe(1);
  });
});
