import type { Rule } from '../comparators/rule.js';

const NESTING = 50;
const STEPS = 5_000_000;
/** What it takes to begin a comparison, in places that it could have looked at instead. */
const COMPARISON = 10;

/**
 * The search for counterparts among members without order, for as long as one comparison of two values takes: members
 * have members of their own, and somebody may be waiting for all of it.
 */
export class Search {
  #nesting = 0;
  #steps = 0;
  /** By control, who was found to be its like: who is shared is met again, and twice as often at every level. */
  readonly #alike = new Map<unknown, readonly [candidate: unknown, rule: Rule]>();

  /**
   * Whether two members are alike.
   * @throws RangeError when too much was tried in vain: a thousand members that are all different ask a million times
   */
  isAlike(control: unknown, candidate: unknown, rule: Rule, ask: () => boolean): boolean {
    const [other, under] = this.#alike.get(control) ?? [];
    if (under === rule && other === candidate) return true;
    const before = this.#steps;
    this.#nesting += 1;
    try {
      this.step(COMPARISON);
      if (!ask()) return false;
    } finally {
      this.#nesting -= 1;
    }
    // Only what was in vain adds up: the other steps are in proportion to what is there.
    this.#steps = before;
    this.#alike.set(control, [candidate, rule]);
    return true;
  }

  /** One more place is looked at. */
  step(count = 1): void {
    if (this.#nesting === 0) return;
    this.#steps += count;
    if (this.#steps > STEPS || this.#nesting > NESTING)
      throw new RangeError(
        `not matched within ${STEPS} steps and ${NESTING} levels; name their key: unordered('id')`,
      );
  }
}
