import type { GuardrailStanding, Trip } from './guardrails.js';
import type { JudgedObservation, Observation } from './trial.js';

/** What a trial holds of each guardrail of its candidate, to hand back when it ends. */
export interface Stake {
  readonly candidate: string;
  readonly watch: unknown;
  /** How long the candidate has blocked the process for in this trial, in milliseconds. */
  blockedMs: number;
}

/** What stopped an experiment, without the moment. */
export type Cause = Omit<Trip, 'at'>;

/** The guardrails of one experiment: may it run, and what did it learn. Nothing in it throws. */
export interface Guard {
  /** Asked of calls that are sampled, and not of the others, which must cost nothing. */
  mayRun(): 'on-trial' | 'overloaded';
  /**
   * A candidate has run inside the call, has matched and is done; nothing of it was told before.
   *
   * @param since the real time since when the process was blocked for it, until when is `until`
   * @returns false, and nothing was learned, where that does not say all, or speaks against the candidate: tell it step by step then
   */
  passed(candidate: string, controlMs: number, candidateMs: number, since: number, until: number): boolean;
  /** A candidate is about to start. */
  start(candidate: string): Stake;
  /** The candidate has run inside the call, from beginning to end. */
  ranInside(stake: Stake): void;
  /** What became of it. Answers what is to stop the experiment, if anything is. */
  learn(stake: Stake, control: Observation, judged: JudgedObservation, stuck: number): Cause | undefined;
  /** Milliseconds of real time. To be read before work that blocks the process. */
  clock(): number;
  /** The process was blocked for a trial since then, until now or some other moment. */
  spent(stake: Stake, since: number, until?: number): Cause | undefined;
  /** Forgets what was learned: trials in flight do not count any longer. */
  restart(): void;
  /** Goes on from what was saved, once it was checked. */
  restore(state: GuardState): void;
  standings(): GuardrailStanding[];
  toJSON(): GuardState;
}

/** What guardrails go by, as JSON: by candidate and guardrail. */
export type GuardState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Guardrails with every default filled in. */
export interface GuardrailSettings {
  readonly errors: { readonly limit: number } | false;
  readonly againstControl: { readonly delta: number } | false;
  readonly mismatches: { readonly limit: number } | false;
  /** `where`: only candidates that run inside the call, or all. */
  readonly slower:
    | { readonly ratio: number; readonly slackMs: number; readonly where: 'inside' | 'all' }
    | false;
  readonly slo: { readonly ms: number; readonly quantile: number } | false;
  readonly stuck: { readonly max: number } | false;
  readonly alpha: number;
  readonly minFailures: number;
  readonly maxBlockMs: number;
  readonly maxBusy: number;
  readonly shedAbove: number;
}
