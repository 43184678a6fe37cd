import type { Trip } from './guardrails.js';
import type { Outcome, SkipReason, Trial } from './trial.js';

/** A candidate that is about to start, or to run again in a recheck. */
export interface Start {
  readonly experiment: string;
  readonly variant: string;
  /** The id of the trial that it will be published with. */
  readonly trial: string;
  /** Milliseconds since the epoch, fractional. */
  readonly startedAt: number;
  readonly trace: 'child' | 'link' | 'none' | 'suppress';
  /** Whether its outgoing calls are to be marked. */
  readonly baggage?: boolean;
  /** It has run before in this trial, and a mismatch is looked at again. */
  readonly isAgain?: boolean;
}

/** A call that was not on trial. */
export interface Skip {
  readonly experiment: string;
  readonly reason: SkipReason;
}

/**
 * What can change. `tripped`: a guardrail stopped it. `overridden`: its rate was set. `advanced`, `stepped-down`: its ramp
 * took a step. `expired`: its time is over. `control-changed`: a control source has other settings.
 */
export type ChangeEvent =
  | 'killed'
  | 'revived'
  | 'overridden'
  | 'tripped'
  | 'advanced'
  | 'stepped-down'
  | 'expired'
  | 'control-changed';

/** A change of state, by hand or by evidence. */
export interface Change {
  readonly event: ChangeEvent;
  readonly experiment: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What was in force before, and what is since: a rate, or `running`, or what stops it. */
  readonly from?: string | number;
  readonly to?: string | number;
  /** Why. */
  readonly reason?: string | undefined;
  /** Who did it, or what. */
  readonly by?: string | undefined;
  /** What a guardrail had seen. Only with `tripped`. */
  readonly trip?: Trip;
}

/** What was counted of one candidate. */
export interface VariantCounts {
  /** Trials in which it was started. */
  readonly started: number;
  /** Of those, the trials started before the oldest that is still in flight. */
  readonly settled: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
}

/** What was counted of one experiment, from the beginning of the process. */
export interface Counts {
  /** Its name, or `*` for the faults of the laboratory itself. */
  readonly experiment: string;
  readonly trials: number;
  readonly skips: Readonly<Record<SkipReason, number>>;
  readonly variants: Readonly<Record<string, VariantCounts>>;
  /** Trials in flight. */
  readonly active: number;
  /** The sampling rate in force, 0 when stopped. */
  readonly rate: number;
  readonly faults: Readonly<Record<string, number>>;
}

/**
 * Is told what happened. Only `publish` is needed. Each method may throw, reject or hang: that is told as a fault and
 * hurts nobody, not even the next publisher.
 */
export interface Publisher {
  /** Told of every trial once it is judged, after the caller has its value. What is given is frozen. */
  publish(trial: Trial): void | Promise<void>;
  /**
   * Whether anybody would hear of a trial at the moment: one of which nobody would is not put together, nor told. Asked
   * when a candidate starts and when its trial is judged, but not again for one that nobody heard begin and that has
   * matched within its call; must be cheap.
   * @default it always listens
   */
  isListening?(): boolean;
  /**
   * Whether it looks at the values of a trial in which every candidate matched. `false` spares copying them: the trial
   * then shows objects that the caller may hold and change, which are not to be read, let alone written to.
   * @default true
   */
  readonly readsMatches?: boolean | undefined;
  /** Told of every call that was not on trial, after the caller has its value. */
  skipped?(skip: Skip): void;
  /** Told of every change of state. */
  changed?(change: Change): void;
  /**
   * Called in the caller's context where a candidate starts, to start it: `call` runs it and never throws. It is run
   * without, if this does not run it.
   */
  enclose?(start: Start, call: () => void): void;
  /** Called now and then while experiments run, with what the laboratory has counted. Must be cheap. */
  watch?(counts: () => Iterable<Counts>): void;
  /** Awaited by `drain()`. */
  flush?(): void | Promise<void>;
}
