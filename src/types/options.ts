import type { ControlSource } from './control.js';
import type { Guardrails } from './guardrails.js';
import type { Publisher } from './publisher.js';
import type { Ramp } from './ramp.js';

/** How one experiment is run. What is not given comes from the laboratory's `defaults`. */
export interface ExperimentOptions {
  /**
   * Who starts first. With `control-first` the candidate cannot touch what the control sees; `random` takes turns, so
   * that warm caches favour neither.
   * @default 'control-first'
   */
  readonly order?: 'control-first' | 'random' | undefined;
  /**
   * When candidates start: in the same tick, or once the control's value was handed back. Not with `order: 'random'`.
   * @default 'now'
   */
  readonly schedule?: 'now' | 'after' | undefined;
  /**
   * How long a trial waits, in milliseconds: for its candidates, whose signal aborts then, and for a control that does
   * not settle; each asynchronous comparator and publisher has as long again. 1 to 2 147 483 647.
   * @default 10_000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How many trials may be under way at once; beyond it calls are skipped as `saturated`. A whole number from 1.
   * @default 32
   */
  readonly maxInFlight?: number | undefined;
  /**
   * What of the values may leave the process: paths, kinds, numbers and booleans, or strings too, bounded.
   * @default 'shape'
   */
  readonly capture?: 'shape' | 'values' | undefined;
  /**
   * How a candidate's span relates to the caller's: its child, a new trace linked to it, no span at all, or no span
   * and none by anything the candidate calls.
   * @default 'child', and 'link' with `schedule: 'after'`
   */
  readonly trace?: 'child' | 'link' | 'none' | 'suppress' | undefined;
  /**
   * Whether a candidate's outgoing calls, and no others, carry the OpenTelemetry baggage `labcoat.experiment` and
   * `labcoat.variant`, so that services behind it can tell a trial from the real thing. Not with `trace: 'suppress'`,
   * which stops baggage headers too: where an experiment says that, the baggage of the `defaults` is not sent either.
   * @default false
   */
  readonly baggage?: boolean | undefined;
  /** What stops the experiment by evidence; `false` turns all of it off. */
  readonly guardrails?: Guardrails | false | undefined;
  /**
   * The share of trials, 0 to 1, in which the control runs once more, in the background after the candidates: what
   * differs between the two is noise. It is called on the arguments that the caller gave, so it asks for a control that
   * only reads.
   * @default 0
   */
  readonly noise?: number | undefined;
  /** A rate that climbs by evidence, up to what `sample` says; `true` for the default steps. @default false */
  readonly ramp?: Ramp | boolean | undefined;
  /** What a candidate has to prove before the verdict is `ready`; what is not given comes from the `defaults`. */
  readonly goal?: Goal | undefined;
  /** From then on no call is on trial. An ISO 8601 date or date-time, or a Date. */
  readonly expires?: string | Date | undefined;
  /** Who to ask about it. */
  readonly owner?: string | undefined;
}

/** What a candidate has to prove: that with a confidence of 1 - `alpha` fewer than `target` of its runs fail. */
export interface Goal {
  /** The share of runs that must be proven not to be reached, between 0 and 1, both excluded. @default 0.001 */
  readonly target?: number | undefined;
  /**
   * The chance of ever calling a candidate `ready` that misses the target, however often one looks. Between 0 and 1, both
   * excluded.
   * @default 0.05
   */
  readonly alpha?: number | undefined;
  /** For how long it is on trial at least, in milliseconds from its first trial. From 0. @default 86_400_000 */
  readonly dwellMs?: number | undefined;
}

/** A goal with every default filled in. */
export interface GoalSettings {
  readonly target: number;
  readonly alpha: number;
  readonly dwellMs: number;
}

/**
 * Where a fault came from: the callback or the part of labcoat that failed. `run` is labcoat itself, and a defect of it.
 */
export type Stage =
  | 'sample'
  | 'when'
  | 'prepare'
  | 'context'
  | 'compare'
  | 'compareErrors'
  | 'ignore'
  | 'clean'
  | 'measure'
  | 'publish'
  | 'now'
  | 'random'
  | 'timers'
  | 'freeze'
  | 'control'
  | 'waitUntil'
  | 'onFault'
  | 'listener'
  | 'snapshot'
  | 'definition'
  | 'laboratory'
  | 'drain'
  | 'run'
  | 'raiseOnMismatch';

/** An error on the experiment's side: a callback that failed, or something the laboratory cannot do. Never the caller's. */
export interface Fault {
  readonly experiment: string;
  readonly stage: Stage;
  readonly error: unknown;
}

/** Why, and by whom, something was changed by hand. */
export interface Note {
  readonly reason?: string | undefined;
  readonly by?: string | undefined;
}

/** What time limits and deferred work run on. */
export interface Timers {
  /** Calls back after so many milliseconds, and answers a handle. */
  setTimeout(callback: () => void, ms: number): unknown;
  /** Gives up on it. */
  clearTimeout(handle: any): void;
  /** Calls back when what is waiting in the event loop has had its turn. */
  setImmediate(callback: () => void): unknown;
}

/** A laboratory's surroundings: what every experiment in it shares. */
export interface LaboratoryOptions {
  /** Who is told of every trial: those that it began with, where they are replaced meanwhile. @default [openTelemetry()] */
  readonly publishers?: readonly Publisher[] | undefined;
  /** For experiments that do not say otherwise. */
  readonly defaults?: ExperimentOptions | undefined;
  /** The share of calls on trial in an experiment without `sample`, 0 to 1. @default 1 */
  readonly sampleRate?: number | undefined;
  /** A source of chance, 0 up to but not including 1. @default Math.random */
  readonly random?: (() => number) | undefined;
  /**
   * The clock: milliseconds since the epoch, fractional. Start times, durations and expiry are read from it.
   * @default performance.timeOrigin + performance.now()
   */
  readonly now?: (() => number) | undefined;
  /** @default the runtime's own */
  readonly timers?: Timers | undefined;
  /** Every call is skipped as `killed` while it answers `true`, for example because the error budget is spent. */
  readonly freeze?: (() => boolean) | undefined;
  /**
   * Who may stop experiments and set their rates from outside: a feature-flag service, see `labcoat/openfeature`. The
   * environment may without being named here: `LABCOAT_KILL` and `LABCOAT_CONTROL`.
   * @default []
   */
  readonly controls?: readonly ControlSource[] | undefined;
  /** No experiment is sampled above it, 0 to 1. @default 1 */
  readonly maxRate?: number | undefined;
  /**
   * For tests: a run throws, or rejects, with a `MismatchError` unless every candidate matched. An async run waits
   * for its candidates then, and keeps the process alive; guardrails are off unless they are asked for.
   * @default false
   */
  readonly raiseOnMismatch?: boolean | undefined;
  /** Is told of every fault. @default OpenTelemetry's `diag` */
  readonly onFault?: ((fault: Fault) => void) | undefined;
  /** Is handed every piece of work that outlives its call, for runtimes that stop when the response is sent. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}
