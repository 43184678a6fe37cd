import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { likeness } from '../../../src/judge/comparators/rank.js';
import { ranked } from '../../../src/judge/comparators/ranked.js';
import { explain } from '../../../src/judge/differences/explain.js';

/**
 * Equation 32, written down again from its sums: the agreement at every depth over the longer list, with the shorter
 * one taken to go on as it did.
 */
function byDefinition(one: number[], other: number[], p: number): number {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const [s, l] = [short.length, long.length];
  const common = (d: number) => long.slice(0, d).filter((item) => short.slice(0, d).includes(item)).length;
  let [first, second] = [0, 0];
  for (let d = 1; d <= l; d += 1) first += (common(d) / d) * p ** d;
  for (let d = s + 1; d <= l; d += 1) second += ((common(s) * (d - s)) / (s * d)) * p ** d;
  return ((1 - p) / p) * (first + second) + ((common(l) - common(s)) / l + common(s) / s) * p ** l;
}

const ranking = fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 10 });
const persistence = fc.double({ min: 0.1, max: 0.99, noNaN: true });

describe('The likeness of two rankings', () => {
  test('is what the formula says', () => {
    fc.assert(
      fc.property(ranking, ranking, persistence, (one, other, p) => {
        expect(likeness(one, other, p).biased).toBeCloseTo(byDefinition(one, other, p), 9);
      }),
    );
  });

  test('is symmetric, between 0 and 1, and 1 for the same', () => {
    fc.assert(
      fc.property(ranking, ranking, persistence, (one, other, p) => {
        const { biased, overlap } = likeness(one, other, p);
        expect(likeness(other, one, p)).toEqual({ biased, overlap });
        for (const score of [biased, overlap]) expect(score >= 0 && score <= 1).toBe(true);
        expect(likeness(one, [...one], p).biased).toBeCloseTo(1, 9);
      }),
    );
  });

  test('is 1 for two empty ones and 0 for an empty one and another', () => {
    expect(likeness([], [], 0.9)).toEqual({ biased: 1, overlap: 1 });
    expect(likeness([], [1], 0.9)).toEqual({ biased: 0, overlap: 0 });
  });

  test('suffers more from a swap at the top than from one further down', () => {
    const top = likeness([1, 2, 3, 4], [2, 1, 3, 4], 0.9).biased;
    const bottom = likeness([1, 2, 3, 4], [1, 2, 4, 3], 0.9).biased;
    expect(top).toBeLessThan(bottom);
  });
});

describe('ranked', () => {
  const items = (...ids: number[]) => ids.map((id) => ({ id }));

  test('answers its score, its threshold and both measures', () => {
    const { score, ...rest } = ranked({ k: 3, atLeast: 0.9, by: 'id' })(items(1, 2, 3), items(1, 3, 2));
    expect(score).toBeCloseTo(0.955, 9);
    expect(rest).toEqual({ atLeast: 0.9, overlap: 1, biased: score });
    expect(
      ranked({ k: 3, atLeast: 0.9, by: 'id', score: 'overlap' })(items(1, 2, 3), items(1, 3, 2)).score,
    ).toBe(1);
  });

  test('looks at the first k, each item once', () => {
    expect(ranked({ k: 2, atLeast: 1 })([1, 2, 3], [1, 2, 4]).score).toBeCloseTo(1, 9);
    expect(ranked({ k: 2, atLeast: 1 })([1, 1, 2], [1, 2, 2]).score).toBeCloseTo(1, 9);
  });

  test('is explained by its score', () => {
    expect(explain(ranked({ k: 2, atLeast: 0.5 }), [1, 2], [3, 4]).differences).toMatchObject([
      { path: '$', kind: 'changed', reason: 'score 0 is below 0.5' },
    ]);
  });

  test('throws when what it is to compare are no lists, or items that are objects have no key', () => {
    expect(() => ranked({ k: 1, atLeast: 1 })({} as never, [])).toThrow(
      'ranked(...) was given an object to compare',
    );
    expect(() => ranked({ k: 1, atLeast: 1 })(items(1), items(1))).toThrow(/found an object for a key/);
  });

  test('refuses settings that make no sense', () => {
    const wrong = [
      { k: 0 },
      { k: 1.5 },
      { k: '3' },
      { atLeast: 1.1 },
      { atLeast: -0.1 },
      { atLeast: Number.NaN },
      { atLeast: undefined },
      { atLeast: null },
      { atLeast: '0.5' },
      { atLeast: Symbol('half') },
      { atLeast: [] },
      { p: 0 },
      { p: 1 },
      { p: '0.5' },
      { by: '' },
      { by: 3 },
      { score: 'best' },
    ];
    for (const setting of wrong) {
      expect(() => ranked({ k: 3, atLeast: 0.5, ...setting } as never)).toThrow(/ranked\(\.\.\.\) was given/);
    }
    expect(() => ranked({ k: 3, atLeast: 1.1 })).toThrow(
      'ranked(...) was given 1.1 for atLeast; give it a number from 0 to 1',
    );
  });
});
