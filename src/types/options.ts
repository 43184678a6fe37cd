import type { Publisher } from './publisher.js';

/** How one experiment is run. What is not given comes from the laboratory's `defaults`. */
export interface ExperimentOptions {
  /**
   * Who starts first. With `control-first` the candidate cannot touch what the control sees; `random` takes turns, so
   * that warm caches favour neither.
   * @default 'control-first'
   */
  readonly order?: 'control-first' | 'random';
  /**
   * When candidates start: in the same tick, or once the control's value was handed back. Not with `order: 'random'`.
   * @default 'now'
   */
  readonly schedule?: 'now' | 'after';
  /**
   * How long a trial waits, in milliseconds: for its candidates, whose signal aborts then, and for a control that does
   * not settle; each asynchronous comparator and publisher has as long again. 1 to 2 147 483 647.
   * @default 10_000
   */
  readonly timeoutMs?: number;
  /**
   * How many trials may be under way at once; beyond it calls are skipped as `saturated`. A whole number from 1.
   * @default 32
   */
  readonly maxInFlight?: number;
  /**
   * What of the values may leave the process: paths, kinds, numbers and booleans, or strings too, bounded.
   * @default 'shape'
   */
  readonly capture?: 'shape' | 'values';
  /**
   * How a candidate's span relates to the caller's: its child, a new trace linked to it, no span at all, or no span
   * and none by anything the candidate calls.
   * @default 'child', and 'link' with `schedule: 'after'`
   */
  readonly trace?: 'child' | 'link' | 'none' | 'suppress';
  /** From then on no call is on trial. An ISO 8601 date or date-time, or a Date. */
  readonly expires?: string | Date;
  /** Who to ask about it. */
  readonly owner?: string;
}

/** Where a fault came from: the callback or the part of labcoat that failed. */
export type Stage =
  | 'sample'
  | 'when'
  | 'prepare'
  | 'context'
  | 'compare'
  | 'compareErrors'
  | 'ignore'
  | 'clean'
  | 'publish'
  | 'now'
  | 'random'
  | 'timers'
  | 'freeze'
  | 'waitUntil'
  | 'listener'
  | 'snapshot'
  | 'definition'
  | 'laboratory'
  | 'drain'
  | 'raiseOnMismatch';

/** An error on the experiment's side: a callback that failed, or something the laboratory cannot do. Never the caller's. */
export interface Fault {
  readonly experiment: string;
  readonly stage: Stage;
  readonly error: unknown;
}

/** Why, and by whom, something was changed by hand. */
export interface Note {
  readonly reason?: string;
  readonly by?: string;
}

/** What time limits and deferred work run on. */
export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: any): void;
  setImmediate(callback: () => void): unknown;
}

/** A laboratory's surroundings: what every experiment in it shares. */
export interface LaboratoryOptions {
  /** Who is told of every trial. @default [openTelemetry()] */
  readonly publishers?: readonly Publisher[];
  /** For experiments that do not say otherwise. */
  readonly defaults?: ExperimentOptions;
  /** The share of calls on trial in an experiment without `sample`, 0 to 1. @default 1 */
  readonly sampleRate?: number;
  /** A source of chance, 0 up to but not including 1. @default Math.random */
  readonly random?: () => number;
  /**
   * The clock: milliseconds since the epoch, fractional. Start times, durations and expiry are read from it.
   * @default performance.timeOrigin + performance.now()
   */
  readonly now?: () => number;
  /** @default the runtime's own */
  readonly timers?: Timers;
  /** Every call is skipped as `killed` while it answers `true`, for example because the error budget is spent. */
  readonly freeze?: () => boolean;
  /** No experiment is sampled above it, 0 to 1. @default 1 */
  readonly maxRate?: number;
  /**
   * For tests: a run throws, or rejects, with a `MismatchError` unless every candidate matched. An async run waits
   * for its candidates then.
   * @default false
   */
  readonly raiseOnMismatch?: boolean;
  /** Is told of every fault. @default OpenTelemetry's `diag` */
  readonly onFault?: (fault: Fault) => void;
  /** Is handed every piece of work that outlives its call, for runtimes that stop when the response is sent. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
}
