import { disarm, isThenable } from '../../isolate.js';
import type { Difference } from '../../types/index.js';
import { isAcceptable } from '../acceptable.js';
import { read } from '../answer.js';
import { EQUAL, type Eventually, type Outcome, onceKnown } from '../differences/outcome.js';
import { printPath } from '../differences/path.js';
import { present, type Trail } from '../differences/place.js';
import { type Asked, type Compare, type Decide, EXACT } from './rule.js';

/** The rule that a function decides by. @param own it is ours, with no function of the user's in it */
export function asking(ask: Asked['ask'], { own }: Pick<Asked, 'own'>): Asked {
  return { is: 'ask', ask, own, decide };
}

/** What a function made of a value. A promise is none of that, and its rejection would bring the process down. */
export function atOnce<T>(made: T, call: string): T {
  if (!isThenable(made)) return made;
  disarm(made, () => {});
  throw new TypeError(
    `${call} was given a function that answered a promise; it has to answer at once, without await`,
  );
}

const decide: Decide<Asked> = ({ ask }, place, trail, compare) => {
  const [control, candidate] = [present(place.control), present(place.candidate)];
  return onceKnown(ask(control, candidate), (answer: unknown): Eventually<Outcome> => {
    if (isAcceptable(answer)) return { ...EQUAL, acceptable: answer.reason ?? true };
    const { equal, reason, differences, count, atLeast } = read(answer);
    if (equal) return EQUAL;
    if (differences) {
      const here = printPath(trail);
      return told(
        differences.map((one) => ({ ...one, path: here + below(one.path) })),
        count,
        atLeast,
      );
    }
    if (reason !== undefined)
      return told([{ path: printPath(trail), kind: 'changed', control, candidate, reason }]);
    return located(control, candidate, trail, compare);
  });
};

/** Who says no and nothing else is helped out with where they differ. */
function located(
  control: unknown,
  candidate: unknown,
  trail: Trail | undefined,
  compare: Compare,
): Eventually<Outcome> {
  return onceKnown(compare(EXACT, control, candidate), (outcome) =>
    outcome.count > 0 ? outcome : told([{ path: printPath(trail), kind: 'changed', control, candidate }]),
  );
}

/** A path from a value's root, as the steps below it; a function may write its paths as it likes. */
function below(path: string): string {
  if (path.startsWith('$')) return path.slice(1);
  return /^[\p{ID_Start}_]/u.test(path) ? `.${path}` : path;
}

function told(differences: readonly Difference[], count = differences.length, isAtLeast = false): Outcome {
  return { differences, count, isAtLeast };
}
