import { FAILED, isolate, isThenable } from '../isolate.js';
import type { Comparator, Difference, Returned } from '../types/index.js';
import { type Reading, read } from './answer.js';
import { onlyReads } from './comparators/index.js';
import { carried } from './comparators/rule.js';
import { type Court, type Finding, MATCH, UNREADABLE } from './court.js';
import { bounded } from './differences/bounded.js';
import { explain } from './differences/explain.js';
import { messageOf } from './differences/message.js';
import { wildcardPath } from './differences/wildcard.js';
import { bothEmpty } from './empty.js';
import { equal } from './equality/equal.js';
import { consumable } from './equality/incomparable.js';

/** Compares two values. At once, or a promise of it where the comparator answers one; neither throws nor rejects. */
export function compare(
  control: Returned,
  candidate: Returned,
  comparator: Comparator,
  court: Court,
): Finding | Promise<Finding> {
  try {
    // The one that nearly all use, and need not be asked what it is.
    if (comparator === equal || onlyReads(comparator))
      return compareByOurs(control, candidate, comparator, court);
    return compareByTheirs(candidate, comparator, court);
  } catch (error) {
    return broken(error, court);
  }
}

/** Whether two values are equal beyond doubt. Never throws; false says nothing but that `compare` has to be asked. */
export function matches(control: unknown, candidate: unknown): boolean {
  try {
    return equal(control, candidate) && !provesLittle(control, candidate);
  } catch {
    return false;
  }
}

function broken(error: unknown, court: Court): Finding {
  court.tell('compare', error);
  return { outcome: 'comparator_error', reason: messageOf(error) };
}

function compareByTheirs(
  candidate: Returned,
  comparator: Comparator,
  court: Court,
): Finding | Promise<Finding> {
  const left = court.protect();
  const right = court.protectCandidate(candidate);
  if (left === FAILED || right === FAILED) return UNREADABLE;
  const found = (answer: unknown) => findingOf(answer, left as Returned, right, comparator, court);
  const answer = comparator((left as Returned).value, right.value);
  if (!isThenable(answer)) return found(answer);
  return court
    .within(answer)
    .then(found)
    .catch((error) => broken(error, court));
}

/** Ours only read, so they may read what the caller holds, and nothing is copied for them but what has to be. */
function compareByOurs(
  control: Returned,
  candidate: Returned,
  comparator: Comparator,
  court: Court,
): Finding {
  const answer = comparator(control.value, candidate.value);
  if (answer === true) return provesLittle(control.value, candidate.value) ? EMPTY : MATCH;
  const finding = findingOf(answer, control, candidate, comparator, court);
  if (finding.outcome !== 'mismatch' || !court.isHandedOver()) return finding;
  // Is it the caller who has changed what the two share?
  const then = court.protectCandidate(candidate);
  if (then === FAILED) return finding;
  return findingOf(comparator(control.value, then.value), control, then, comparator, court);
}

function findingOf(
  answer: unknown,
  control: Returned,
  candidate: Returned,
  comparator: Comparator,
  court: Court,
): Finding {
  const reading = read(answer);
  return reading.equal
    ? matching(reading, control, candidate)
    : differing(reading, control, candidate, comparator, court);
}

const EMPTY: Finding = { outcome: 'match', empty: true };

function matching({ acceptable, reason }: Reading, control: Returned, candidate: Returned): Finding {
  const isEmpty = provesLittle(control.value, candidate.value);
  if (!isEmpty && acceptable === undefined) return MATCH;
  return {
    outcome: 'match',
    ...(isEmpty && { empty: true }),
    ...(acceptable !== undefined && { acceptable, ...(reason !== undefined && { reason }) }),
  };
}

/** A value may be a Proxy that throws: what matched is a match all the same. */
function provesLittle(control: unknown, candidate: unknown): boolean {
  try {
    return !hasMembers(control) && bothEmpty(control, candidate);
  } catch {
    return false;
  }
}

/** Nearly every value that is on trial has some, and this is the cheapest way to see one. */
function hasMembers(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const _ in value) return true;
  return false;
}

function differing(
  reading: Reading,
  control: Returned,
  candidate: Returned,
  comparator: Comparator,
  court: Court,
): Finding {
  const located: Located =
    reading.differences === undefined ? locate(control, candidate, comparator, court) : reading;
  const incomparable = incomparableIn(located, control, candidate, comparator);
  if (incomparable !== undefined) {
    court.tellOnce('compare', new TypeError(`${incomparable}; it was left untouched, compare with by(...)`));
    return { outcome: 'comparator_error', reason: incomparable };
  }
  const { differences = NONE, count, atLeast } = located;
  return {
    outcome: 'mismatch',
    differences: differences.map(withPattern),
    ...(count !== undefined && { differenceCount: count }),
    ...(atLeast === true && { atLeast }),
    ...(reading.reason !== undefined && { reason: reading.reason }),
  };
}

const NONE: readonly Difference[] = Object.freeze([]);

interface Located {
  readonly differences?: readonly Difference[];
  readonly count?: number;
  readonly atLeast?: true;
}

/** Where they differ is for a person to read; that they differ stands without it. */
function locate(control: Returned, candidate: Returned, comparator: Comparator, court: Court): Located {
  const explained = isolate(
    (error) => court.tell('compare', error),
    () => explain(comparator, control.value, candidate.value),
  );
  if (explained === FAILED) return {};
  const { differences, count, atLeast } = explained;
  return { differences, count, ...(atLeast && { atLeast }) };
}

/** Patterns are kept, and a path may be as long as a comparator of the user's likes. */
function withPattern(difference: Difference): Difference {
  return { ...difference, pattern: bounded(wildcardPath(difference.path)) };
}

/**
 * Why nobody knows whether they are alike: all that differs can only be compared by consuming it. A function of the
 * user's may know how to compare a response by its status, so its word stands.
 */
function incomparableIn(
  { differences = NONE, count = differences.length }: Located,
  control: Returned,
  candidate: Returned,
  comparator: Comparator,
): string | undefined {
  if (carried(comparator) === undefined) return undefined;
  const whole = bothConsumable(control.value, candidate.value);
  if (whole !== undefined || differences.length === 0 || count > differences.length) return whole;
  const reasons = differences.map((each) => bothConsumable(each.control, each.candidate));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

function bothConsumable(control: unknown, candidate: unknown): string | undefined {
  const reason = isolate(
    () => {},
    () => (consumable(control) === undefined ? undefined : consumable(candidate)),
  );
  return reason === FAILED ? undefined : reason;
}
