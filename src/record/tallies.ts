import type { CandidateVerdict, Goal, VariantCounts } from '../types/index.js';
import { DEFAULT_GOAL } from './goal.js';
import { FAILURES, merge } from './tally.js';
import { verdict } from './verdict.js';

/**
 * What was counted of one candidate, added up and judged: for those who collect the reports of many processes themselves.
 *
 * @example
 * const both = tally.merge(one.variants.candidate, other.variants.candidate);
 * tally.verdict(both, { target: 0.001 }).why;
 */
export const tally = {
  /** The counts of several processes, added up. */
  merge,
  /** Whether so many runs suffice. */
  verdict: judge,
};

/**
 * Whether so many runs suffice: a pure function of what was counted and of the goal. It knows of no stops and no ramp, and
 * `dwellMs` is left to whoever asks.
 * @throws RangeError if target or alpha is not between 0 and 1, or there are more failures than trials
 */
function judge({ started, settled, outcomes }: VariantCounts, goal: Goal = {}): CandidateVerdict {
  const { target = DEFAULT_GOAL.target, alpha = DEFAULT_GOAL.alpha } = goal;
  const { ignored } = outcomes;
  const counts = {
    started: started - ignored,
    settled: Math.max(0, settled - ignored),
    failures: FAILURES.reduce((sum, outcome) => sum + outcomes[outcome], 0),
    ignored,
    rampAtTop: true,
    observedMs: Number.POSITIVE_INFINITY,
  };
  return verdict(counts, { target, alpha, dwellMs: 0 });
}
