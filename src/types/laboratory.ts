import type { Opening } from './experiment.js';
import type { ExperimentOptions, Fault, Note } from './options.js';
import type { Change, VariantCounts } from './publisher.js';
import type { Outcome, SkipReason } from './trial.js';

// Declared the way @types/node does, so that no consumer needs the `esnext.disposable` library.
declare global {
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

/** What a candidate can ask about itself. */
export interface Variant {
  readonly experiment: string;
  readonly variant: string;
  /** Aborts when the candidate's time is up or its experiment is killed. */
  readonly signal: AbortSignal;
}

/** What is known about one experiment. */
export interface Report {
  readonly experiment: string;
  /** Always `trials` plus all `skips`. */
  readonly calls: number;
  readonly trials: number;
  readonly skips: Readonly<Record<SkipReason, number>>;
  /** Over all candidates. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly variants: Readonly<Record<string, VariantCounts>>;
  readonly faults: Readonly<Record<string, number>>;
  /** Trials in flight. */
  readonly active: number;
  /** Timed-out candidates that have not settled yet. */
  readonly stuck: number;
  readonly owner?: string;
}

export interface LaboratoryEvents {
  killed: Change;
  revived: Change;
  fault: Fault;
}

/** Shared surroundings and state: what lives between runs lives here, by the experiment's name. */
export interface Laboratory {
  experiment(name: string, options?: ExperimentOptions): Opening;
  /** Stops an experiment, or `'*'` for all, from the very next call on, and aborts its candidates in flight. */
  kill(name: string, note?: Note): void;
  /** Undoes `kill`. */
  revive(name: string, note?: Note): void;
  /** An unknown name has an empty report. */
  report(name: string): Report;
  reports(): Report[];
  /**
   * Resolves when nothing is in flight and everything was published; never rejects. When its time is up it resolves
   * all the same and tells a fault.
   * @param options `timeoutMs`: at most this long, in milliseconds. Default 30_000
   */
  drain(options?: { readonly timeoutMs?: number }): Promise<void>;
  /** Tells the listener of every such event, until the function that this answers is called. */
  on<E extends keyof LaboratoryEvents>(event: E, listener: (event: LaboratoryEvents[E]) => void): () => void;
  /** `drain()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
