import { ABSENT, type Place, type Step } from '../differences/place.js';
import { type Key, keysOf, properties } from './contents.js';
import type { Glass } from './glass.js';

/** A member of a collection, and the step to it. */
export interface Item {
  readonly value: unknown;
  readonly step: Step;
}

/** An array's own keys: how far it goes, where it has holes, and the names it was given. */
interface Layout {
  readonly isDense: boolean;
  readonly indices: readonly string[];
  readonly names: readonly Key[];
}

/** Index by index. A hole is not `undefined`; names that an array was given, as a RegExp match is, count too. */
export function* items(
  control: readonly unknown[],
  candidate: readonly unknown[],
  glass: Glass,
): Generator<Place> {
  const [left, right] = [layout(control), layout(candidate)];
  for (const index of indicesOf(control, candidate, left, right)) {
    if (glass.omits(index)) continue;
    const value = item(control, index, glass);
    const other = item(candidate, index, glass);
    if (!glass.isSettled(value, other)) yield { step: index, control: value, candidate: other };
  }
  if (endsInHole(control, candidate))
    yield { step: 'length', control: control.length, candidate: candidate.length };
  if (left.names.length + right.names.length > 0) {
    yield* properties(control, candidate, left.names, right.names, glass);
  }
}

/** Then the one list is longer although nothing is there: no index shows it. */
function endsInHole(control: readonly unknown[], candidate: readonly unknown[]): boolean {
  if (control.length === candidate.length) return false;
  const longer = control.length > candidate.length ? control : candidate;
  return !Object.hasOwn(longer, longer.length - 1);
}

function item(list: readonly unknown[], index: number, glass: Glass): unknown {
  return Object.hasOwn(list, index) ? glass.read(list, index) : ABSENT;
}

/** What is there of a list, by its indices: how long it says that it is takes no time, and no memory. */
export function itemsOf(list: readonly unknown[]): Item[] {
  return layout(list).indices.map((index) => ({ value: list[Number(index)], step: Number(index) }));
}

function* indicesOf(control: readonly unknown[], candidate: readonly unknown[], left: Layout, right: Layout) {
  if (left.isDense && right.isDense) {
    const end = Math.max(control.length, candidate.length);
    for (let index = 0; index < end; index += 1) yield index;
    return;
  }
  // A list of four thousand million holes is not counted through.
  const indices = new Set([...left.indices, ...right.indices].map(Number));
  yield* [...indices].sort((a, b) => a - b);
}

/** Integer keys come first and in order, by the language's own rule, so names can only be at the end. */
function layout(list: readonly unknown[]): Layout {
  const keys = Object.keys(list);
  const end = keys.findLastIndex((key) => isIndex(key, list.length)) + 1;
  const symbols = keysOf(list).slice(keys.length);
  return {
    isDense: end === list.length,
    indices: keys.slice(0, end),
    names: [...keys.slice(end), ...symbols],
  };
}

function isIndex(key: string, length: number): boolean {
  return String(Number(key) >>> 0) === key && Number(key) < length;
}

/** Numbers in a row: typed arrays and bytes. Those that are the same are passed over here, where that is cheap. */
export function* elements(
  control: ArrayLike<unknown>,
  candidate: ArrayLike<unknown>,
  glass: Glass,
): Generator<Place> {
  const end = Math.max(control.length, candidate.length);
  for (let index = 0; index < end; index += 1) {
    const value = index < control.length ? control[index] : ABSENT;
    const other = index < candidate.length ? candidate[index] : ABSENT;
    if (value !== other && !glass.omits(index)) yield { step: index, control: value, candidate: other };
  }
}
