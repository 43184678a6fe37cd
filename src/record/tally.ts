import type { Outcome, SkipReason, VariantCounts } from '../types/index.js';
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
  return addUp(keys);
}

/**
 * Adds up what was counted of one candidate in two places: processes, or lives of one process. In any order and grouping
 * the sum is the same, so evidence on it is that of all of them together.
 */
export function merge(one: VariantCounts, other: VariantCounts): VariantCounts {
  return {
    started: one.started + other.started,
    settled: one.settled + other.settled,
    outcomes: addUp(OUTCOMES, one.outcomes, other.outcomes),
  };
}

/** What is missing counts as 0: it was saved by an earlier version that did not know it. */
export function addUp<K extends string>(
  keys: readonly K[],
  one?: Readonly<Partial<Record<K, number>>>,
  other?: Readonly<Partial<Record<K, number>>>,
): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, (one?.[key] ?? 0) + (other?.[key] ?? 0)])) as Record<
    K,
    number
  >;
}

export function tallyOf(state: State, candidate: string): Tally {
  let tally = state.tallies.get(candidate);
  if (tally === undefined) {
    tally = { started: 0, outcomes: zeros(OUTCOMES) };
    state.tallies.set(candidate, tally);
  }
  return tally;
}
