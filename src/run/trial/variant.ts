import type { Variant } from '../../types/index.js';
import { insideOfCall } from '../on-trial.js';

/**
 * What a candidate can ask about itself. Its signal is made when it is asked for: most candidates never do. It aborts
 * where it was asked for: what cleans up must not find another caller's transaction.
 */
export class VariantOnTrial implements Variant {
  readonly experiment: string;
  readonly variant: string;
  /** The candidate that the call was made in, if it was made in one. */
  readonly outer: Variant | undefined;
  #controller: AbortController | undefined;
  #there: ((work: () => void) => void) | undefined;
  #reason: Reason | undefined;

  constructor(experiment: string, variant: string, outer: Variant | undefined) {
    this.experiment = experiment;
    this.variant = variant;
    this.outer = outer;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      this.#there = insideOfCall();
      if (this.#reason !== undefined) this.#controller.abort(errorOf(this.#reason));
    }
    return this.#controller.signal;
  }

  abort(reason: Reason): void {
    this.#reason = reason;
    this.#there?.(() => this.#controller?.abort(errorOf(reason)));
  }
}

/** Why a signal aborts. In words: an error holds on to all that its stack went through, and a variant to its reason. */
export interface Reason {
  readonly name: 'AbortError' | 'TimeoutError';
  readonly message: string;
}

function errorOf({ name, message }: Reason): Error {
  return new DOMException(message, name);
}
