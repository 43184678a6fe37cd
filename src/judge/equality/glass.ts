import type { Manner } from '../comparators/manner.js';
import { below, isUniform, type Places, type Rule } from '../comparators/rule.js';
import { ABSENT, type Step, Unreadable } from '../differences/place.js';

/** How what is inside two values is read, and which of it is looked at. */
export interface Glass {
  /** Governs this place. */
  readonly rule: Places;
  /** Nobody is to look there, not even to read it. */
  readonly omits: (step: Step) => boolean;
  /** Whether a place is settled by both sides having the very same primitive value: no rule says anything about it. */
  readonly isSettled: (control: unknown, candidate: unknown) => boolean;
  /** A property; what stands in for it, where reading it throws and a walk is to survive that. */
  readonly read: (owner: any, key: PropertyKey) => unknown;
  /** Finds counterparts for those that have no place of their own yet. */
  readonly finder: Finder;
  /** Differences are looked for, and not only whether there are any. */
  readonly isSearching: boolean;
}

export interface Finder {
  /** Whether two values from inside are equal under a rule. */
  alike(control: unknown, candidate: unknown, rule: Rule): boolean;
  /** The same number for values that are equal under a rule. */
  digest(value: unknown, rule: Rule): number;
  /** Tells that one more place was looked at. */
  step(): void;
}

/** Looks through a rule. */
export function polish(rule: Places, { isSearching, isSurviving }: Manner, finder: Finder): Glass {
  const uniform = isUniform(rule);
  const settles = uniform ? isSamePrimitive : isAbsent;
  return {
    rule,
    finder,
    isSearching,
    isSettled: (control, candidate) => {
      finder.step();
      return settles(control, candidate);
    },
    omits: uniform ? () => false : (step) => below(rule, step).is === 'omitted',
    read: isSurviving ? reading : (owner, key) => owner[key],
  };
}

function isSamePrimitive(control: unknown, candidate: unknown): boolean {
  return control === candidate && (typeof control !== 'object' || control === null);
}

function isAbsent(control: unknown, candidate: unknown): boolean {
  return control === ABSENT && candidate === ABSENT;
}

/** What an object was asked for, or what stands in for it. */
function reading(owner: any, key: PropertyKey): unknown {
  try {
    return owner[key];
  } catch (error) {
    return new Unreadable(error);
  }
}
