import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Distribution, spreadOf } from '../../src/record/distribution.js';
import { distributionFrom } from '../../src/record/restored.js';
import { bench } from '../harness.js';

const quote = (total: number) => ({ total, lines: [{ net: total }] });

describe('a measure', () => {
  it('says how much cheaper the candidate is on average, and the worst case', async () => {
    const { lab, published } = bench();
    const run = lab
      .experiment('e')
      .use((total: number) => quote(total))
      .try((total) => quote(total === 100 ? 95.9 : total))
      .compare(() => true)
      .measure('total', ({ total }) => total)
      .wrap();
    for (const total of [100, 200, 300, 400]) run(total);
    await lab.drain();
    expect(lab.report('e').measures).toMatchObject([
      {
        name: 'total',
        variant: 'candidate',
        control: { count: 4, mean: 250, min: 100, max: 400 },
        delta: { count: 4, min: expect.closeTo(-4.1), max: 0, mean: expect.closeTo(-1.025) },
        relative: expect.closeTo(-0.0041),
        says: '0.41 % lower on average, at worst 4.10 lower',
        beyond: 0,
      },
    ]);
    expect(published.trials[0]?.candidates[0]?.measures).toEqual([
      { name: 'total', control: 100, candidate: 95.9, delta: expect.closeTo(-4.1), isBeyond: false },
    ]);
  });

  it.each([
    ['0.3 % lower on average, at worst 4.10 lower and 0.02 higher', [136, 1_224], [131.9, 1_224.02]],
    ['3.5 % higher on average, at worst 7 higher', [100, 100], [107, 100]],
    ['less than 0.001 % higher on average, at worst 0.0021 higher', [1_000, 1_000], [1_000, 1_000.0021]],
    [
      'the same on average, at worst 1 234 568 lower and 1 234 568 higher',
      [0, 1_234_567.6],
      [1_234_567.6, 0],
    ],
    ['0.50 higher on average, at worst 1 higher', [0, 0], [1, 0]],
    ['2 % lower on average, at worst 2 lower', [-100], [-102]],
    ['the same in 2 trials', [5, 7], [5, 7]],
  ])('is told to a person in a sentence: %s', (sentence, control, candidate) => {
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use((at: number) => control[at] as number)
      .try((at) => candidate[at] as number)
      .measure('total', (total) => total)
      .wrap();
    for (const at of control.keys()) run(at);
    expect(lab.report('e').measures[0]?.says).toBe(sentence);
  });

  it('is taken of matches and mismatches, and not where a side failed', async () => {
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use((n: number) => n)
      .try((n) => {
        if (n === 3) throw new Error('three');
        return n === 2 ? 5 : n;
      })
      .measure('n', (n) => n)
      .wrap();
    for (const n of [1, 2, 3]) run(n);
    expect(lab.report('e').measures[0]?.delta).toMatchObject({ count: 2, max: 3 });
  });

  it.each([
    [0.05, 104.9, false],
    [0.05, 105.1, true],
    [0.05, 94.9, true],
  ])('with the limit %d finds %d beyond it: %s', (limit, candidate, isBeyond) => {
    const { lab } = bench();
    lab
      .experiment('e')
      .use(() => 100)
      .try(() => candidate)
      .measure('n', (n) => n, { limit })
      .run();
    expect(lab.report('e').measures[0]?.beyond).toBe(isBeyond ? 1 : 0);
  });

  it('finds any difference from zero beyond its limit, and zero itself within', () => {
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use((_: number) => 0)
      .try((n) => n)
      .measure('n', (n) => n, { limit: 10 })
      .wrap();
    run(0);
    run(0.001);
    expect(lab.report('e').measures[0]?.beyond).toBe(1);
    expect(lab.report('e').measures[0]).not.toHaveProperty('relative');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['answers a promise', async () => 1],
    ['answers a string', () => '12' as never],
    ['answers NaN', () => Number.NaN],
    ['answers Infinity', () => Number.POSITIVE_INFINITY],
  ])('that %s is a fault, and the call and its outcome stand', async (_, measure) => {
    const { lab, published, faults } = bench();
    const given = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .measure('n', measure as never)
      .run();
    await lab.drain();
    expect(given).toBe(1);
    expect(published.trials[0]?.candidates[0]?.outcome).toBe('match');
    expect(faults[0]?.stage).toBe('measure');
    expect(lab.report('e').measures).toEqual([]);
  });

  it.each([
    ['of its own', () => quote(1)],
    ['that the control answered too', undefined],
  ])('cannot write to what the caller gets, by way of a value %s', (_, own) => {
    const { lab } = bench();
    const held = quote(1);
    const got = lab
      .experiment('e')
      .use(() => held)
      .try(own ?? (() => held))
      .measure('n', (value) => {
        value.total = 99;
        value.lines.length = 0;
        return 1;
      })
      .run();
    expect(got).toBe(held);
    expect(held).toEqual(quote(1));
  });

  it('is refused where it cannot be meant', () => {
    const start = bench()
      .lab.experiment('e')
      .use(() => 1);
    const take = (n: number) => n;
    expect(() => start.measure(' ', take)).toThrow(TypeError);
    expect(() => start.measure('n', 1 as never)).toThrow('measure(1): give a function');
    expect(() => start.measure('n', take).measure('n', take)).toThrow('another measure');
    for (const limit of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1' as never])
      expect(() => start.measure('n', take, { limit })).toThrow('give a number above 0');
    expect(() => start.measure('n', take, { limits: 1 } as never)).toThrow('is no option');
    expect(() => start.measure('n', take, null as never)).toThrow(TypeError);
  });
});

describe('a distribution', () => {
  const values = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), {
    minLength: 1,
    maxLength: 200,
  });
  const of = (numbers: readonly number[]) => {
    const distribution = new Distribution();
    for (const number of numbers) distribution.record(number);
    return distribution.toJSON();
  };

  it('has quantiles within 3.2 % of the exact ones, and exact ends', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const { p5, p50, p95, min, max } = spreadOf(of(numbers));
        // It knows one zero.
        const sorted = numbers.map((each) => each + 0).sort((one, other) => one - other);
        for (const [q, found] of [
          [0.05, p5],
          [0.5, p50],
          [0.95, p95],
        ] as const) {
          const exact = sorted[
            Math.max(0, Math.ceil(q * numbers.length * (1 - Number.EPSILON)) - 1)
          ] as number;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.032 * Math.abs(exact) + 1e-12);
        }
        expect([min, max]).toEqual([sorted[0], sorted.at(-1)]);
      }),
    );
  });

  it('has an exact mean', () => {
    expect(spreadOf(of(Array(1_000_000).fill(0.01))).mean).toBe(0.01);
    expect(spreadOf(of([1e16, 1, -1e16])).mean).toBe(1 / 3);
  });

  it('knows one zero', () => {
    expect(spreadOf(of([-0]))).toEqual({ count: 1, mean: 0, min: 0, p5: 0, p50: 0, p95: 0, max: 0 });
  });

  it('adds up from its parts, and survives JSON', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const parts = new Distribution(of(one), of(other)).toJSON();
        const whole = of([...one, ...other]);
        const restored = distributionFrom(JSON.parse(JSON.stringify(parts))).toJSON();
        for (const each of [parts, restored]) {
          const { mean, ...rest } = spreadOf(whole);
          expect(spreadOf(each)).toMatchObject(rest);
          expect(Math.abs(spreadOf(each).mean - mean)).toBeLessThanOrEqual(1e-3);
        }
      }),
    );
    const empty = distributionFrom(JSON.parse(JSON.stringify(of([]))));
    expect(empty.toJSON()).toEqual(of([]));
  });

  it('keeps constant memory, whatever it is given', () => {
    const distribution = new Distribution();
    for (let exponent = -1_074; exponent < 1_024; exponent += 1 / 32) {
      distribution.record(2 ** exponent);
      distribution.record(-(2 ** exponent));
    }
    expect(distribution.toJSON().buckets.length).toBeLessThanOrEqual(3_329);
  });

  it('does not count what is not finite', () => {
    const { count, ...nothing } = spreadOf(of([Number.NaN, Number.POSITIVE_INFINITY]));
    expect([count, ...new Set(Object.values(nothing))]).toEqual([0, Number.NaN]);
  });

  it('refuses a state that none has', () => {
    const state = { sum: [1], min: 1, max: 1 };
    const buckets = [[[9_999, 1]], [[0.5, 1]], [[1, 0]], [[1, -1]], [[1, 1.5]]] as const;
    for (const each of buckets)
      expect(() => distributionFrom({ ...state, buckets: each })).toThrow(RangeError);
    expect(() => distributionFrom({ ...state, sum: [Number.NaN], buckets: [[1, 1]] })).toThrow(RangeError);
  });
});
