import { describe, expect, it } from 'vitest';
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
