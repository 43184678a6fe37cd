import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { factorisation } from '../../examples/recommendations/candidate.js';
import { check } from '../../examples/recommendations/checks.js';
import { type Story, tell } from '../../examples/recommendations/demo.js';
import { coOccurrence } from '../../examples/recommendations/legacy.js';
import { pagesBy, recall } from '../../examples/recommendations/quality.js';
import { best } from '../../examples/recommendations/ranking.js';
import { generateWorld, visitsOf } from '../../examples/recommendations/world.js';

const TRAINING = { factors: 4, rounds: 6, confidence: 3, regularization: 1 };

describe('the shop', () => {
  const size = { readers: 200, books: 100 };

  it('is the same for the same seed, and another for another', () => {
    expect(generateWorld(size, 7)).toEqual(generateWorld(size, 7));
    expect(generateWorld(size, 7)).not.toEqual(generateWorld(size, 8));
  });

  it('has readers who never read a book twice, and come once before each that they read', () => {
    const world = generateWorld(size, 7);
    for (const { read, next } of world.readers) {
      expect(new Set([...read, ...next]).size).toBe(read.length + next.length);
      expect(Math.min(read.length, next.length)).toBeGreaterThan(0);
    }
    const visits = visitsOf(world, 1_000, 500, 7);
    expect(visits).toHaveLength(world.readers.reduce((sum, { next }) => sum + next.length, 0));
    expect(visits.map(({ at }) => at)).toEqual(visits.map(({ at }) => at).sort((one, other) => one - other));
    expect(visits.every(({ at }) => at >= 1_000 && at < 1_500)).toBe(true);
    for (const { read, next } of visits) expect(next.some((book) => read.includes(book))).toBe(false);
  });
});

describe('a ranking', () => {
  it('is what sorting all of them gives', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 });
    fc.assert(
      fc.property(
        scores,
        fc.array(fc.nat(30), { maxLength: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (all, read, most) => {
          const sorted = [...all.keys()]
            .filter((book) => !read.includes(book))
            .sort((one, other) => Number(all[other]) - Number(all[one]) || one - other);
          expect(best(Float64Array.from(all), read, most)).toEqual(sorted.slice(0, most));
        },
      ),
    );
  });
});

describe('the legacy', () => {
  it('recommends what others have read together with it, the most frequent first', () => {
    const rank = coOccurrence(
      [
        [0, 1],
        [0, 1],
        [0, 2],
        [3, 2],
      ],
      4,
    );
    expect(rank([0], 2)).toEqual([1, 2]);
    expect(rank([0, 3], 2)).toEqual([1, 2]);
    expect(rank([3], 1)).toEqual([2]);
  });
});

describe('the candidate', () => {
  // Two kinds of readers, who have nothing in common but one bestseller.
  const kinds = [
    [0, 1, 2, 3, 8],
    [4, 5, 6, 7, 8],
  ];
  const histories = Array.from({ length: 40 }, (_, reader) => {
    const kind = kinds[reader % 2] as number[];
    return kind.filter((_book, at) => at !== Math.floor(reader / 2) % 4);
  });
  const rank = factorisation(histories, 9, TRAINING);

  it('learns the tastes that nobody told it', () => {
    expect(rank([0, 1, 8], 2).sort()).toEqual([2, 3]);
    expect(rank([4, 5, 8], 2).sort()).toEqual([6, 7]);
  });

  it('recommends to somebody whom it has never met, also without a history', () => {
    expect(rank([6], 3).every((book) => [4, 5, 7, 8].includes(book))).toBe(true);
    expect(rank([], 3)).toEqual([0, 1, 2]);
  });
});

describe('the replay', () => {
  let story: Story;
  beforeAll(async () => {
    story = await tell({ readers: 150, books: 120 });
  });
  const failed = (told: Story) => check(told).flatMap(({ holds, claim }) => (holds ? [] : [claim]));

  it('holds what does not depend on the size of the shop', () => {
    const tooSmall = ['the ramp climbed to all visits', 'it may be switched'];
    expect(failed(story).filter((claim) => !tooSmall.includes(claim))).toEqual([]);
    const { shop, visits } = story;
    expect(recall(pagesBy(shop.candidate, visits))).toBeGreaterThan(recall(pagesBy(shop.legacy, visits)));
  });

  it('says which claim did not hold', () => {
    const { week, visits } = story;
    const [visit] = visits;
    if (visit === undefined) throw new Error('nobody came');
    const [page] = week.served.values();
    const served = new Map(week.served).set(visit, { ...(page as NonNullable<typeof page>), books: [] });
    expect(failed({ ...story, week: { ...week, served } })).toContain('every page was the legacy’s');
    expect(failed({ ...story, week: { ...week, onTrial: new Set() } })).toEqual(
      expect.arrayContaining([
        'every visit is accounted for',
        'who was on trial once stayed on trial',
        'the report measured what a loop without labcoat counts',
      ]),
    );
    expect(failed({ ...story, first: week })).toContain('the noise was found, and was all there was');
  });
});
