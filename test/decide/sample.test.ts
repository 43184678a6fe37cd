import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bench, seeded } from '../harness.js';

/** The calls that are on trial, out of so many. */
function trialsOf(calls: number, rate: (call: number) => number, random: () => number): number[] {
  const { lab } = bench({ random, publishers: [], defaults: { guardrails: false } });
  const on: number[] = [];
  let call = 0;
  const experiment = lab
    .experiment('e')
    .use(() => 1)
    .try(() => {
      on.push(call);
      return 1;
    });
  const runs = new Map<number, () => number>();
  for (; call < calls; call++) {
    const now = rate(call);
    const run = runs.get(now) ?? experiment.sample(now).wrap();
    runs.set(now, run);
    run();
  }
  return on;
}

/** Within four standard deviations: a fixed seed makes it the same at every run, and a bias of a tenth fails it. */
function expectShare(count: number, calls: number, rate: number): void {
  const deviation = Math.sqrt(calls * rate * (1 - rate));
  expect(Math.abs(count - calls * rate)).toBeLessThanOrEqual(4 * deviation);
}

describe('sample', () => {
  it.each([0.001, 0.01, 0.05, 0.5, 0.99])('puts exactly its share of the calls on trial (%d)', (rate) => {
    const calls = rate > 0.1 ? 20_000 : 200_000;
    expectShare(trialsOf(calls, () => rate, seeded(1)).length, calls, rate);
  });

  it('leaves gaps between trials that are geometric', () => {
    const on = trialsOf(500_000, () => 0.05, seeded(2));
    const gaps = on.slice(1).map((call, index) => call - (on[index] as number) - 1);
    for (const length of [0, 1, 5, 20, 60]) {
      const share = gaps.filter((gap) => gap >= length).length;
      expectShare(share, gaps.length, 0.95 ** length);
    }
  });

  it('never for 0, always for 1', () => {
    expect(trialsOf(1_000, () => 0, seeded(3))).toEqual([]);
    expect(trialsOf(1_000, () => 1, seeded(3))).toHaveLength(1_000);
  });

  it('stays exact when the rate changes under way, however often', () => {
    const high = (call: number) => call % 3 === 0;
    const on = trialsOf(300_000, (call) => (high(call) ? 0.3 : 0.02), seeded(4));
    expectShare(on.filter(high).length, 100_000, 0.3);
    expectShare(on.filter((call) => !high(call)).length, 200_000, 0.02);
    const switched = trialsOf(2_000, (call) => (call < 1_000 ? 0 : 1), seeded(5));
    expect(switched).toHaveLength(1_000);
  });

  it('puts a call on trial for exactly the draws below the rate', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (rate, draw) => {
          // Beside the rate itself a rounding error of the logarithm decides.
          fc.pre(Math.abs(rate - draw) > 1e-9);
          expect(
            trialsOf(
              1,
              () => rate,
              () => draw,
            ),
          ).toHaveLength(draw < rate ? 1 : 0);
        },
      ),
    );
  });

  it('asks a function with the arguments and `this`; it answers yes, no or a share', () => {
    const { lab } = bench({ random: seeded(6), defaults: { guardrails: false } });
    const seen: unknown[] = [];
    const run = lab
      .experiment('e')
      .use(function (this: { id: number }, _: number) {
        return 1;
      })
      .try(() => 1)
      .sample(function (n) {
        seen.push(this.id, n);
        return n < 0 ? n === -1 : 0.25;
      })
      .wrap();
    const order = { id: 7, run };
    order.run(-1);
    order.run(-2);
    expect(seen).toEqual([7, -1, 7, -2]);
    expect(lab.report('e')).toMatchObject({ trials: 1, skips: { 'not-sampled': 1 } });
    for (let call = 0; call < 10_000; call++) order.run(1);
    expectShare(lab.report('e').trials - 1, 10_000, 0.25);
  });

  it.each([Number.NaN, 1.5, -1, 'yes', null, undefined, {}])(
    'treats %s from a function as a fault, and does not run the candidate',
    (answer) => {
      const { lab, faults } = bench();
      expect(
        lab
          .experiment('e')
          .use(() => 1)
          .try(() => 1)
          .sample(() => answer as number)
          .run(),
      ).toBe(1);
      expect(lab.report('e')).toMatchObject({ trials: 0, skips: { fault: 1 } });
      expect(faults).toMatchObject([{ stage: 'sample' }]);
    },
  );

  it("stays below the laboratory's maxRate, functions included", () => {
    const { lab } = bench({ maxRate: 0.1, random: seeded(7), defaults: { guardrails: false } });
    const [fixed, asked] = [
      lab
        .experiment('fixed')
        .use(() => 1)
        .try(() => 1)
        .wrap(),
      lab
        .experiment('asked')
        .use(() => 1)
        .try(() => 1)
        .sample(() => true)
        .wrap(),
    ];
    for (let call = 0; call < 20_000; call++) {
      fixed();
      asked();
    }
    expectShare(lab.report('fixed').trials, 20_000, 0.1);
    expectShare(lab.report('asked').trials, 20_000, 0.1);
  });

  it("takes the laboratory's sampleRate where the experiment does not say", () => {
    const { lab } = bench({ sampleRate: 0 });
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .run();
    expect(lab.report('e').skips['not-sampled']).toBe(1);
  });
});
