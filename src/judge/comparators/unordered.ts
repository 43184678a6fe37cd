import type { Comparator } from '../../types/index.js';
import { type Decisive, govern, ruleGiven } from './govern.js';
import { type Key, keyGiven } from './key.js';
import { carried, EXACT, type Rule } from './rule.js';

/**
 * Compares two lists whatever the order of their members. Without a key they are multisets: each member must have an
 * equal of its own on the other side. With a key, members of the same key are compared with each other, so one that was
 * inserted is one difference; those that share a key are a multiset among themselves. Lists further inside keep their
 * order, and what is no list is compared as by equality.
 *
 * The key is a property's name, a path from the member as `$`, or a function of the member; it must make a primitive.
 * Members are compared as by equality, or by the comparator, which without a key must answer at once.
 *
 * @throws TypeError for a key that names nothing and what is not a comparator
 * @example unordered('sku')([{ sku: 'a' }, { sku: 'b' }], [{ sku: 'b' }, { sku: 'a' }]) // true
 * @example unordered(approximately({ abs: 0.01 }))([1, 2], [2, 1.01]) // true
 */
export function unordered<T = any>(): Decisive<T>;
export function unordered<T = any>(by: Key): Decisive<T>;
export function unordered<T = any>(members: Comparator): Comparator<T>;
export function unordered<T = any>(by: Key | undefined, members: Comparator): Comparator<T>;
export function unordered(first?: Key | Comparator, second?: Comparator): Comparator {
  // A comparator of ours carries its rule; any other function is taken for a key.
  const isMembers =
    typeof first === 'function' && carried(first as Comparator) !== undefined && second === undefined;
  const [by, members] = isMembers ? [undefined, first] : [first, second];
  const anyIndex: Rule = members === undefined ? EXACT : ruleGiven(members, 'unordered(...)');
  const list =
    by === undefined ? {} : { by: keyGiven(by, 'unordered(...)'), isTheirs: typeof by === 'function' };
  return govern({ ...EXACT, list, anyIndex, rest: EXACT });
}
