import { type Epoch, Restarts } from './restarts.js';

/** When a guardrail has seen enough. */
export interface GuardrailRule {
  /** The rate of failures that is allowed, between 0 and 1. */
  readonly limit: number;
  /** The chance of ever stopping a candidate that keeps to the limit, between 0 and 1. */
  readonly alpha: number;
  /** Fewer failures than this never stop a candidate. */
  readonly minFailures: number;
}

/**
 * The evidence as JSON. What is in flight counts as started, for what becomes of it is not known to whoever restores; a
 * trial that is over within its call does once it is over.
 */
export interface GuardrailState {
  readonly limit: number;
  readonly n: number;
  readonly k: number;
  readonly started: number;
  readonly stakes: readonly number[];
}

const NOTHING: Partial<GuardrailState> = {};

/**
 * What one guardrail has learned: n is trials *started*, k is failures *seen*. Failures return sooner than successes;
 * counted against completed trials they would stop most good candidates.
 *
 * Every trial begins with `started` and ends with exactly one of `passed`, `failed` and `withdrawn`, which is given the
 * epoch that `started` answered. An epoch of other evidence, from before a revival, is a trial that does not count.
 */
export class GuardrailEvidence {
  readonly #rule: GuardrailRule;
  readonly #restarts: Restarts;
  #n: number;
  #k: number;

  /** @param saved to go on from, once it was checked; taken under another limit it says nothing about this one */
  constructor(rule: GuardrailRule, saved?: GuardrailState) {
    this.#rule = rule;
    const { started, stakes, n = 0, k = 0 } = saved?.limit === rule.limit ? saved : NOTHING;
    this.#restarts = new Restarts(rule.limit, started, stakes);
    this.#n = n;
    this.#k = k;
  }

  /** Trials started, without those withdrawn. */
  get n(): number {
    return this.#n;
  }

  /** Failures seen. */
  get k(): number {
    return this.#k;
  }

  started(): Epoch {
    this.#n++;
    return this.#restarts.start();
  }

  passed(epoch: Epoch): void {
    this.#restarts.leave(epoch);
  }

  /** So many trials, each of which has passed before the next one started. */
  passedAtOnce(count: number): void {
    this.#n += count;
    this.#restarts.pass(count);
  }

  failed(epoch: Epoch): void {
    if (!this.#restarts.has(epoch)) return;
    this.#k++;
    this.#restarts.fail(epoch);
    this.#restarts.leave(epoch);
  }

  /** The trial was ignored or aborted: it leaves n and k. It has not been told as failed. */
  withdrawn(epoch: Epoch): void {
    if (!this.#restarts.has(epoch)) return;
    this.#n--;
    this.#restarts.withdraw(epoch);
    this.#restarts.leave(epoch);
  }

  /** Whether the candidate is to be stopped. To be asked after a failure: nothing else is a reason to. */
  isBeyondLimit(): boolean {
    const { alpha, minFailures } = this.#rule;
    return this.#k >= minFailures && this.#restarts.evidence() >= 1 / alpha;
  }

  /** The natural logarithm of the evidence that the failures are more than the limit allows. */
  logEvidence(): number {
    return Math.log(this.#restarts.evidence());
  }

  toJSON(): GuardrailState {
    return {
      limit: this.#rule.limit,
      n: this.#n,
      k: this.#k,
      started: this.#restarts.started,
      stakes: this.#restarts.stakes(),
    };
  }
}
