import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barsOf, durationAt, Latency } from '../../src/record/latency.js';
import { latencyFrom } from '../../src/record/restored.js';

const QUANTILES = [0.01, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999, 1];

describe('a quantile is within 3.2 % of the exact one', () => {
  const random = seeded(20_240_607);
  it.each([
    ['log-normal', () => Math.exp(3 * gaussian(random))],
    ['bimodal', () => (random() < 0.7 ? 2 : 900) * Math.exp(0.2 * gaussian(random))],
    ['evenly spread over all octaves', () => 0.001 * 6e8 ** random()],
    ['between two neighbouring edges', () => 1 + random() / 16],
  ])('of durations that are %s', (_, next) => {
    const durations = Array.from({ length: 20_000 }, next);
    expectClose(durations);
  });

  it.each([0.001, 0.0625, 1, 1.0624999, 7.3, 1000, 600_000])('of durations that are all %d ms', (ms) => {
    expectClose([ms, ms, ms]);
  });

  it('of any durations from a microsecond to ten minutes', () => {
    const durations = fc.array(fc.double({ min: 0.001, max: 600_000, noNaN: true }), { minLength: 1 });
    fc.assert(fc.property(durations, expectClose));
  });
});

it('a quantile is the duration that so many are not longer than, also where the share times the count is not exact', () => {
  const hundred = recorded(Array.from({ length: 100 }, (_, index) => 2 ** (index / 8)));
  expect(0.07 * 100).toBeGreaterThan(7);
  expect(durationAt(hundred.toJSON(), 0.07)).toBe(durationAt(recorded([2 ** (6 / 8)]).toJSON(), 1));
  expect(durationAt(hundred.toJSON(), 0.071)).toBe(durationAt(recorded([2 ** (7 / 8)]).toJSON(), 1));
  expect(durationAt(hundred.toJSON(), 0)).toBe(durationAt(recorded([1]).toJSON(), 1));
});

describe('a duration beyond what is measured', () => {
  it('counts as infinite when it is a timeout or longer than 70 minutes', () => {
    const latency = recorded([1, 1, Number.POSITIVE_INFINITY, 2 ** 22]);
    expect(durationAt(latency.toJSON(), 0.5)).toBeCloseTo(1, 1);
    expect(durationAt(latency.toJSON(), 0.51)).toBe(Number.POSITIVE_INFINITY);
    expect(latency.toJSON().buckets).toHaveLength(2);
  });

  it('counts as nothing at all when it is shorter than 61 nanoseconds', () => {
    expect(durationAt(recorded([0, 5e-324, -1, 2 ** -14 - 1e-12]).toJSON(), 1)).toBe(0);
    expect(durationAt(recorded([2 ** -14]).toJSON(), 1)).toBeGreaterThan(0);
  });

  it('is not counted when it is not a number', () => {
    expect(recorded([Number.NaN]).toJSON().buckets).toEqual([]);
  });
});

describe('a histogram', () => {
  it('has no quantile before the first duration', () => {
    expect(durationAt(new Latency().toJSON(), 0.5)).toBeNaN();
    expect(JSON.stringify(new Latency())).toBe('{"buckets":[]}');
  });

  it('is the same merged in any order and grouping as filled in one go', () => {
    const durations = fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }));
    fc.assert(
      fc.property(durations, durations, durations, (a, b, c) => {
        const left = merged(merged(recorded(a), recorded(b)), recorded(c));
        const right = merged(recorded(c), merged(recorded(b), recorded(a)));
        expect(left.toJSON()).toEqual(recorded([...a, ...b, ...c]).toJSON());
        expect(right.toJSON()).toEqual(left.toJSON());
        const counts = right.toJSON().buckets.map(([, count]) => count);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(a.length + b.length + c.length);
      }),
    );
  });

  it('comes back from JSON as it was, and holds only the buckets in use', () => {
    const latency = recorded([0, 1, 1, 250, Number.POSITIVE_INFINITY]);
    const text = JSON.stringify(latency);
    expect(text).toBe('{"buckets":[[0,1],[225,2],[352,1],[577,1]]}');
    const restored = latencyFrom(JSON.parse(text));
    expect(restored.toJSON()).toEqual(latency.toJSON());
  });

  it.each([[[[578, 1]]], [[[-1, 1]]], [[[0.5, 1]]], [[[3, -1]]], [[[3, Number.NaN]]], [[['3', 1]]]])(
    'is not made from JSON that no histogram writes: %j',
    (buckets) => {
      expect(() => latencyFrom({ buckets } as never)).toThrow(/^durations: a (bucket|count) is none/);
    },
  );

  it('shows bars that follow one another without a gap, each with the durations between its edges', () => {
    const sixteen = barsOf(recorded(Array.from({ length: 16 }, (_, index) => 1.01 + index / 16)).toJSON());
    expect(sixteen.map((bar) => bar.fromMs)).toEqual(
      Array.from({ length: 16 }, (_, index) => 1 + index / 16),
    );
    expect(sixteen.map((bar) => bar.toMs)).toEqual(
      Array.from({ length: 16 }, (_, index) => 1 + (index + 1) / 16),
    );
    expect(sixteen.every((bar) => bar.count === 1)).toBe(true);
    expect(barsOf(recorded([0, Number.POSITIVE_INFINITY]).toJSON())).toEqual([
      { fromMs: 0, toMs: 2 ** -14, count: 1 },
      { fromMs: 2 ** 22, toMs: Number.POSITIVE_INFINITY, count: 1 },
    ]);
  });
});

function expectClose(durations: number[]): void {
  const latency = recorded(durations);
  const sorted = Float64Array.from(durations).sort();
  for (const q of QUANTILES) {
    const exact = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] as number;
    expect(Math.abs(durationAt(latency.toJSON(), q) / exact - 1)).toBeLessThan(0.032);
  }
}

function recorded(durations: readonly number[]): Latency {
  const latency = new Latency();
  for (const ms of durations) latency.record(ms);
  return latency;
}

function merged(one: Latency, other: Latency): Latency {
  return new Latency(one.toJSON(), other.toJSON());
}

// Mulberry32: small, seeded, and good enough to draw examples with.
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
