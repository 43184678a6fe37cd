import type { LatencyBucket } from '../types/index.js';
import type { Durations } from '../types/learned.js';
import { bucketAt, edgeOf, middleOf, PER_OCTAVE, sixteenthOf } from './octaves.js';

/** 61 ns and 70 min, in milliseconds: 36 octaves, and a bucket for what is shorter and one for what is longer. */
const SHORTEST_MS = 2 ** -14;
const LONGEST_MS = 2 ** 22;
/** The one for what is longer. */
export const LAST_BUCKET = 36 * PER_OCTAVE + 1;

/** A histogram as JSON: the buckets that are not empty, and what each has counted. */
export interface LatencyState {
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/**
 * Durations in constant memory: 16 buckets to the octave from 61 ns to 70 min, so that a quantile is within 3.2 % of the
 * exact one. Most experiments never look at theirs, so the counters come with the first duration.
 */
export class Latency implements Durations {
  #counts: Float64Array | undefined;

  /**
   * @param states to go on from the sum of, in any order and grouping the same; what is read from a file is checked first,
   *   by `latencyFrom`
   */
  constructor(...states: readonly LatencyState[]) {
    for (const { buckets } of states) for (const [bucket, count] of buckets) this.#add(bucket, count);
  }

  /** @param ms `Infinity` for a variant that timed out. What is not a number is not counted: it is no duration. */
  record(ms: number): void {
    if (Number.isNaN(ms)) return;
    this.#add(bucketOf(ms), 1);
  }

  toJSON(): LatencyState {
    const all = Array.from(this.#counts ?? [], (count, bucket) => [bucket, count] as const);
    return { buckets: all.filter(([, count]) => count > 0) };
  }

  #add(bucket: number, count: number): void {
    this.#counts ??= new Float64Array(LAST_BUCKET + 1);
    this.#counts[bucket] = (this.#counts[bucket] as number) + count;
  }
}

/** Bucket 0 is for what is shorter, so the first sixteenth is that of bucket 1. */
const FIRST = sixteenthOf(SHORTEST_MS) - 1;

function bucketOf(ms: number): number {
  if (ms < SHORTEST_MS) return 0;
  return ms >= LONGEST_MS ? LAST_BUCKET : sixteenthOf(ms) - FIRST;
}

// What follows is for who reads it; a program that only records need not carry it.

/**
 * The smallest duration that at least a share `q` of all are not longer than, in milliseconds. 0 is one below 61 ns,
 * `Infinity` one beyond 70 min or a timeout, `NaN` says that nothing was counted.
 * @param q 0 to 1
 */
export function durationAt({ buckets }: LatencyState, q: number): number {
  const bucket = bucketAt(buckets, q);
  if (bucket === undefined) return Number.NaN;
  if (bucket === 0) return 0;
  return bucket === LAST_BUCKET ? Number.POSITIVE_INFINITY : middleOf(FIRST + bucket);
}

/** The buckets that are not empty, shortest first. */
export function barsOf({ buckets }: LatencyState): LatencyBucket[] {
  return buckets.map(([bucket, count]) => ({
    fromMs: bucket === 0 ? 0 : edgeOf(FIRST + bucket),
    toMs: bucket === LAST_BUCKET ? Number.POSITIVE_INFINITY : edgeOf(FIRST + bucket + 1),
    count,
  }));
}
