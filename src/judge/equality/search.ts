import { ANSWERING, type Manner } from '../comparators/manner.js';
import type { Rule } from '../comparators/rule.js';
import type { Eventually, Outcome } from '../differences/outcome.js';
import { isObject } from './brand.js';
import { digest, type Fold } from './digest.js';
import type { Finder } from './glass.js';
import { differ } from './primitive.js';
import { sortOf } from './sorts.js';

const NESTING = 50;
const STEPS = 5_000_000;
/** What it takes to begin a comparison, in places that it could have looked at instead. */
const COMPARISON = 10;
/** Of the places that a digest may take, about as many as one that is worth it does. */
const DIGEST = 100;

/** Compares two values from inside, as part of a search. */
type Compare = (
  rule: Rule,
  control: unknown,
  candidate: unknown,
  manner: Manner,
  trail: undefined,
  search: Search,
) => Eventually<Outcome>;

/**
 * The search for counterparts among members without order, for as long as one comparison of two values takes: members
 * have members of their own, and somebody may be waiting for all of it.
 */
export class Search implements Finder {
  readonly #compare: Compare;
  #nesting = 0;
  #steps = 0;
  /** By control, who was found to be its like: who is shared is met again, and twice as often at every level. */
  readonly #alike = new Map<unknown, readonly [candidate: unknown, rule: Rule]>();

  constructor(compare: Compare) {
    this.#compare = compare;
  }

  /** @throws RangeError when too much was tried in vain: a thousand members that are all different ask a million times */
  alike(control: unknown, candidate: unknown, rule: Rule): boolean {
    const [other, under] = this.#alike.get(control) ?? [];
    if (under === rule && other === candidate) return true;
    const before = this.#steps;
    this.#nesting += 1;
    try {
      this.step(COMPARISON);
      if (!this.#ask(control, candidate, rule)) return false;
    } finally {
      this.#nesting -= 1;
    }
    // Only what was in vain adds up: the other steps are in proportion to what is there.
    this.#steps = before;
    this.#alike.set(control, [candidate, rule]);
    return true;
  }

  #ask(control: unknown, candidate: unknown, rule: Rule): boolean {
    // Most members are primitives, and a walk of their own would cost more than they do.
    const isShort = rule.is === 'places' && !(isObject(control) && isObject(candidate));
    if (isShort) return differ(control, candidate, rule.policy) === undefined;
    const outcome = this.#compare(rule, control, candidate, ANSWERING, undefined, this);
    if (!(outcome instanceof Promise)) return outcome.count === 0;
    throw new TypeError(
      "unordered(...) tries members against each other, and was given a comparator that answers a promise; name their key: unordered('id', comparator)",
    );
  }

  digest(value: unknown, rule: Rule): number {
    this.step(DIGEST);
    return digest(value, rule, foldOf);
  }

  step(count = 1): void {
    if (this.#nesting === 0) return;
    this.#steps += count;
    if (this.#steps > STEPS || this.#nesting > NESTING)
      throw new RangeError(
        `not matched within ${STEPS} steps and ${NESTING} levels; name their key: unordered('id')`,
      );
  }
}

function foldOf(value: object): Fold {
  return sortOf(value).fold;
}
