import type { HistoryBucket, HistoryReport, Report } from '../../types/index.js';
import { drawnBounds } from '../rates.js';
import { linear, nines, type Scale } from './scale.js';

/** The frame that it is drawn in. */
export const FRAME = { width: 960, left: 64, right: 848, top: 30, bottom: 250 } as const;

/** Where a candidate stood when a stretch of time was over. */
export interface Point extends HistoryBucket {
  readonly to: number;
  /** All runs until then, and what they say of the match rate. */
  readonly allRuns: number;
  readonly allFailures: number;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export interface Chart {
  readonly points: readonly Point[];
  readonly x: Scale;
  /** Of a match rate, in nines. */
  readonly y: Scale;
  readonly from: number;
  readonly to: number;
  /** How long a stretch of time is, in milliseconds. */
  readonly stretch: number;
  readonly target: number;
}

export function chartOf({ buckets, widthMs }: HistoryReport, { goal, at: now }: Report): Chart {
  const points = pointsOf(buckets, widthMs, goal.alpha, now);
  const [first, last] = [points[0] as Point, points.at(-1) as Point];
  const target = 1 - goal.target;
  // Room for the target, for what is proven, and for something above them.
  const most = Math.ceil(Math.max(nines(target), Math.min(nines(last.lower), 8)) + 0.7);
  return {
    points,
    from: first.from,
    to: last.to,
    stretch: widthMs,
    target,
    x: linear([first.from, last.to], [FRAME.left, FRAME.right]),
    y: (rate) => linear([0, most], [FRAME.bottom, FRAME.top])(Math.min(nines(rate), most)),
  };
}

function pointsOf(buckets: readonly HistoryBucket[], widthMs: number, alpha: number, now: number): Point[] {
  let allRuns = 0;
  let allFailures = 0;
  return buckets.map((bucket, index) => {
    allRuns += bucket.runs;
    allFailures += bucket.failures;
    const end = bucket.from + widthMs;
    const { lower, upper } = drawnBounds(allRuns, allFailures, alpha);
    const isLast = index === buckets.length - 1;
    return {
      ...bucket,
      to: isLast && now > bucket.from && now < end ? now : end,
      allRuns,
      allFailures,
      estimate: 1 - allFailures / allRuns,
      lower: 1 - upper,
      upper: 1 - lower,
    };
  });
}
