import type { Variant } from '../../types/index.js';

/** What a candidate can ask about itself. Its signal is made when it is asked for: most candidates never do. */
export class VariantOnTrial implements Variant {
  readonly experiment: string;
  readonly variant: string;
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  constructor(experiment: string, variant: string) {
    this.experiment = experiment;
    this.variant = variant;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}
