import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History, historyReport } from '../../src/record/history.js';
import { historyFrom } from '../../src/record/restored.js';
import type { HistoryState } from '../../src/types/index.js';

const MOST_BUCKETS = 120;
const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 0, 1, 12);

type Event = readonly [at: number, isFailure: boolean, rate: number];

const events = fc.array(
  fc.tuple(
    fc.integer({ min: NOON - 90 * DAY_MS, max: NOON + 90 * DAY_MS }),
    fc.boolean(),
    fc.constantFrom(0, 0.05, 1),
  ),
  { maxLength: 300 },
);

describe('a history', () => {
  it('counts runs and failures by the second, and keeps the highest rate', () => {
    const history = historyOf([
      [NOON, false, 0.01],
      [NOON + 999, true, 0.05],
      [NOON + 1000, false, 0.05],
    ]);
    expect(history.since).toBe(NOON);
    expect(historyReport(history.toJSON())).toEqual({
      widthMs: 1000,
      buckets: [
        { from: NOON, runs: 2, failures: 1, rate: 0.05 },
        { from: NOON + 1000, runs: 1, failures: 0, rate: 0.05 },
      ],
    });
  });

  it('loses no run and takes no more memory in two years than in two minutes', () => {
    const history = new History();
    for (let hour = 0; hour < 17_520; hour++) history.record(NOON + hour * 3_600_000, hour % 100 === 0, 1);
    const { buckets, widthMs } = historyReport(history.toJSON());
    expect(buckets.length).toBeLessThanOrEqual(MOST_BUCKETS);
    expect(buckets.length).toBeGreaterThanOrEqual(MOST_BUCKETS / 2);
    expect(buckets.every(({ from }) => from % widthMs === 0)).toBe(true);
    expect(total(history)).toEqual({ runs: 17_520, failures: 176 });
  });

  it('is the same however the runs are divided among processes, and in whatever grouping those are added up', () => {
    fc.assert(
      fc.property(events, events, events, (one, two, three) => {
        const whole = historyOf([...one, ...two, ...three]);
        const left = merged(merged(historyOf(one), historyOf(two)), historyOf(three));
        const right = merged(historyOf(three), merged(historyOf(two), historyOf(one)));
        expect(left.toJSON()).toEqual(whole.toJSON());
        expect(right.toJSON()).toEqual(whole.toJSON());
      }),
    );
  });

  it('comes back from JSON as it was', () => {
    fc.assert(
      fc.property(events, (some) => {
        const stored = JSON.parse(JSON.stringify(historyOf(some)));
        expect(historyFrom(stored).toJSON()).toEqual(historyOf(some).toJSON());
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15])(
    'keeps no run from a moment that there is not: %d',
    (at) => {
      const history = historyOf([[at, true, 1]]);
      expect(history.toJSON().buckets).toEqual([]);
      expect(history.since).toBeUndefined();
    },
  );

  it('survives a clock that jumps from one end of time to the other', () => {
    const history = historyOf([
      [-8.64e15, false, 1],
      [8.64e15, true, 1],
      [NOON, false, 1],
    ]);
    expect(total(history)).toEqual({ runs: 3, failures: 1 });
  });

  it.each<[string, Partial<HistoryState>]>([
    ['a width', { widthMs: 1500 }],
    ['a width', { widthMs: 500 }],
    ['an index', { buckets: [[0.5, 1, 0, 1]] }],
    ['a moment that no Date can be', { buckets: [[Number.MAX_SAFE_INTEGER, 1, 0, 1]] }],
    ['a count', { buckets: [[1, -1, 0, 1]] }],
    ['more failures than runs', { buckets: [[1, 1, 2, 1]] }],
    ['a rate', { buckets: [[1, 1, 0, 2]] }],
    ['a beginning', { since: Number.NaN }],
  ])('refuses %s that it cannot have saved', (_, wrong) => {
    const state: HistoryState = { since: NOON, widthMs: 1000, buckets: [[1, 1, 0, 1]] };
    expect(() => historyFrom({ ...state, ...wrong })).toThrow(/^history: /);
  });
});

function historyOf(some: readonly Event[]): History {
  const history = new History();
  for (const event of some) history.record(...event);
  return history;
}

function merged(one: History, other: History): History {
  return new History(one.toJSON(), other.toJSON());
}

function total(history: History): { runs: number; failures: number } {
  const { buckets } = historyReport(history.toJSON());
  return {
    runs: buckets.reduce((sum, { runs }) => sum + runs, 0),
    failures: buckets.reduce((sum, { failures }) => sum + failures, 0),
  };
}
