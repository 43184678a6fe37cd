import type { HistoryReport, HistoryState } from '../types/index.js';
import type { Chronicle } from '../types/run.js';

export const NARROWEST_MS = 1_000;
const MOST_BUCKETS = 120;
/** The moments that a Date can be, and a page can name. */
export const LATEST = 8.64e15;

interface Bucket {
  runs: number;
  failures: number;
  rate: number;
}

/**
 * How a candidate has fared over time, in constant memory: at most 120 stretches of a second each, which become twice as
 * long, two by two, whenever they would be too many. They begin at whole multiples of their length from the epoch, so
 * that histories of several processes can be added up, in any order and grouping.
 */
export class History implements Chronicle {
  #widthMs: number;
  #buckets = new Map<number, Bucket>();
  #since: number | undefined;
  // Most trials are in the same stretch as the one before.
  #latest: Bucket | undefined;
  #latestIndex = Number.NaN;

  /** @param states to go on from the sum of; what is read from a file is checked first, by `historyFrom` */
  constructor(...states: readonly HistoryState[]) {
    this.#widthMs = Math.max(NARROWEST_MS, ...states.map(({ widthMs }) => widthMs));
    for (const { since, widthMs, buckets } of states) {
      if (buckets.length > 0) this.#since = Math.min(since, this.#since ?? since);
      const scale = this.#widthMs / widthMs;
      for (const [index, runs, failures, rate] of buckets)
        this.#add(Math.floor(index / scale), { runs, failures, rate });
    }
    this.#fit();
  }

  /** When the first trial was started, in milliseconds since the epoch. */
  get since(): number | undefined {
    return this.#since;
  }

  /**
   * @param at when the trial was started, in milliseconds since the epoch; what no Date can be is not kept
   * @param rate the share of calls on trial that is in force, 0 to 1
   */
  record(at: number, isFailure: boolean, rate: number): void {
    if (!(Math.abs(at) <= LATEST)) return;
    if (this.#since === undefined || at < this.#since) this.#since = at;
    const bucket = this.#bucketAt(at);
    bucket.runs += 1;
    if (isFailure) bucket.failures += 1;
    if (rate > bucket.rate) bucket.rate = rate;
  }

  toJSON(): HistoryState {
    const buckets = [...this.#buckets]
      .sort(([one], [other]) => one - other)
      .map(([index, { runs, failures, rate }]) => [index, runs, failures, rate] as const);
    return { since: this.#since ?? 0, widthMs: this.#widthMs, buckets };
  }

  #bucketAt(at: number): Bucket {
    const index = Math.floor(at / this.#widthMs);
    if (index === this.#latestIndex && this.#latest !== undefined) return this.#latest;
    let bucket = this.#buckets.get(index);
    if (bucket === undefined) {
      bucket = { runs: 0, failures: 0, rate: 0 };
      this.#buckets.set(index, bucket);
      if (this.#fit()) return this.#bucketAt(at);
    }
    this.#latestIndex = index;
    this.#latest = bucket;
    return bucket;
  }

  /** Whether stretches had to become longer. */
  #fit(): boolean {
    if (this.#span() <= MOST_BUCKETS) return false;
    while (this.#span() > MOST_BUCKETS) this.#coarsen();
    return true;
  }

  #span(): number {
    if (this.#buckets.size === 0) return 0;
    const indices = [...this.#buckets.keys()];
    return Math.max(...indices) - Math.min(...indices) + 1;
  }

  #coarsen(): void {
    const finer = this.#buckets;
    this.#buckets = new Map();
    this.#latestIndex = Number.NaN;
    this.#widthMs *= 2;
    for (const [index, bucket] of finer) this.#add(Math.floor(index / 2), bucket);
  }

  #add(index: number, { runs, failures, rate }: Bucket): void {
    const bucket = this.#buckets.get(index) ?? { runs: 0, failures: 0, rate: 0 };
    bucket.runs += runs;
    bucket.failures += failures;
    bucket.rate = Math.max(bucket.rate, rate);
    this.#buckets.set(index, bucket);
  }
}

/** For who reads it; a program that only records need not carry this. */
export function historyReport({ widthMs, buckets }: HistoryState): HistoryReport {
  return {
    widthMs,
    buckets: buckets.map(([index, runs, failures, rate]) => ({
      from: index * widthMs,
      runs,
      failures,
      rate,
    })),
  };
}
