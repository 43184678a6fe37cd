import type { Difference } from '../../types/index.js';
import { isAcceptable } from '../acceptable.js';
import { read } from '../answer.js';
import type { Manner } from '../comparators/manner.js';
import {
  type Asked,
  type Decision,
  type Either,
  EXACT,
  type Projected,
  type Rule,
  type Tolerated,
} from '../comparators/rule.js';
import type { Outcome } from '../differences/findings.js';
import { printPath } from '../differences/path.js';
import { ABSENT, type Place, type Trail } from '../differences/place.js';

type Eventually<T> = T | Promise<T>;
type Compare = (rule: Rule, control: unknown, candidate: unknown, manner?: Manner) => Eventually<Outcome>;

const EQUAL: Outcome = { differences: [], count: 0, isAtLeast: false };

/** Decides a place as a whole. What is absent is given as `undefined`, as a function would read it. */
export function decideWhole(
  rule: Decision,
  place: Place,
  trail: Trail | undefined,
  compare: Compare,
): Eventually<Outcome> {
  const control = place.control === ABSENT ? undefined : place.control;
  const candidate = place.candidate === ABSENT ? undefined : place.candidate;
  switch (rule.is) {
    case 'either':
      return either(rule, place, compare);
    case 'both':
      return both(rule, place, compare);
    case 'acceptable':
      return acceptable(rule, place, compare);
    case 'by':
      return project(rule, control, candidate, compare);
    case 'ask':
      return ask(rule, control, candidate, trail, compare);
  }
}

/** The first that accepts; where none does, the one with the least to say against it. */
function either(
  { rules }: Either,
  place: Place,
  compare: Compare,
  closest?: Outcome,
  at = 0,
): Eventually<Outcome> {
  const rule = rules[at];
  if (rule === undefined || closest?.count === 0) return closest ?? EQUAL;
  return then(compare(rule, place.control, place.candidate), (outcome) => {
    const closer = closest === undefined || outcome.count < closest.count ? outcome : closest;
    return either({ is: 'either', rules }, place, compare, closer, at + 1);
  });
}

/** Whatever any of them says. */
function both({ rules }: Either, place: Place, compare: Compare): Eventually<Outcome> {
  const outcomes = rules.map((rule) => compare(rule, place.control, place.candidate));
  if (outcomes.some((outcome) => outcome instanceof Promise)) return Promise.all(outcomes).then(union);
  return union(outcomes as Outcome[]);
}

function union(outcomes: readonly Outcome[]): Outcome {
  const reason = outcomes.map(({ acceptable }) => acceptable).find((one) => one !== undefined);
  const places = new Map(
    outcomes.flatMap(({ differences }) => differences.map((one) => [`${one.kind} ${one.path}`, one])),
  );
  const differences = [...places.values()];
  const untold = outcomes.map(({ count, differences: told }) => count - told.length);
  return {
    differences,
    count: differences.length + Math.max(0, ...untold),
    isAtLeast: outcomes.some(({ isAtLeast }) => isAtLeast),
    ...(reason !== undefined && { acceptable: reason }),
  };
}

function acceptable({ exact, rule, reason }: Tolerated, place: Place, compare: Compare): Eventually<Outcome> {
  const { control, candidate } = place;
  return then(compare(exact, control, candidate, { isSearching: false, isSurviving: true }), (strict) => {
    if (strict.count === 0) return strict;
    return then(compare(rule, control, candidate), (outcome) =>
      outcome.count === 0 ? { ...outcome, acceptable: reason ?? outcome.acceptable ?? true } : outcome,
    );
  });
}

function project({ project: view, rule }: Projected, control: unknown, candidate: unknown, compare: Compare) {
  return compare(rule, view(control), view(candidate));
}

function ask(rule: Asked, control: unknown, candidate: unknown, trail: Trail | undefined, compare: Compare) {
  const heard = (answer: unknown): Eventually<Outcome> => {
    if (isAcceptable(answer)) return { ...EQUAL, acceptable: answer.reason ?? true };
    const { equal, reason, differences } = read(answer);
    if (equal) return EQUAL;
    if (differences)
      return told(differences.map((one) => ({ ...one, path: printPath(trail) + one.path.slice(1) })));
    if (reason !== undefined)
      return told([{ path: printPath(trail), kind: 'changed', control, candidate, reason }]);
    return located(control, candidate, trail, compare);
  };
  return then(rule.ask(control, candidate) as Eventually<unknown>, heard);
}

/** Who says no and nothing else is helped out with where they differ. */
function located(
  control: unknown,
  candidate: unknown,
  trail: Trail | undefined,
  compare: Compare,
): Eventually<Outcome> {
  return then(compare(EXACT, control, candidate), (outcome) =>
    outcome.count > 0 ? outcome : told([{ path: printPath(trail), kind: 'changed', control, candidate }]),
  );
}

function told(differences: readonly Difference[]): Outcome {
  return { differences: differences.slice(0, 50), count: differences.length, isAtLeast: false };
}

function then<T, R>(value: T | PromiseLike<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  if (!isThenable(value)) return next(value);
  return Promise.resolve(value).then(next);
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
