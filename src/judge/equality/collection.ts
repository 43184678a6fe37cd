import { below, type KeyOf, type Rule, some } from '../comparators/rule.js';
import { ABSENT, type Place } from '../differences/place.js';
import { isObject } from './brand.js';
import type { Glass } from './glass.js';
import { type Item, itemsOf } from './list.js';
import { type Group, groupBy, type Pairing, pairBest, pairGreedily, type Same } from './pairing.js';

type Crowd = Group<Item>;

/** Member by member, whatever their order. */
export function* members(
  control: ReadonlySet<unknown>,
  candidate: ReadonlySet<unknown>,
  glass: Glass,
): Generator<Place> {
  const membersOf = (set: ReadonlySet<unknown>) =>
    [...set].map((value, at) => ({ value, step: { member: value, at } }));
  yield* crowd({ control: membersOf(control), candidate: membersOf(candidate) }, undefined, glass);
}

/** The items of a list whose order does not count: as a multiset, or matched by key. */
export function* unorderedItems(
  control: readonly unknown[],
  candidate: readonly unknown[],
  by: KeyOf | undefined,
  glass: Glass,
): Generator<Place> {
  const all = { control: itemsOf(control), candidate: itemsOf(candidate) };
  yield* crowd(all, by, glass);
  // Holes are no members, and are counted too.
  if (control.length - all.control.length !== candidate.length - all.candidate.length)
    yield { step: 'length', control: control.length, candidate: candidate.length };
}

/** What has no counterpart comes first: it settles the matter. One object left on each side is taken for a pair. */
function* crowd(all: Crowd, by: KeyOf | undefined, glass: Glass): Generator<Place> {
  const [any = 0] = [all.control[0]?.step, all.candidate[0]?.step].filter((step) => step !== undefined);
  const rule = below(glass.rule, typeof any === 'number' ? -1 : any);
  if (rule.is === 'omitted') return;
  const { pairs, ...alone } = pairUp(all, by, rule, glass);
  const [one, other] = by === undefined ? lastTwo(alone) : [];
  if (one && other) pairs.push([one, other]);
  else yield* unmatched(alone);
  for (const [{ step, value }, { value: candidate }] of pairs) yield { step, control: value, candidate };
}

function lastTwo({ control, candidate }: Crowd): Item[] {
  const both = [...control, ...candidate];
  return control.length === 1 && candidate.length === 1 && both.every(({ value }) => isObject(value))
    ? both
    : [];
}

function* unmatched({ control, candidate }: Crowd): Generator<Place> {
  for (const { step, value } of control) yield { step, control: value, candidate: ABSENT };
  for (const { step, value } of candidate) yield { step, control: ABSENT, candidate: value };
}

function pairUp(all: Crowd, by: KeyOf | undefined, rule: Rule, glass: Glass): Pairing<Item> {
  const same: Same<Item> = (one, other) => glass.finder.alike(one.value, other.value, rule);
  const keyOf = by ?? digestUnder(rule, glass);
  if (keyOf === undefined) return pairBest(all, same);
  const pairGroup = some(rule, isLoose) ? pairBest<Item> : pairGreedily<Item>;
  const groups = [...groupBy(all, ({ value }) => keyOf(value))];
  return concat(groups.map((group) => certain(group) ?? inOrder(pairGroup(group, same), by !== undefined)));
}

/** Whatever a rule lets pass is left out of the digest. What a function decides has none, and it is asked of every pair. */
function digestUnder(rule: Rule, glass: Glass): KeyOf | undefined {
  if (rule.is !== 'places' || some(rule, ({ is }) => is === 'ask')) return undefined;
  return (value) => glass.finder.digest(value, rule);
}

/** Under it two may be like a third without being alike. */
function isLoose(rule: Rule): boolean {
  return rule.is === 'places' ? rule.policy.isNear !== undefined : rule.is !== 'omitted';
}

/** One on each side: if these two are not equal, then neither has an equal. */
function certain({
  control: [one, ...more],
  candidate: [other, ...others],
}: Crowd): Pairing<Item> | undefined {
  if (one === undefined || other === undefined || more.length + others.length > 0) return undefined;
  return { pairs: [[one, other]], control: [], candidate: [] };
}

/** Members that share a key and are not equal still belong together, in their order. */
function inOrder({ pairs, control, candidate }: Pairing<Item>, isKeyed: boolean): Pairing<Item> {
  const count = isKeyed ? Math.min(control.length, candidate.length) : 0;
  const others = candidate.slice(0, count);
  const further = others.flatMap((other, at) =>
    control.slice(at, at + 1).map((one) => [one, other] as const),
  );
  return { pairs: pairs.concat(further), control: control.slice(count), candidate: candidate.slice(count) };
}

function concat<T>(pairings: readonly Pairing<T>[]): Pairing<T> {
  return {
    pairs: pairings.flatMap(({ pairs }) => pairs),
    control: pairings.flatMap(({ control }) => control),
    candidate: pairings.flatMap(({ candidate }) => candidate),
  };
}
