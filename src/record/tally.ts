import type { Outcome, SkipReason } from '../types/index.js';
import type { State, Tally } from '../types/run.js';

export const OUTCOMES = [
  'match',
  'mismatch',
  'ignored',
  'transient',
  'candidate_error',
  'control_error',
  'timeout',
  'comparator_error',
] as const satisfies readonly Outcome[];

/** What counts against a candidate. */
export const FAILURES = [
  'mismatch',
  'candidate_error',
  'control_error',
  'timeout',
  'comparator_error',
] as const satisfies readonly Outcome[];

export const SKIP_REASONS = [
  'no-candidate',
  'killed',
  'expired',
  'when',
  'guardrail',
  'overloaded',
  'saturated',
  'rate-limited',
  'not-sampled',
  'fault',
] as const satisfies readonly SkipReason[];

/** Every key is there from the beginning, so that no series is born at 1. */
export function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}

export function tallyOf(state: State, candidate: string): Tally {
  let tally = state.tallies.get(candidate);
  if (tally === undefined) {
    tally = { started: 0, outcomes: zeros(OUTCOMES) };
    state.tallies.set(candidate, tally);
  }
  return tally;
}
