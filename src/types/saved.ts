import type { FieldExample, ShapeReport } from './comparison.js';
import type { Trip } from './guardrails.js';
import type { GoalSettings } from './options.js';
import type { Change } from './publisher.js';
import type { Difference, Outcome, SkipReason } from './trial.js';

/** What a restart would forget, as JSON: see `Laboratory.save`. */
export interface LaboratoryState {
  readonly version: 1;
  readonly experiments: Readonly<Record<string, ExperimentState>>;
}

/** What one experiment has learned. */
export interface ExperimentState {
  /** By candidate: the trials that were judged. Those in flight are lost. */
  readonly tallies: Readonly<
    Record<string, { readonly started: number; readonly outcomes: Readonly<Record<Outcome, number>> }>
  >;
  /** By candidate and guardrail. */
  readonly guardrails: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly trip?: Trip;
  readonly ramp?: {
    readonly rate: number;
    readonly since: number;
    /** By candidate: the trials that it does not count, from before a revival. */
    readonly before?: Readonly<Record<string, { readonly started: number; readonly failures: number }>>;
  };
  /** By candidate. */
  readonly history?: Readonly<Record<string, HistoryState>>;
  readonly calls?: { readonly trials: number; readonly skips: Readonly<Record<SkipReason, number>> };
  readonly learned?: LearnedState;
  readonly faults?: Readonly<Record<string, number>>;
  readonly changes?: readonly Change[];
  readonly about?: SavedStanding;
}

/** What was so when it was saved. A restart finds out anew; a report of saved states shows it. */
export interface SavedStanding {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** How many processes have been added up. */
  readonly processes: number;
  readonly rate: number;
  readonly goal: GoalSettings;
  readonly capture: 'shape' | 'values';
  /** Of the ramp. */
  readonly steps?: readonly number[];
  readonly stopped?: 'killed' | 'guardrail';
  readonly owner?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** What was learned by comparing. */
export interface LearnedState {
  readonly turns: Readonly<Record<'control-first' | 'candidate-first', TurnState>>;
  /** By candidate. */
  readonly acceptable: Readonly<Record<string, number>>;
  readonly empties: Readonly<Record<string, number>>;
  readonly shapes: readonly ShapeReport[];
  readonly otherShapes: number;
  readonly fields: readonly FieldState[];
  readonly noise: { readonly n: number; readonly k: number };
  readonly measures: readonly MeasureState[];
}

/** What came of the trials in which one side went first. */
export interface TurnState {
  readonly trials: number;
  readonly mismatches: number;
  /** By variant: the buckets of the histogram that are not empty. */
  readonly durations: Readonly<
    Record<string, { readonly buckets: readonly (readonly [bucket: number, count: number])[] }>
  >;
}

/** How one place has differed. */
export interface FieldState {
  readonly path: string;
  readonly variant: string;
  readonly count: number;
  readonly noise: number;
  readonly kinds: Readonly<Partial<Record<Difference['kind'], number>>>;
  readonly onlyCandidate: number;
  readonly onlyNoise: number;
  readonly example?: FieldExample | undefined;
}

/** How one measure of one candidate is spread. */
export interface MeasureState {
  readonly name: string;
  readonly variant: string;
  readonly control: DistributionState;
  readonly candidate: DistributionState;
  readonly delta: DistributionState;
  readonly beyond: number;
}

/** A distribution of numbers. */
export interface DistributionState {
  /** Numbers that add up to the sum of all. */
  readonly sum: readonly number[];
  readonly min: number;
  readonly max: number;
  /** By bucket: negative ones for negative numbers, 0 for 0. */
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/** How one candidate has fared over time. Histories of several processes can be added up. */
export interface HistoryState {
  /** When its first trial was started, in milliseconds since the epoch. */
  readonly since: number;
  readonly widthMs: number;
  /** The stretch of time, counted in widths from the epoch; the trials judged; how many failed; the highest rate. */
  readonly buckets: readonly (readonly [index: number, runs: number, failures: number, rate: number])[];
}
