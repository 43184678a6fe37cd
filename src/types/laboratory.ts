import type { ComparisonReport } from './comparison.js';
import type { Opening } from './experiment.js';
import type { GuardrailStanding, Trip } from './guardrails.js';
import type { ExperimentOptions, Fault, Note } from './options.js';
import type { Change, ChangeEvent, VariantCounts } from './publisher.js';
import type { RampStanding } from './ramp.js';
import type { LaboratoryState } from './saved.js';
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
export interface Report extends ComparisonReport {
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
  /** The share of calls on trial that is in force, 0 when stopped. */
  readonly rate: number;
  /** Why no call is on trial; absent while calls may be. */
  readonly stopped?: 'killed' | 'guardrail' | 'expired';
  /** What has stopped it by evidence, until it is revived. */
  readonly trip?: Trip;
  /** What the guardrails have seen of each candidate so far. */
  readonly guardrails: readonly GuardrailStanding[];
  /** Where the ramp is; absent without one. */
  readonly ramp?: RampStanding;
  /** The last 100, the oldest first. */
  readonly changes: readonly Change[];
}

/** What a laboratory tells its listeners of. */
export interface LaboratoryEvents extends Record<ChangeEvent, Change> {
  fault: Fault;
}

/** Shared surroundings and state: what lives between runs lives here, by the experiment's name. */
export interface Laboratory {
  experiment(name: string, options?: ExperimentOptions): Opening;
  /** Stops an experiment, or `'*'` for all, from the very next call on, and aborts its candidates in flight. */
  kill(name: string, note?: Note): void;
  /**
   * Undoes `kill`. By its name an experiment that a guardrail has stopped starts again too, and its guardrails learn
   * afresh; `'*'` only undoes a `kill('*')`.
   */
  revive(name: string, note?: Note): void;
  /**
   * Sets an experiment's rate, in place of what `sample` and a ramp say; `undefined` gives it back to them. `maxRate`
   * still bounds it.
   */
  override(name: string, setting: { readonly rate: number | undefined }, note?: Note): void;
  /**
   * What a restart would forget, as JSON: trips, tallies, evidence and ramp steps. For a file, or a key in a store of
   * one's own.
   */
  save(): LaboratoryState;
  /**
   * Goes on from what was saved. To be called before the first run: what has been learned since is replaced by it. A
   * candidate that had tripped stays tripped until it is revived.
   * @throws TypeError for what `save` has not made
   */
  restore(state: LaboratoryState): void;
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
