import { KILL_WEIGHTS, TILTS } from '../../evidence/mixture.js';

/** A new test starts every so many trials. */
export const EPOCH_TRIALS = 500;
/** Stakes are cut off here: far below what a number can hold, with room to go on multiplying. */
export const MOST = 1e290;

const TOTAL_WEIGHT = KILL_WEIGHTS.reduce((sum, weight) => sum + weight, 0);
/** By tilt: its share of the whole stake. */
export const WEIGHTS: readonly number[] = KILL_WEIGHTS.map((weight) => weight / TOTAL_WEIGHT);
/** By tilt: what a failure multiplies a stake by. */
const GAINS = Float64Array.from(TILTS, Math.exp);

/** Trials started between two restarts, and what a trial hands back when it ends. */
export interface Epoch {
  /** By tilt: the stakes of the tests that count this epoch's trials, less those that an older open epoch holds. */
  readonly stakes: Float64Array;
  inFlight: number;
}

/**
 * The evidence that a rate is above a limit, restarted: a new test begins every 500 trials, the s-th with the share
 * 1 / (s (s + 1)) of the whole stake, so that a long good past does not excuse a candidate that has just broken. Not
 * more than nine numbers while all trials in flight are of one epoch.
 *
 * Why it is right at every moment and in whatever order trials end: put the trials in the order in which they were
 * *started*. If each one that counts fails with a chance of at most the limit, whatever became of those before it, then
 * the factor exp(tilt * failed) / (1 + limit * expm1(tilt)), which every test begun by then multiplies its stake by, is
 * 1 on average at the most. With all outcomes known, the tests' stakes and the share not yet placed are together a
 * non-negative supermartingale of the number of trials, and the chance that it ever reaches 1 / alpha is at most alpha
 * (Ville 1939). What is held here is never more than that: a trial in flight is counted as one that has not failed, the
 * smallest factor it can end with. Three rules keep it so.
 *
 * - A failure multiplies only the tests that counted its trial: those of its own epoch and before. In a newer test it
 *   would be a failure without a run.
 * - A withdrawn trial gives those same tests back what its start cost them. Its factor is 1 from then on, as it is with
 *   all outcomes known.
 * - Whether a trial is withdrawn has nothing to do with how long it takes. After aborting all that is in flight, when
 *   the failures among them have been seen already and the successes have not, start afresh.
 *
 * Cutting off, and losing stakes too small for a number, only ever makes the evidence less.
 */
export class Restarts {
  /** By tilt: ln(1 + limit * expm1(tilt)), what a started trial costs. */
  readonly #costs: Float64Array;
  /** By tilt: what makes up for the start of a trial. */
  readonly #refunds: Float64Array;
  /** By tilt: what the trials not paid for cost together. Kept only to be written over. */
  readonly #dues = new Float64Array(TILTS.length);
  /** The newest epoch, and those before it with trials in flight: the others need not be told apart from the next. */
  #open: Epoch[] = [];
  #started: number;
  /** Trials started that the stakes have not paid for: passing trials need not touch them at all. */
  #unpaid = 0;

  constructor(limit: number, started = 0, stakes: readonly number[] = []) {
    this.#costs = Float64Array.from(TILTS, (tilt) => Math.log1p(limit * Math.expm1(tilt)));
    this.#refunds = this.#costs.map(Math.exp);
    this.#started = started;
    if (started > 0) this.#open.push({ stakes: Float64Array.from(stakes), inFlight: 0 });
  }

  /** Trials started, those withdrawn among them. */
  get started(): number {
    return this.#started;
  }

  start(): Epoch {
    if (this.#started % EPOCH_TRIALS === 0) this.#restart();
    this.#started++;
    this.#unpaid++;
    const epoch = this.#open[this.#open.length - 1] as Epoch;
    epoch.inFlight++;
    return epoch;
  }

  /** So many trials, each of which has passed before the next one starts. */
  pass(count: number): void {
    for (let left = count; left > 0; ) {
      if (this.#started % EPOCH_TRIALS === 0) this.#restart();
      const untilRestart = Math.min(left, EPOCH_TRIALS - (this.#started % EPOCH_TRIALS));
      this.#started += untilRestart;
      this.#unpaid += untilRestart;
      left -= untilRestart;
    }
  }

  fail(epoch: Epoch): void {
    this.#multiply(epoch, GAINS);
  }

  withdraw(epoch: Epoch): void {
    this.#multiply(epoch, this.#refunds);
  }

  /** A trial of this epoch has ended. */
  leave(epoch: Epoch): void {
    epoch.inFlight--;
    if (epoch.inFlight > 0) return;
    const index = this.#open.indexOf(epoch);
    const next = this.#open[index + 1];
    if (index === -1 || next === undefined) return;
    for (const [tilt, stake] of epoch.stakes.entries())
      next.stakes[tilt] = (next.stakes[tilt] as number) + stake;
    this.#open.splice(index, 1);
  }

  /** Whether the epoch is one of these tests': a trial can outlive the evidence it was started under. */
  has(epoch: Epoch): boolean {
    return this.#open.includes(epoch);
  }

  evidence(): number {
    this.#pay();
    let evidence = 1 / (Math.ceil(this.#started / EPOCH_TRIALS) + 1);
    for (const { stakes } of this.#open) {
      for (let tilt = 0; tilt < TILTS.length; tilt++) {
        evidence += (stakes[tilt] as number) * (WEIGHTS[tilt] as number);
      }
    }
    return evidence;
  }

  /** By tilt, over all tests. */
  stakes(): number[] {
    this.#pay();
    return TILTS.map((_, tilt) => this.#open.reduce((sum, { stakes }) => sum + (stakes[tilt] as number), 0));
  }

  #restart(): void {
    this.#pay();
    const test = this.#started / EPOCH_TRIALS + 1;
    const newest = this.#open[this.#open.length - 1];
    const epoch = newest?.inFlight === 0 ? newest : { stakes: new Float64Array(TILTS.length), inFlight: 0 };
    if (epoch !== newest) this.#open.push(epoch);
    for (const [tilt, stake] of epoch.stakes.entries()) epoch.stakes[tilt] = stake + 1 / (test * (test + 1));
  }

  // Up to and including the epoch: its successors hold the tests that never counted its trials.
  #multiply(last: Epoch, factors: Float64Array): void {
    this.#pay();
    for (const epoch of this.#open) {
      scale(epoch.stakes, factors);
      if (epoch === last) return;
    }
  }

  #pay(): void {
    if (this.#unpaid === 0) return;
    for (let tilt = 0; tilt < TILTS.length; tilt++) {
      this.#dues[tilt] = Math.exp(-(this.#costs[tilt] as number) * this.#unpaid);
    }
    for (const { stakes } of this.#open) scale(stakes, this.#dues);
    this.#unpaid = 0;
  }
}

function scale(stakes: Float64Array, factors: Float64Array): void {
  for (let tilt = 0; tilt < TILTS.length; tilt++) {
    stakes[tilt] = Math.min(MOST, (stakes[tilt] as number) * (factors[tilt] as number));
  }
}
