import { show } from '../../refuse.js';
import type { Comparator } from '../../types/index.js';
import { EQUAL, type Eventually, type Outcome, onceKnown } from '../differences/outcome.js';
import { govern, ruleGiven } from './govern.js';
import { type Decide, type Either, EXACT, type Rule, type Tolerated } from './rule.js';

/**
 * Accepts what any of the comparators accepts, asked in this order. What none accepts differs as the one says that has
 * the least against it.
 * @throws TypeError for what is not a comparator, and without any
 * @example either(equal, by((quote: Quote) => quote.total))(control, candidate)
 */
export function either<A = any, B = A>(...comparators: readonly Comparator<A, B>[]): Comparator<A, B> {
  return govern({ is: 'either', rules: rulesGiven(comparators, 'either(...)'), decide: asAnySays });
}

/**
 * Accepts what every one of the comparators accepts. What one does not accept differs where that one says.
 * @throws TypeError for what is not a comparator, and without any
 * @example both(omitting('$.total'), by((quote: Quote) => Math.round(quote.total)))(control, candidate)
 */
export function both<A = any, B = A>(...comparators: readonly Comparator<A, B>[]): Comparator<A, B> {
  return govern({ is: 'both', rules: rulesGiven(comparators, 'both(...)'), decide: asAllSay });
}

/**
 * Tells what is equal from what is only good enough: what is equal matches, what the comparator accepts beyond that is
 * a match that is counted apart.
 *
 * @param reason why it is good enough
 * @throws TypeError for what is not a comparator
 * @example acceptable(approximately({ abs: 0.01 }), 'within a cent')(9.99, 10) // { acceptable: true, reason: 'within a cent' }
 */
export function acceptable<A = any, B = A>(comparator: Comparator<A, B>, reason?: string): Comparator<A, B> {
  if (reason !== undefined && typeof reason !== 'string') {
    throw new TypeError(`acceptable(...) was given ${show(reason)} for a reason; give it a string`);
  }
  const rule = ruleGiven(comparator, 'acceptable(...)');
  return govern({ is: 'acceptable', exact: EXACT, rule, reason, decide: asTolerated });
}

function rulesGiven(comparators: readonly unknown[], call: string): Rule[] {
  if (comparators.length === 0) throw new TypeError(`${call} was given no comparator; give it one or more`);
  return comparators.map((comparator) => ruleGiven(comparator, call));
}

/** The first that accepts; where none does, the one with the least to say against it. */
const asAnySays: Decide<Either> = ({ rules }, { control, candidate }, _, compare) => {
  const from = (at: number, closest?: Outcome): Eventually<Outcome> => {
    const rule = rules[at];
    if (rule === undefined || closest?.count === 0) return closest ?? EQUAL;
    return onceKnown(compare(rule, control, candidate), (outcome) =>
      from(at + 1, closest === undefined || outcome.count < closest.count ? outcome : closest),
    );
  };
  return from(0);
};

/** Whatever any of them says. */
const asAllSay: Decide<Either> = ({ rules }, { control, candidate }, _, compare) => {
  const outcomes = rules.map((rule) => compare(rule, control, candidate));
  if (outcomes.some((outcome) => outcome instanceof Promise)) return Promise.all(outcomes).then(union);
  return union(outcomes as Outcome[]);
};

function union(outcomes: readonly Outcome[]): Outcome {
  const reason = outcomes.map(({ acceptable }) => acceptable).find((one) => one !== undefined);
  const places = new Map(
    outcomes.flatMap(({ differences }) => differences.map((one) => [`${one.kind} ${one.path}`, one])),
  );
  const differences = [...places.values()];
  const differing = outcomes.filter(({ count }) => count > 0);
  // What one of them has counted and not told may be what another one tells.
  const isUntold =
    differing.length > 1 && differing.some(({ count, differences: told }) => count > told.length);
  return {
    differences,
    count: Math.max(differences.length, ...outcomes.map(({ count }) => count)),
    isAtLeast: isUntold || outcomes.some(({ isAtLeast }) => isAtLeast),
    ...(reason !== undefined && { acceptable: reason }),
  };
}

const asTolerated: Decide<Tolerated> = ({ exact, rule, reason }, { control, candidate }, _, compare) =>
  onceKnown(compare(exact, control, candidate, { isSearching: false, isSurviving: true }), (strict) => {
    if (strict.count === 0) return strict;
    return onceKnown(compare(rule, control, candidate), (outcome) =>
      outcome.count === 0 ? { ...outcome, acceptable: reason ?? outcome.acceptable ?? true } : outcome,
    );
  });
