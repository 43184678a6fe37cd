import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound } from '../../src/evidence/index.js';
import { type FieldCounts, judgeFields } from '../../src/record/noise.js';
import { seeded } from '../harness.js';

interface Tally extends FieldCounts {
  onlyCandidate: number;
  onlyNoise: number;
  noise: number;
}

const none = (): Tally => ({ onlyCandidate: 0, onlyNoise: 0, noise: 0 });

function note(field: Tally, isCandidate: boolean, isNoise: boolean): void {
  if (isNoise) field.noise += 1;
  if (isCandidate && !isNoise) field.onlyCandidate += 1;
  if (isNoise && !isCandidate) field.onlyNoise += 1;
}

/** Fields come to be known when they first differ, as in an experiment. */
function known(fields: readonly Tally[]): Tally[] {
  return fields.filter(({ onlyCandidate, noise }) => onlyCandidate + noise > 0);
}

describe('what is real', () => {
  it.each<[string, (field: number, random: () => number) => number]>([
    ['of all frequencies', (_, random) => 0.01 + 0.98 * random()],
    ['that are mostly rare and turn up late', (_, random) => 10 ** (-3 * random())],
    ['each rarer than the one before', (field) => 0.5 ** (1 + field / 4)],
  ])(
    'is shown by at most one in twenty experiments with fifty noisy fields %s and an unchanged candidate, however often one looks',
    (_, rateOf) => {
      const random = seeded(20_260_701);
      const EXPERIMENTS = 200;
      let wrong = 0;
      for (let experiment = 0; experiment < EXPERIMENTS; experiment += 1) {
        const fields = Array.from({ length: 50 }, none);
        const rates = fields.map((_field, index) => rateOf(index, random));
        let isWrong = false;
        for (let trial = 1; trial <= 400 && !isWrong; trial += 1) {
          fields.forEach((field, index) => {
            const rate = rates[index] as number;
            note(field, random() < rate, random() < rate);
          });
          // Every look at the beginning, where it is easiest to be wrong, and then every twentieth.
          if (trial > 40 && trial % 20 > 0) continue;
          isWrong = judgeFields(known(fields), trial).some(({ isReal }) => isReal);
        }
        if (isWrong) wrong += 1;
      }
      expect(wrong / EXPERIMENTS).toBeLessThanOrEqual(0.05);
    },
  );

  it('adds up where fields turn up one by one, each when all is known of those before: the price of sharing among those met', () => {
    let sum = 0;
    const sums = Array.from({ length: 50 }, (_, at) => {
      sum += everReal(at + 1, 2_000);
      return sum;
    });
    expect(sums[0]).toBeLessThan(0.05);
    expect(sums[2]).toBeCloseTo(0.073, 3);
    expect(sums[49]).toBeCloseTo(0.174, 3);
  });

  it('is found within about 800 trials for a field that differs in 2 % of the calls, among fifty noisy ones', () => {
    const random = seeded(7);
    const needed = Array.from({ length: 21 }, () => {
      const fields = Array.from({ length: 50 }, none);
      const real = none();
      for (let trial = 1; ; trial += 1) {
        const isDifferent = random() < 0.02;
        for (const field of fields) note(field, random() < 0.5, random() < 0.5);
        note(real, isDifferent, false);
        if (!isDifferent) continue;
        if (judgeFields([...known(fields), real], trial).at(-1)?.isReal) return trial;
      }
    });
    const median = needed.sort((one, other) => one - other)[10] as number;
    expect(median).toBeLessThanOrEqual(800);
  });

  it('is not a field that always differs because the control differs from itself as often', () => {
    const timestamp = { onlyCandidate: 0, onlyNoise: 0, noise: 500 };
    expect(judgeFields([timestamp], 500)).toEqual([{ isReal: false, isNoisy: true }]);
  });

  it('is nothing without a second run of the control', () => {
    expect(judgeFields([none()], 0)).toEqual([{ isReal: false, isNoisy: false }]);
    expect(judgeFields([], 0)).toEqual([]);
  });

  it('is proven by fourteen one-sided differences among fifty fields, and by fewer among one', () => {
    const least = (fields: number) => {
      for (let count = 1; ; count += 1) {
        const others = Array.from({ length: fields - 1 }, none);
        const [first] = judgeFields([{ onlyCandidate: count, onlyNoise: 0, noise: 0 }, ...others], 1_000);
        if (first?.isReal) return count;
      }
    };
    expect([least(1), least(50)]).toEqual([7, 14]);
  });

  it('stays real with more of the same, and is never so where the noise differs more often', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 60 }), (candidate, noise, others) => {
        const rest = Array.from({ length: others }, none);
        const real = (onlyCandidate: number, onlyNoise: number) =>
          judgeFields([{ onlyCandidate, onlyNoise, noise: onlyNoise }, ...rest], 2_000)[0]?.isReal;
        if (candidate <= noise) expect(real(candidate, noise)).toBe(false);
        if (real(candidate, noise)) expect(real(candidate + 1, noise)).toBe(true);
      }),
    );
  });
});

describe('what is noisy', () => {
  it('needs more than one difference in a thousand runs', () => {
    const noisy = (noise: number, runs: number) =>
      judgeFields([{ onlyCandidate: 0, onlyNoise: 0, noise }], runs)[0]?.isNoisy;
    expect(noisy(1, 1_000)).toBe(false);
    expect(noisy(10, 10_000)).toBe(false);
    expect(noisy(10, 100)).toBe(true);
    expect(noisy(3, 30)).toBe(true);
  });

  it('is what has a lower bound above one in a thousand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 20_000 }), (noise, more) => {
        const [verdict] = judgeFields([{ onlyCandidate: 0, onlyNoise: 0, noise }], noise + more);
        expect(verdict?.isNoisy).toBe(lowerBound(noise + more, noise, 0.05) > 0.001);
      }),
      { numRuns: 30 },
    );
  });
});

/** The exact chance that a field, one of so many, is ever called real within so many tosses of a fair coin. */
function everReal(fields: number, tosses: number): number {
  const isReal = (count: number, onlyCandidate: number) => {
    const coin = { onlyCandidate, onlyNoise: count - onlyCandidate, noise: 0 };
    const others = Array.from({ length: fields - 1 }, none);
    return judgeFields([coin, ...others], count)[0]?.isReal === true;
  };
  let [crossed, boundary] = [0, 1];
  let chances = Float64Array.of(1);
  for (let count = 1; count <= tosses; count += 1) {
    while (boundary <= count && !isReal(count, boundary)) boundary += 1;
    const next = new Float64Array(count + 1);
    for (let heads = 0; heads <= count; heads += 1) {
      const chance = ((chances[heads] ?? 0) + (chances[heads - 1] ?? 0)) / 2;
      if (heads >= boundary) crossed += chance;
      else next[heads] = chance;
    }
    chances = next;
  }
  return crossed;
}
