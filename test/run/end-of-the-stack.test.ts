import { describe, expect, it } from 'vitest';
import type { ExperimentOptions } from '../../src/index.js';
import { AUDIENCES, bench, type Given, given, sleep } from '../harness.js';

/** From so many levels above the end of the stack downwards: far enough for a whole trial, and for none. */
const LEVELS = 60;

const error = new Error("the control's own");
const THREW: Given = { threw: error };
const value = { total: 1, lines: [{ price: 1 }] };

const CONTROLS: readonly (readonly [string, () => unknown, () => unknown])[] = [
  ['a number that matches', () => 1, () => 1],
  ['a number that does not', () => 1, () => 2],
  ['an object', () => value, () => ({ total: 1, lines: [{ price: 1 }] })],
  ['an error', throwIt, throwIt],
];

for (const [audience, surroundings] of AUDIENCES) {
  describe(`at the end of the stack, ${audience}`, () => {
    it.each(CONTROLS)('%s that the control gave is what the caller gets', async (_, control, candidate) => {
      const { lab } = bench({ ...surroundings, defaults: { guardrails: false } });
      let gave: Given | undefined;
      const run = lab
        .experiment('deep', { maxInFlight: 1 })
        .use(() => {
          // Noted without a call, which might fail where the control does not.
          if (control === throwIt) {
            gave = THREW;
            throw error;
          }
          const returned = control();
          gave = { returned };
          return returned;
        })
        .try(candidate)
        .wrap();
      let cut = 0;
      for (let spare = LEVELS; spare > 0; spare -= 1) {
        gave = undefined;
        const got = given(() => atDepth(deepest() - spare, run));
        if (gave === undefined) expect(got).toEqual({ threw: expect.any(RangeError) });
        else expect(got).toEqual(gave);
        if (gave === undefined) cut += 1;
        await lab.drain({ timeoutMs: 500 });
        // Nothing has stayed behind in flight: the next call is on trial.
        const { trials } = lab.report('deep');
        given(run);
        expect(lab.report('deep').trials).toBe(trials + 1);
        await sleep(0);
      }
      // It was near enough for some to fail.
      expect(cut).toBeGreaterThan(0);
      const { calls, trials, skips } = lab.report('deep');
      expect(calls).toBe(trials + Object.values(skips).reduce((sum, count) => sum + count, 0));
    });
  });
}

describe.each(AUDIENCES)('trials that were given up at the end of the stack, %s,', (_, surroundings) => {
  const KINDS: readonly (readonly [string, ExperimentOptions, () => unknown, () => unknown])[] = [
    ['that mismatch', {}, () => 1, () => 2],
    ['of which only the candidate throws', {}, () => 1, throwIt],
    ['of which only the control throws', {}, throwIt, () => 1],
    ['in any order', { order: 'random' }, () => 1, () => 2],
  ];

  it.each(KINDS)('%s, all end, however many there were in a row', async (_, options, control, candidate) => {
    const { lab } = bench({ ...surroundings, defaults: { guardrails: false } });
    const run = lab
      .experiment('deep', { ...options, maxInFlight: 1_000 })
      .use(control)
      .try(candidate)
      .wrap();
    // What was never called before is compiled first, for which there is no room either.
    given(run);
    onTheWayUp(300, run);
    await lab.drain({ timeoutMs: 500 });
    expect(lab.report('deep')).toMatchObject({ active: 0, stuck: 0 });
  });

  it('all end where one was on trial inside of the other', async () => {
    const { lab } = bench({ ...surroundings, defaults: { guardrails: false } });
    const run: () => number = lab
      .experiment('deep', { maxInFlight: 1e6 })
      .use(() => {
        given(run);
        return 1;
      })
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 3; call += 1) expect(run()).toBe(1);
    await lab.drain({ timeoutMs: 500 });
    expect(lab.report('deep')).toMatchObject({ active: 0, stuck: 0 });
  });
});

/** Calls at each of so many levels, from the end of the stack upwards. */
function onTheWayUp(levels: number, call: () => unknown): void {
  let left = levels;
  const goDown = () => {
    given(goDown);
    if (left <= 0) return;
    left -= 1;
    given(call);
  };
  goDown();
}

function throwIt(): never {
  throw error;
}

function atDepth(depth: number, call: () => unknown): unknown {
  return depth <= 0 ? call() : atDepth(depth - 1, call);
}

/** How deep a call may be, here and now: less by what is on the stack already, more once the engine has compiled it. */
function deepest(): number {
  let fits = Math.max(0, last - 512);
  for (let step = last === 0 ? 2 ** 16 : 512; step >= 1; step /= 2) {
    if ('returned' in given(() => atDepth(fits + step, () => 1))) fits += step;
  }
  last = fits;
  return fits;
}

let last = 0;
