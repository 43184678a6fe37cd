import type { Spread } from '../types/comparison.js';
import type { Numbers } from '../types/learned.js';
import type { DistributionState } from '../types/saved.js';
import { ExactSum } from './exact-sum.js';
import { bucketAt, middleOf, PER_OCTAVE, sixteenthOf } from './octaves.js';

/** Magnitudes that are told apart: 2^-40 (a millionth of a millionth) to 2^64; what is beyond counts as the nearest. */
const LEAST_EXPONENT = -40;
const OCTAVES = 104;
/** That of the greatest numbers; those below zero have the same with a minus. */
export const LAST_BUCKET = OCTAVES * PER_OCTAVE;

/**
 * Numbers of either sign in constant memory: 16 buckets to the octave, 3 329 at most, so that a quantile is within 3.2 %
 * of the exact one. Count, mean, least and greatest are exact.
 */
export class Distribution implements Numbers {
  readonly #counts = new Map<number, number>();
  /** Exact: the mean of 0.01s stays 0.01, and merging in any grouping gives the same. */
  readonly #sum = new ExactSum();
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  /** @param states to go on from the sum of; what is read from a file is checked first, by `distributionFrom` */
  constructor(...states: readonly DistributionState[]) {
    for (const { sum, min, max, buckets } of states) {
      // JSON has no infinities, which is what the bounds of nothing are.
      if (buckets.length === 0) continue;
      for (const [bucket, count] of buckets) this.#add(bucket, count);
      for (const part of sum) this.#sum.add(part);
      this.#widen(min, max);
    }
  }

  /** @param value what is not finite is not counted */
  record(value: number): void {
    if (!Number.isFinite(value)) return;
    // JSON knows one zero, and so does whoever reads a report.
    const number = value === 0 ? 0 : value;
    this.#add(bucketOf(number), 1);
    this.#sum.add(number);
    this.#widen(number, number);
  }

  toJSON(): DistributionState {
    const buckets = [...this.#counts].sort(([one], [other]) => one - other);
    return { sum: this.#sum.toJSON(), min: this.#min, max: this.#max, buckets };
  }

  #add(bucket: number, count: number): void {
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count);
  }

  #widen(min: number, max: number): void {
    if (min < this.#min) this.#min = min;
    if (max > this.#max) this.#max = max;
  }
}

const FIRST = sixteenthOf(2 ** LEAST_EXPONENT) - 1;

function bucketOf(value: number): number {
  if (value === 0) return 0;
  const bucket = Math.min(Math.max(sixteenthOf(Math.abs(value)) - FIRST, 1), LAST_BUCKET);
  return value < 0 ? -bucket : bucket;
}

/** For who reads it; a program that only records need not carry it. NaN, but for the count, without any number. */
export function spreadOf({ sum, min, max, buckets }: DistributionState): Spread {
  const count = buckets.reduce((all, [, each]) => all + each, 0);
  const [p5, p50, p95] = [0.05, 0.5, 0.95].map((q) => {
    const number = numberOf(bucketAt(buckets, q) ?? Number.NaN);
    return Math.min(Math.max(number, min), max);
  }) as [number, number, number];
  // The greatest part of the sum is what it comes to, rounded.
  const mean = (sum[0] ?? 0) / count;
  const [least, most] = count === 0 ? [Number.NaN, Number.NaN] : [min, max];
  return { count, mean, min: least, p5, p50, p95, max: most };
}

function numberOf(bucket: number): number {
  return bucket === 0 ? 0 : Math.sign(bucket) * middleOf(FIRST + Math.abs(bucket));
}
