import { ABSENT, type Place, type Remark } from '../differences/place.js';
import type { Glass } from './glass.js';

/** What is inside two values of one kind, place by place, for as long as somebody asks. */
export type Contents = Iterator<Place | Remark, void>;

export type Key = string | symbol;

/** The own enumerable keys of an object, symbols too. */
export function keysOf(value: object): Key[] {
  const names: Key[] = Object.keys(value);
  const symbols = Object.getOwnPropertySymbols(value);
  return symbols.length === 0 ? names : names.concat(symbols.filter((symbol) => isEnumerable(value, symbol)));
}

function isEnumerable(value: object, key: Key): boolean {
  return Object.prototype.propertyIsEnumerable.call(value, key);
}

/** Own enumerable fields: what records and instances of classes are made of. */
export function fields(control: object, candidate: object, glass: Glass): Generator<Place> {
  return properties(control, candidate, keysOf(control), keysOf(candidate), glass);
}

export function* properties(
  control: object,
  candidate: object,
  keys: readonly Key[],
  others: readonly Key[],
  glass: Glass,
): Generator<Place> {
  // The same keys in the same order is what most pairs have, and then there is nothing to look up.
  const unmet = isSameList(keys, others) ? undefined : new Set(others);
  for (const key of keys) {
    const isShared = unmet?.delete(key) ?? true;
    if (glass.omits(key)) continue;
    const value = glass.read(control, key);
    const other = isShared ? glass.read(candidate, key) : ABSENT;
    if (!glass.isSettled(value, other)) yield { step: key, control: value, candidate: other };
  }
  for (const key of unmet ?? []) {
    if (!glass.omits(key)) yield { step: key, control: ABSENT, candidate: glass.read(candidate, key) };
  }
}

function isSameList(keys: readonly Key[], others: readonly Key[]): boolean {
  return keys.length === others.length && keys.every((key, at) => key === others[at]);
}
