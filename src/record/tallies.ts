import { refuse, requireOptions } from '../refuse.js';
import type { CandidateVerdict, Goal, VariantCounts } from '../types/index.js';
import { DEFAULT_GOAL } from './goal.js';
import { addUp, FAILURES, merge, OUTCOMES } from './tally.js';
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
  merge: (one: VariantCounts, other: VariantCounts): VariantCounts => {
    for (const counts of [one, other]) requireVariantCounts('tally.merge', counts);
    return merge(one, other);
  },
  /** Whether so many runs suffice. */
  verdict: judge,
};

/**
 * Whether so many runs suffice: a pure function of what was counted and of the goal. It knows of no stops and no ramp, and
 * `dwellMs` is left to whoever asks.
 * @throws RangeError if target or alpha is not between 0 and 1, or there are more failures than trials; TypeError for
 * what are no counts
 */
function judge(counted: VariantCounts, goal: Goal = {}): CandidateVerdict {
  requireVariantCounts('tally.verdict', counted);
  requireOptions('tally.verdict: goal ', goal, ['target', 'alpha', 'dwellMs']);
  const { started, settled } = counted;
  const outcomes = addUp(OUTCOMES, counted.outcomes);
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

function requireVariantCounts(call: string, given: unknown): void {
  const { started, settled, outcomes } = Object(given) as Partial<VariantCounts>;
  // An earlier version did not know all outcomes.
  const counts = [started, settled, ...OUTCOMES.map((outcome) => outcomes?.[outcome] ?? 0)];
  if (typeof outcomes !== 'object' || !counts.every((count) => Number.isFinite(count)))
    refuse(call, given, 'give the counts of a candidate: report(name).variants.candidate');
}
