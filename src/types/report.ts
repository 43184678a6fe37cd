import type { ComparisonReport } from './comparison.js';
import type { GuardrailStanding, Trip } from './guardrails.js';
import type { GoalSettings } from './options.js';
import type { Change, VariantCounts } from './publisher.js';
import type { RampStanding } from './ramp.js';
import type { Outcome, SkipReason } from './trial.js';

/**
 * Whether to cut over. `ready`: proven to be good enough. `not-ready`: stopped, or proven not to be. `noisy`: the control
 * disagrees with itself too often to tell. `undecided`: too early to say.
 */
export type VerdictWord = 'ready' | 'not-ready' | 'noisy' | 'undecided';

/** The share of runs that failed, 0 to 1. The bounds are wrong with a chance of at most the goal's alpha, over all looks. */
export interface FailureRate {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Whether to cut over to one candidate, and why. */
export interface CandidateVerdict {
  readonly verdict: VerdictWord;
  /** One sentence for a person. */
  readonly why: string;
  readonly failureRate: FailureRate;
  /**
   * While undecided: how many more runs without a failure it takes; 0 if only time or the ramp is missing. Absent where
   * nobody can count so far.
   */
  readonly cleanRunsNeeded?: number;
}

/** What happened to a candidate in one stretch of time. Ignored trials are left out. */
export interface HistoryBucket {
  /** When it begins, in milliseconds since the epoch. */
  readonly from: number;
  /** Trials started in it that were judged. */
  readonly runs: number;
  /** Of those, the ones that failed. */
  readonly failures: number;
  /** The highest share of calls on trial that was in force, 0 to 1. */
  readonly rate: number;
}

/** How a candidate has fared over time: at most 120 stretches, all of one length, without those in which nothing was run. */
export interface HistoryReport {
  /** How long each stretch is, in milliseconds. */
  readonly widthMs: number;
  readonly buckets: readonly HistoryBucket[];
}

/** What is known about one experiment. */
export interface Report extends ComparisonReport {
  readonly experiment: string;
  /**
   * Whether to cut over, by all that is known, also from before a restart. With several candidates it is the verdict of
   * the one that is the furthest from ready, as are `why`, `failureRate` and `cleanRunsNeeded`.
   */
  readonly verdict: VerdictWord;
  /** One sentence for a person. */
  readonly why: string;
  readonly failureRate: FailureRate;
  /**
   * While undecided: how many more runs without a failure it takes; 0 if only time or the ramp is missing. Absent where
   * nobody can count so far.
   */
  readonly cleanRunsNeeded?: number;
  /** By candidate. */
  readonly verdicts: Readonly<Record<string, CandidateVerdict>>;
  /** What a candidate has to prove. */
  readonly goal: GoalSettings;
  /** When the report was made, in milliseconds since the epoch. */
  readonly at: number;
  /** When the first trial was started, in milliseconds since the epoch; absent before there is one. */
  readonly since?: number;
  /** By candidate. */
  readonly history: Readonly<Record<string, HistoryReport>>;
  /** What of values and paths may be shown: with `shape` no strings, and no path that may say whose it is. */
  readonly capture: 'shape' | 'values';
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
