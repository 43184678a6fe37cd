import type { AnyFunction, Comparator, Excuse, Sampling } from './experiment.js';
import type { Guard, GuardrailSettings } from './guard.js';
import type { Trip } from './guardrails.js';
import type { Durations, Learned, Turn } from './learned.js';
import type { ExperimentOptions, GoalSettings, Stage } from './options.js';
import type { Change } from './publisher.js';
import type { ExperimentState, HistoryState } from './saved.js';
import type { Observation, Outcome, SkipReason, Trial } from './trial.js';

/** An experiment as plain data, with every default resolved: nothing below it has a default of its own. */
export interface Definition {
  readonly name: string;
  readonly control: AnyFunction;
  readonly candidates: readonly NamedCandidate[];
  readonly comparator: Comparator;
  readonly compareErrors: (control: unknown, candidate: unknown) => boolean;
  readonly excuses: readonly NamedExcuse[];
  readonly measures: readonly NamedMeasure[];
  /** How often a mismatch is looked at again before it counts. */
  readonly rechecks: number;
  readonly sampling: Sampling | AnyFunction;
  readonly conditions: readonly AnyFunction[];
  readonly prepare: AnyFunction | undefined;
  readonly context: AnyFunction | undefined;
  readonly clean: ((value: any) => unknown) | undefined;
  readonly options: ResolvedOptions;
  /** Whether its trials may be brief: see `BriefTrial`. */
  readonly isBrief: boolean;
}

export interface NamedCandidate {
  readonly name: string;
  readonly behaviour: AnyFunction;
}

export interface NamedMeasure {
  readonly name: string;
  readonly measure: (value: any) => number;
  /** The relative delta beyond which a trial is an event. */
  readonly limit: number | undefined;
}

export interface NamedExcuse {
  readonly reason: string | undefined;
  readonly excuse: Excuse;
}

export type ResolvedOptions = {
  readonly [K in Exclude<
    keyof ExperimentOptions,
    'expires' | 'owner' | 'guardrails' | 'ramp' | 'goal'
  >]-?: Exclude<ExperimentOptions[K], undefined>;
} & {
  readonly guardrails: GuardrailSettings | false;
  readonly ramp: RampSettings | undefined;
  readonly goal: GoalSettings;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly owner: string | undefined;
};

/** A decision: on trial, or the reason why not. */
export type Decision = 'on-trial' | SkipReason;

/** Tells a fault of one experiment. Never throws. */
export type TellFault = (stage: Stage, error: unknown) => void;

/** What one experiment remembers between runs: the only mutable thing, owned by the laboratory, shared by name. */
export interface State {
  readonly name: string;
  readonly tell: TellFault;
  /** Milliseconds since the epoch, or NaN where the clock failed. Never throws. */
  readonly now: () => number;
  /** What durations are taken by: the real time, or `now` where the laboratory was given a clock. Never throws. */
  readonly clock: () => number;
  /** A number from 0 up to 1. Throws where the source of chance failed. */
  readonly random: () => number;
  /** Why no call is on trial, or undefined. */
  stop: 'killed' | 'guardrail' | undefined;
  /** Undefined where guardrails are off. */
  guard: Guard | undefined;
  /** What a guardrail has stopped it for. */
  trip: Trip | undefined;
  /** The rate that was set from outside. */
  override: number | undefined;
  /** What a ramp has climbed to: no higher rate is in force unless it was set from outside. */
  ceiling: number;
  /** Undefined where there is none. */
  ramp: RampState | undefined;
  /** By candidate: what was counted in an earlier life of the process. */
  readonly earlier: Map<string, Tally>;
  /** What became of the calls then. */
  earlierCalls: ExperimentState['calls'];
  /** What was restored and waits for the experiment to be defined. */
  legacy: Legacy | undefined;
  /** When its last trials were, as far as a rate limit has to know. */
  readonly recent: number[];
  /** From when on no call is on trial, in milliseconds since the epoch. */
  expiresAt: number;
  /** Whether that has been told. */
  hasExpired: boolean;
  /** The last changes, the oldest first. */
  readonly changes: Change[];
  /** How many calls to let pass until the next trial; below 0 when that has not been drawn yet. */
  gap: number;
  /** The rate for which the gap was drawn. */
  gapRate: number;
  /** What the last call was decided by, or the next one will be where a rate has been set since. */
  rate: number;
  /** What the experiment itself says; NaN where a function does. */
  own: number;
  /** Has the rate follow what bounds it. */
  foresee(): void;
  trials: number;
  /** Whether the last trial was over when its call returned: the next one is likely to be too. */
  endsInside: boolean;
  readonly skips: Record<SkipReason, number>;
  /** Calls whose skip is decided already. */
  readonly pass: Passage;
  readonly tallies: Map<string, Tally>;
  /** Where the last match was entered; undefined once that is out of date. */
  account: Account | undefined;
  readonly faults: Record<string, number>;
  /** The trials not judged yet, the oldest first. */
  readonly flights: Flights;
  /** Whether the values of a trial are being read: no call that comes from there is on trial. */
  isReading: boolean;
  /** Whether one of them is lost. */
  hasLost: boolean;
  /** Timed-out candidates that have not settled. */
  stuck: number;
  /** Those of them that are not held against it, since it was revived. */
  forgiven: number;
  /** What comparing has taught. */
  readonly learned: Learned;
  owner: string | undefined;
  /** What its candidates have to prove. */
  goal: GoalSettings;
  /** What a report of it may show. */
  capture: 'shape' | 'values';
  /** By candidate. */
  readonly history: Map<string, Chronicle>;
  /** Candidate names and options of the first definition, to notice a second one. */
  signature: string | undefined;
}

/** What an earlier life of the process has left to an experiment. */
export interface Legacy {
  readonly saved: ExperimentState;
  /** Puts it into force, once it is known what the experiment is. */
  resume(): void;
  /** The experiment is revived before it has run again: its past is not held against it. */
  forgive(): void;
}

/** Calls that may pass without anything being asked: see `Pass`. */
export interface Passage {
  readonly holder: Holder | undefined;
  hold(holder: Holder): Holder;
  grant(holder: Holder, reason: SkipReason, most: number): number;
  count(): void;
  close(): number;
}

/** Whom calls are let pass for: another definition under the same name has to ask for itself. */
export interface Holder {
  /** What it was built on: while a laboratory stands in for another one, the calls of both are of one experiment. */
  readonly bench: object;
  /** The rate, or what stands for it; NaN where there is no candidate. */
  readonly key: number;
  /** The name of its only candidate, or undefined where there are several. */
  readonly candidate: string | undefined;
  readonly options: ExperimentOptions;
  /** How many of its calls may pass; counted down by whoever passes, and 0 for all but the one that holds the pass. */
  left: number;
}

/** What was counted of one candidate. */
export interface Tally {
  started: number;
  readonly outcomes: Record<Outcome, number>;
}

/** See `accountOf`. */
export interface Account {
  readonly candidate: string;
  readonly tally: Tally;
  readonly history: Chronicle;
  readonly turn: Turn;
  readonly controlDurations: Durations;
  readonly candidateDurations: Durations;
}

/** A trial that is not judged yet. */
export interface Flight {
  /** How many trials of the experiment were started before it. */
  readonly ordinal: number;
  /** What the experiment's `context` answered for its call. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Resolves when it is judged. */
  readonly finished: Promise<void>;
  /** Judges what only waits for the next turn. Answers whether anything did. */
  stopWaiting(): boolean;
  /** Those that started before and after it, as long as it is in flight. */
  older: Flight | undefined;
  newer: Flight | undefined;
  /** It has failed, by a defect of ours or at the end of the stack, and is still to be ended: see `lose`. */
  isLost: boolean;
  /** Ends it in a later turn if its time was up and no timer has called back. Answers whether it was. */
  endIfOverdue(): boolean;
  /** Ends it at once: its candidates' signals abort, and what is not judged is ignored for this reason. */
  abort(reason: string): void;
}

/** Trials in flight, the oldest first. */
export interface Flights extends Iterable<Flight> {
  readonly size: number;
  readonly oldest: Flight | undefined;
  add(flight: Flight): void;
  replace(flight: Flight, by: Flight): void;
  delete(flight: Flight): void;
}

/**
 * Somebody who attends a laboratory's runs: for tests, where chance and clock are to be had as one needs them, and for
 * recording calls. Nothing in it throws.
 */
export interface Attendant {
  /** The rate for one call, in the place of what the experiment or a ramp says; undefined leaves it to them. */
  rateOf?(experiment: string): number | undefined;
  /** Whether calls are on trial however busy the process is, of which the real one alone can tell. */
  readonly isNeverOverloaded?: boolean;
  /** A trial begins. The arguments are the caller's own, and nobody has written to them yet. */
  began?(trial: string, args: readonly unknown[]): void;
  /** What a variant did, as it is to be judged. */
  observed?(experiment: string, observation: Observation): Observation;
  /** A trial is judged, and about to be published. */
  ended?(trial: Trial): void;
}

/** A ramp with every default filled in. */
export interface RampSettings {
  readonly steps: readonly number[];
  readonly limits: readonly number[];
  readonly dwellMs: number;
  readonly startAt: number;
}

/** Where a ramp is. */
export interface RampState {
  readonly settings: RampSettings;
  step: number;
  /** When the step was taken. */
  since: number;
  /** By candidate: what was counted before it was revived, and says nothing about what it is now. */
  readonly before: Map<string, Past>;
}

/** Trials of a candidate that a ramp does not count. */
export interface Past {
  readonly started: number;
  readonly failures: number;
}

/** See `History`. */
export interface Chronicle {
  /** When the first trial was started, in milliseconds since the epoch. */
  readonly since: number | undefined;
  record(at: number, isFailure: boolean, rate: number): void;
  toJSON(): HistoryState;
}
