import type { Opening } from './experiment.js';
import type { ExperimentOptions, Fault, Note } from './options.js';
import type { Change, ChangeEvent } from './publisher.js';
import type { Report } from './report.js';
import type { LaboratoryState } from './saved.js';

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
  /**
   * Aborts when the candidate's time is up or its experiment is killed. Its listeners are the candidate's own code: what
   * one of them throws is an uncaught exception of the process, as that of a timer of the candidate's would be.
   */
  readonly signal: AbortSignal;
}

/** What a laboratory tells its listeners of. */
export interface LaboratoryEvents extends Record<ChangeEvent, Change> {
  fault: Fault;
}

/** Shared surroundings and state: what lives between runs lives here, by the experiment's name. */
export interface Laboratory {
  /** Names an experiment of this laboratory, see `experiment`. What is known by that name is shared by all its definitions. */
  experiment(name: string, options?: ExperimentOptions): Opening;
  /** Stops an experiment, or `'*'` for all, from the very next call on, and aborts its candidates in flight. */
  kill(name: string, note?: Note): void;
  /**
   * Undoes `kill`. By its name an experiment that a guardrail has stopped starts again too: its guardrails learn afresh,
   * and its ramp; its verdict is still about all runs. `'*'` only undoes a `kill('*')`.
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
  /**
   * An unknown name has an empty report.
   * @throws TypeError for what no experiment can be named
   */
  report(name: string): Report;
  /** One for each experiment that is known, in the order in which they came to be. */
  reports(): Report[];
  /**
   * Resolves when nothing is in flight and everything was published; never rejects. When its time is up it resolves
   * all the same and tells a fault. Time is that of the option `timers`, and so are the turns in which is published:
   * where timers of one's own, or fake ones, never call back, it never resolves. A test laboratory lets their time pass.
   * @param options `timeoutMs`: at most this long, in milliseconds from 0, or `Infinity`. Default 30_000
   * @throws TypeError for what is no such time
   */
  drain(options?: { readonly timeoutMs?: number | undefined }): Promise<void>;
  /** Tells the listener of every such event, until the function that this answers is called. */
  on<E extends keyof LaboratoryEvents>(event: E, listener: (event: LaboratoryEvents[E]) => void): () => void;
  /** `drain()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
