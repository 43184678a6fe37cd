import type { PairCounts } from '../../evidence/contrast.js';
import { TILTS } from '../../evidence/mixture.js';
import { EPOCH_TRIALS, MOST, WEIGHTS } from './restarts.js';

/** The pairs as JSON. */
export interface PairState extends PairCounts {
  readonly delta: number;
  /** By tilt. */
  readonly stakes: readonly number[];
}

/** One pair that has begun; which of the two failed is said later. */
export interface Pair {
  /** Undefined while it is in flight. */
  result: keyof PairCounts | 'withdrawn' | undefined;
}

/**
 * Calls on which both variants ran, in the order in which they were started, and which of the two failed. Only the pairs
 * started before the oldest one still in flight are counted: a candidate's failure often returns sooner than the
 * success of the pair before it, and counted at once it would speak against good candidates.
 *
 * The evidence is that of the paired contrast, restarted like that of `Restarts`: every 500 pairs another test begins.
 */
export class SettledPairs {
  readonly delta: number;
  #counts: Record<keyof PairCounts, number> = { n00: 0, n01: 0, n10: 0, n11: 0 };
  /** By tilt, over all tests. */
  readonly #stakes = new Float64Array(TILTS.length);
  /** By result and tilt: what such a pair multiplies a stake by. */
  readonly #factors: Readonly<Record<keyof PairCounts, Float64Array>>;
  /** Begun, but not before all that is in flight. */
  readonly #waiting = new Set<Pair>();

  /** @param saved to go on from, once it was checked; taken with another delta it says nothing */
  constructor(delta: number, saved?: PairState) {
    this.delta = delta;
    this.#factors = factorsFor(delta);
    if (saved?.delta !== delta) return;
    const { n00, n01, n10, n11, stakes } = saved;
    this.#counts = { n00, n01, n10, n11 };
    this.#stakes.set(stakes);
  }

  get counts(): PairCounts {
    return this.#counts;
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
      if (oldest.result !== 'withdrawn') this.#count(oldest.result);
    }
  }

  /** So many pairs in which neither failed, each of which has ended before the next one starts. */
  passedAtOnce(count: number): void {
    if (this.#waiting.size > 0) {
      // They wait like any other for what is in flight.
      for (let left = count; left > 0; left--) this.end(this.start(), 'n00');
      return;
    }
    for (let left = count; left > 0; ) {
      const untilRestart = Math.min(left, EPOCH_TRIALS - (this.#counted() % EPOCH_TRIALS));
      this.#count('n00', untilRestart);
      left -= untilRestart;
    }
  }

  /** @param times how often in a row; no test begins after the first */
  #count(result: keyof PairCounts, times = 1): void {
    const counted = this.#counted();
    const test = counted / EPOCH_TRIALS + 1;
    const share = counted % EPOCH_TRIALS === 0 ? 1 / (test * (test + 1)) : 0;
    this.#counts[result] += times;
    const factors = this.#factors[result];
    for (let tilt = 0; tilt < factors.length; tilt++) {
      const factor = times === 1 ? (factors[tilt] as number) : (factors[tilt] as number) ** times;
      this.#stakes[tilt] = Math.min(MOST, ((this.#stakes[tilt] as number) + share) * factor);
    }
  }

  /** That the candidate fails more often than the control by more than delta. */
  logEvidence(): number {
    let evidence = 1 / (Math.ceil(this.#counted() / EPOCH_TRIALS) + 1);
    for (const [tilt, stake] of this.#stakes.entries()) {
      evidence += stake * (WEIGHTS[tilt] as number);
    }
    return Math.log(evidence);
  }

  toJSON(): PairState {
    return { ...this.#counts, delta: this.delta, stakes: [...this.#stakes] };
  }

  #counted(): number {
    const { n00, n01, n10, n11 } = this.#counts;
    return n00 + n01 + n10 + n11;
  }
}

/** Of the contrast with r = 1; see `logContrastAbove`. */
function factorsFor(delta: number): Record<keyof PairCounts, Float64Array> {
  const bet = (tilt: number) => Math.expm1(tilt) / (1 + (1 + delta) * Math.expm1(tilt));
  const by = (gain: number) => Float64Array.from(TILTS, (tilt) => 1 + bet(tilt) * gain);
  return { n00: by(-delta), n01: by(-1 - delta), n10: by(1 - delta), n11: by(-delta) };
}
