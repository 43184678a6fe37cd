import { AsyncLocalStorage } from 'node:async_hooks';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type Fault,
  type Guardrails,
  type Laboratory,
  laboratory,
  memory,
  onTrial,
  type Report,
} from '../../src/index.js';
import { CALM, type Given, given, never } from '../harness.js';

afterEach(() => vi.restoreAllMocks());

/** Experiments of one laboratory are heard of and those of the other are not: what is brief there is in full here. */
interface Room {
  readonly lab: Laboratory;
  readonly faults: Fault[];
}

function room(isHeard: boolean, guardrails: Guardrails | false = CALM, random = Math.random): Room {
  const faults: Fault[] = [];
  const lab = laboratory({
    publishers: isHeard ? [memory()] : [],
    random,
    onFault: (fault) => void faults.push(fault),
    defaults: { guardrails },
  });
  return { lab, faults };
}

class Odd {
  get value(): number {
    throw new Error('odd');
  }
}

type Act = (lab: Laboratory, again: () => unknown) => unknown;

const same = Object.freeze({ lines: [{ price: 1 }], at: new Date(0) });
const failure = new Error('no');

/** What either side may do in a call; each is meant to meet itself and all the others. */
const ACTS: Readonly<Record<string, Act>> = {
  one: () => 1,
  two: () => 2,
  'not a number': () => Number.NaN,
  nothing: () => undefined,
  'an empty list': () => [],
  'a text': () => 'text',
  'an object': () => ({ lines: [{ price: 1 }], at: new Date(0) }),
  'the same object': () => same,
  'an object of two': () => ({ lines: [{ price: 2 }], at: new Date(0) }),
  'an object that cannot be read': () => new Odd(),
  'a failure': () => {
    throw failure;
  },
  'a failure with nothing': () => {
    throw undefined;
  },
  'a promise': () => Promise.resolve(1),
  'a promise of a failure': () => Promise.reject(failure),
  'a promise that never settles': () => never(),
  'a call of the experiment itself': (_, again) => again(),
  'a kill and a revival': (lab) => {
    lab.kill('e');
    lab.revive('e');
    return 1;
  },
  'a kill': (lab) => {
    lab.kill('e');
    return 1;
  },
  'a revival': (lab) => {
    lab.revive('e');
    return 1;
  },
  'a drain': (lab) => {
    void lab.drain({ timeoutMs: 0 });
    return 1;
  },
  'a look at all there is': (lab) => {
    JSON.stringify([lab.reports(), lab.save()]);
    return 1;
  },
  'a thenable that calls back twice': () => ({
    then: (resolve: (value: number) => void) => {
      resolve(1);
      resolve(2);
    },
  }),
  'a thenable that fails at once': () => ({
    then: () => {
      throw failure;
    },
  }),
};

interface Call {
  readonly control: string;
  readonly candidate: string;
}

const anAct = fc.constantFrom(...Object.keys(ACTS));
const calls = fc.array(fc.record({ control: anAct, candidate: anAct }), { maxLength: 16 });

/** What the caller got from each call, at once and in the end. */
async function play({ lab }: Room, script: readonly Call[]): Promise<unknown[]> {
  let call: Call | undefined;
  let depth = 0;
  const act = (side: keyof Call) => (): unknown => ACTS[call?.[side] ?? 'one']?.(lab, again);
  const again = (): unknown => {
    depth += 1;
    try {
      return depth > 3 ? 1 : run();
    } finally {
      depth -= 1;
    }
  };
  const run = lab.experiment('e', { timeoutMs: 20 }).use(act('control')).try(act('candidate')).wrap();
  const got: unknown[] = [];
  for (call of script) got.push(given(run));
  call = undefined;
  return Promise.all(got.map((each) => settled(each as Given)));
}

async function settled(given: Given): Promise<unknown> {
  if (!('returned' in given) || !(given.returned instanceof Promise)) return given;
  const hanging = new Promise((resolve) => setTimeout(resolve, 60, 'hangs'));
  return Promise.race([given.returned, hanging]).catch((error) => ({ rejected: error }));
}

/** All of it but what is of the moment. */
function lasting(report: Report) {
  const {
    at: _,
    since: __,
    history,
    latency,
    durations,
    byOrder,
    shapes,
    changes,
    fields,
    trip,
    ...rest
  } = report;
  return {
    ...rest,
    trip: trip && [trip.guardrail, trip.n, trip.k],
    runs: history.candidate?.buckets.reduce((sum, { runs }) => sum + runs, 0),
    timed: Object.keys(latency),
    counted: Object.entries(durations).map(([name, bars]) => [
      name,
      bars.reduce((n, { count }) => n + count, 0),
    ]),
    turns: Object.values(byOrder).map(({ trials, mismatches }) => [trials, mismatches]),
    shapes: shapes.map(({ fingerprint, count }) => [fingerprint, count]),
    changes: changes.map(({ event }) => event),
    fields: fields.map(({ path, count }) => [path, count]),
    guardrails: rest.guardrails.map(({ evidence, ...standing }) => ({
      ...standing,
      evidence: Number(evidence.toPrecision(9)),
    })),
  };
}

/** What comes of it where it is heard of, which is what comes of it where it is not. */
function expectAlike<T>(play: (room: Room) => T): T {
  const [full, brief] = [play(room(true)), play(room(false))];
  expect(brief).toEqual(full);
  return full;
}

describe('a trial that nobody hears of', () => {
  it('gives the caller and leaves behind what any other trial does, whatever both sides do', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (script) => {
        const guardrails = {
          ...CALM,
          slower: false,
          againstControl: { delta: 0.01 },
          minFailures: 3,
        } as const;
        const [brief, full] = [room(false, guardrails), room(true, guardrails)];
        expect(await play(brief, script)).toEqual(await play(full, script));
        await Promise.all([brief.lab.drain(), full.lab.drain()]);
        expect(lasting(brief.lab.report('e'))).toEqual(lasting(full.lab.report('e')));
        expect(brief.faults.map(({ stage }) => stage)).toEqual(full.faults.map(({ stage }) => stage));
      }),
      { numRuns: 100 },
    );
  });

  it('looks at the clock four times where both sides return numbers: before and after each of them', () => {
    const { lab } = room(false);
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    const clock = vi.spyOn(performance, 'now');
    run();
    expect(clock).toHaveBeenCalledTimes(4);
    expect(lab.report('e').outcomes.match).toBe(2);
  });

  it.each([
    [{ slower: { ratio: 2, slackMs: 1 } }, 10],
    [{ slo: { ms: 5, quantile: 0.9 } }, 10],
    [{ maxBlockMs: 50 }, 51],
  ] as const)('is stopped by %o like any other', (guardrail, candidateMs) => {
    const trips = [true, false].map((isHeard) => {
      let real = 0;
      vi.spyOn(performance, 'now').mockImplementation(() => real);
      const { lab } = room(isHeard, { ...CALM, slower: false, ...guardrail });
      const take = (ms: number) => {
        real += ms;
        return 1;
      };
      const run = lab
        .experiment('e')
        .use(() => take(1))
        .try(() => take(candidateMs))
        .wrap();
      for (let call = 0; call < 300; call++) run();
      const { trip, trials } = lab.report('e');
      return { guardrail: trip?.guardrail, n: trip?.n, k: trip?.k, trials };
    });
    expect(trips[0]?.guardrail).toBe(Object.keys(guardrail)[0]);
    expect(trips[1]).toEqual(trips[0]);
  });

  it('takes a ramp up its steps with the same trial', () => {
    const trials = [true, false].map((isHeard) => {
      const { lab } = room(isHeard, false, () => 0);
      const ramp = { steps: [0.5, 1], limits: [0.05], dwellMs: 0 };
      const run = lab
        .experiment('e', { ramp })
        .use(() => 1)
        .try(() => 1)
        .wrap();
      for (let call = 0; call < 200 && lab.report('e').ramp?.rate !== 1; call++) run();
      return lab.report('e').trials;
    });
    expect(trials[0]).toBeLessThan(100);
    expect(trials[1]).toBe(trials[0]);
  });

  it('counts for what protects the process', () => {
    let real = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => real);
    const { lab } = room(false, { ...CALM, slower: false, maxBusy: 0.2 });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        real += 500;
        return 1;
      })
      .wrap();
    for (let call = 0; call < 10; call++) run();
    expect(lab.report('e')).toMatchObject({ trials: 5, skips: { overloaded: 5 } });
  });

  it('aborts the signal of a candidate that ends it, and is ignored', () => {
    const { lab } = room(false);
    let isAborted: boolean | undefined;
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        const { signal } = onTrial() ?? {};
        lab.kill('e');
        isAborted = signal?.aborted;
        return 1;
      })
      .wrap();
    expect([run(), run()]).toEqual([1, 1]);
    expect(isAborted).toBe(true);
    expect(lab.report('e')).toMatchObject({ trials: 1, active: 0, stuck: 0, outcomes: { ignored: 1 } });
  });

  it('gives its place up at once when its control ends it', () => {
    expectAlike(({ lab }) => {
      let calls = 0;
      const run = lab
        .experiment('e', { maxInFlight: 1 })
        .use(() => {
          calls += 1;
          if (calls > 1) return 1;
          for (let time = 0; time < 2; time++) {
            lab.kill('e');
            lab.revive('e');
            run();
          }
          return 1;
        })
        .try(() => 1)
        .wrap();
      run();
      const { trials, skips, outcomes, active, guardrails } = lab.report('e');
      expect(outcomes).toMatchObject({ match: 2, ignored: 1 });
      return { trials, skips, outcomes, active, n: guardrails[0]?.n };
    });
  });

  it('is ignored when a getter ends it that is compared', () => {
    expectAlike(({ lab }) => {
      let ends = false;
      const value = {
        get once() {
          if (ends) lab.kill('e');
          ends = false;
          return 1;
        },
      };
      const run = lab
        .experiment('e')
        .use(() => value)
        .try(() => ({ once: 1 }))
        .wrap();
      run();
      ends = true;
      run();
      const { outcomes, stuck, active } = lab.report('e');
      expect(outcomes).toMatchObject({ match: 1, ignored: 1 });
      return { outcomes, stuck, active };
    });
  });

  it('is seen by the guardrail that counts those who are stuck', () => {
    const stops = expectAlike(({ lab }) => {
      let hangs = true;
      const run = lab
        .experiment('e', { guardrails: { ...CALM, stuck: { max: 3 } } })
        .use((): unknown => 1)
        .try(() => (hangs ? never() : 1))
        .wrap();
      for (let call = 0; call < 5; call++) run();
      hangs = false;
      run();
      lab.kill('e');
      lab.revive('e');
      run();
      return lab.report('e').trip?.guardrail;
    });
    expect(stops).toBe('stuck');
  });

  it('stays the oldest in flight when it goes on in full, after others have begun inside of it', () => {
    const settled = expectAlike(({ lab }) => {
      let depth = 0;
      const run = lab
        .experiment('e', { timeoutMs: 20 })
        .use((): unknown => {
          depth += 1;
          if (depth === 1) run();
          return 1;
        })
        .try(never)
        .wrap();
      run();
      return lab.report('e').variants.candidate?.settled;
    });
    expect(settled).toBe(0);
  });

  it.each<[string, () => number]>([
    ['answers no number', () => Number.NaN],
    [
      'throws',
      () => {
        throw new Error('no time');
      },
    ],
  ])('is none where the clock %s, and leaves nothing in flight', (_, broken) => {
    expectAlike(({ lab, faults }) => {
      const run = lab
        .experiment('e')
        .use(() => 1)
        .try(() => 1)
        .wrap();
      run();
      const clock = vi.spyOn(performance, 'now').mockImplementation(broken);
      expect(run()).toBe(1);
      clock.mockRestore();
      expect(lab.report('e')).toMatchObject({ trials: 1, active: 0 });
      return { skips: lab.report('e').skips, faults: faults.map(({ stage }) => stage) };
    });
  });

  it('is in flight while it runs', () => {
    const { lab } = room(false);
    const active: number[] = [];
    const look = () => {
      active.push(lab.report('e').active);
      return 1;
    };
    lab.experiment('e').use(look).try(look).run();
    expect([...active, lab.report('e').active]).toEqual([1, 1, 0]);
  });

  it('lets no storage that its candidate enters for good be entered for the caller', () => {
    const storage = new AsyncLocalStorage<string>();
    const { lab } = room(false);
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        storage.enterWith('entered');
        return 1;
      })
      .wrap();
    storage.run('before', () => {
      run();
      expect(storage.getStore()).toBe('before');
    });
  });

  it('goes on being counted where it was restored to', () => {
    const { lab } = room(false);
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 3; call++) run();
    const { lab: other } = room(false);
    const again = other
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    again();
    other.restore(lab.save());
    again();
    const { history, durations } = other.report('e');
    expect(history.candidate?.buckets.reduce((sum, { runs }) => sum + runs, 0)).toBe(4);
    expect(durations.candidate?.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });
});
