import { EXACT } from '../comparators/rule.js';
import type { Glass } from './glass.js';
import { groupBy, pairGreedily, type Same } from './pairing.js';

const LENGTH = 10_000;

interface Digested {
  readonly value: unknown;
  readonly digest: number;
}

/**
 * Whether two lists have the same members in another order: one thing to say, instead of a change at every index. Only
 * asked where nothing is tolerated, for there equal members have equal digests and the search is short.
 */
export function isReordered(
  control: readonly unknown[],
  candidate: readonly unknown[],
  glass: Glass,
): boolean {
  const { length } = control;
  if (glass.rule !== EXACT || length !== candidate.length || length < 2 || length > LENGTH) return false;
  const [left, right] = [digests(control, glass), digests(candidate, glass)];
  return isPermuted(left, right) && isMatched(left, right, glass);
}

function digests(list: readonly unknown[], glass: Glass): Digested[] {
  return Array.from(list, (value) => ({ value, digest: glass.finder.digest(value, EXACT) }));
}

function isPermuted(left: readonly Digested[], right: readonly Digested[]): boolean {
  if (left.every(({ digest: one }, index) => one === right[index]?.digest)) return false;
  const sorted = inOrder(left);
  return inOrder(right).every((one, index) => one === sorted[index]);
}

function inOrder(list: readonly Digested[]): number[] {
  return list.map(({ digest: one }) => one).sort((a, b) => a - b);
}

function isMatched(control: readonly Digested[], candidate: readonly Digested[], glass: Glass): boolean {
  const same: Same<Digested> = (one, other) => glass.finder.alike(one.value, other.value, EXACT);
  const groups = [...groupBy({ control, candidate }, ({ digest: one }) => one)];
  return groups.every((group) => pairGreedily(group, same).control.length === 0);
}
