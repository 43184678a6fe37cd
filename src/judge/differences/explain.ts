import type { Comparator, Difference } from '../../types/index.js';
import { carried, EXACT } from '../comparators/rule.js';
import { compareUnder } from '../equality/walk.js';
import type { Outcome } from './outcome.js';

/** Where two values differ. */
export interface Explanation {
  /** The first of them, 50 at most. */
  readonly differences: readonly Difference[];
  /** How many there are in all. */
  readonly count: number;
  /** The search was given up: there are `count` or more. */
  readonly atLeast: boolean;
}

/**
 * Where two values differ in the eyes of a comparator: what it accepted is not told. One of ours is obeyed place by
 * place; for a function of the user's, of which only the answer is known, it is where they are not equal.
 *
 * Does not throw on what a getter, a Proxy or a function inside throws, but tells it as a difference where it is.
 */
export function explain(comparator: Comparator, control: unknown, candidate: unknown): Explanation {
  const outcome = compareUnder(carried(comparator) ?? EXACT, control, candidate, {
    isSearching: true,
    isSurviving: true,
  });
  return outcome instanceof Promise ? unsettled(outcome, control, candidate) : explanation(outcome);
}

function explanation({ differences, count, isAtLeast }: Outcome): Explanation {
  return { differences, count, atLeast: isAtLeast };
}

/**
 * A comparator that waits for somebody has answered with its differences already, so nobody needs to ask here; who does
 * is told no more than what is certain.
 */
function unsettled(outcome: Promise<Outcome>, control: unknown, candidate: unknown): Explanation {
  outcome.catch(() => {});
  const reason = 'only known once its promise is settled';
  return {
    differences: [{ path: '$', kind: 'changed', control, candidate, reason }],
    count: 1,
    atLeast: true,
  };
}
