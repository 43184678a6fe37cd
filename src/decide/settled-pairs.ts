import { logContrastAbove, type PairCounts } from '../evidence/contrast.js';

/** One pair that has begun; which of the two failed is said later. */
export interface Pair {
  /** Undefined while it is in flight. */
  result: keyof PairCounts | 'withdrawn' | undefined;
}

/**
 * Calls on which both variants ran, in the order in which they were started, and which of the two failed. Only the pairs
 * started before the oldest one still in flight are counted: a candidate's failure often returns sooner than the
 * success of the pair before it, and counted at once it would speak against good candidates.
 */
export class SettledPairs {
  readonly delta: number;
  readonly #counts: Record<keyof PairCounts, number> = { n00: 0, n01: 0, n10: 0, n11: 0 };
  /** Begun, but not before all that is in flight. */
  readonly #waiting = new Set<Pair>();

  constructor(delta: number) {
    this.delta = delta;
  }

  get counts(): PairCounts {
    return this.#counts;
  }

  /** Goes on from saved counts. @throws RangeError for what no counts are */
  restore(saved: unknown): void {
    for (const key of ['n00', 'n01', 'n10', 'n11'] as const) {
      const count = (saved as Partial<PairCounts> | null)?.[key];
      if (!Number.isSafeInteger(count) || (count as number) < 0) {
        throw new RangeError(
          `againstControl: expected a count of pairs for ${key}, received ${String(count)}`,
        );
      }
      this.#counts[key] = count as number;
    }
  }

  start(): Pair {
    const pair: Pair = { result: undefined };
    this.#waiting.add(pair);
    return pair;
  }

  end(pair: Pair, result: Pair['result']): void {
    pair.result = result;
    for (const oldest of this.#waiting) {
      if (oldest.result === undefined) return;
      this.#waiting.delete(oldest);
      if (oldest.result !== 'withdrawn') this.#counts[oldest.result]++;
    }
  }

  /** That the candidate fails more often than the control by more than delta. */
  logEvidence(): number {
    return logContrastAbove(this.#counts, { r: 1, delta: this.delta });
  }
}
