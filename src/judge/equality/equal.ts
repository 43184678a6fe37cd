import { ANSWERING } from '../comparators/manner.js';
import { carry, EXACT } from '../comparators/rule.js';
import type { Outcome } from '../differences/outcome.js';
import { plainEqual } from './plain.js';
import { compareUnder } from './walk.js';

/**
 * Whether two values are equal, all the way down: what experiments compare by unless told otherwise.
 *
 * - Numbers: `NaN` is equal to itself, `-0` to `0`. A number, a bigint and a boxed number are three things.
 * - Objects are equal when they are of the same class and have equal own enumerable fields, symbols too. A field that
 *   is `undefined` is not a missing field, and a hole in an array is not `undefined`.
 * - The order of entries in a Map and of members in a Set does not count; keys and members may be objects.
 * - Dates by their time, two invalid ones are equal; regular expressions by source, flags and `lastIndex`; buffers and
 *   typed arrays by what is in them; URLs by `href`, search parameters, headers and forms by their entries.
 * - Errors by class, name, message, `code`, `cause` and `errors`; the stack does not count.
 * - Functions and symbols are equal to themselves only.
 * - An instance of a class with `#private` state, of a host's own class, or without fields, is also asked what it says
 *   of itself (`toJSON`, `valueOf` or `toString`, where it has its own); when it holds something that it neither shows
 *   nor says, it is equal to itself only. Beside fields, state kept in a WeakMap or a closure cannot be seen; what
 *   extends a Map, a list, a date or an error is compared as such, and not asked for more.
 * - A promise, an iterator, a generator, a stream is left untouched and equal to nothing, not even to itself.
 *
 * Cyclic and shared values are fine, and so are 100 000 levels. What a getter or a Proxy throws is thrown, and a
 * RangeError beyond 200 000 levels, where some getters have no end.
 *
 * @example equal({ at: new Date(0), ids: new Set([1, 2]) }, { ids: new Set([2, 1]), at: new Date(0) }) // true
 */
export const equal: (control: unknown, candidate: unknown) => boolean = /* @__PURE__ */ carry(
  (control, candidate) => plainEqual(control, candidate) ?? isSame(control, candidate),
  EXACT,
);

/** Exact rules ask nobody, so nothing can make this a promise. */
function isSame(control: unknown, candidate: unknown): boolean {
  return (compareUnder(EXACT, control, candidate, ANSWERING) as Outcome).count === 0;
}
