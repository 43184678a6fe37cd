import { EXACT } from '../comparators/rule.js';
import { ABSENT, type Place } from '../differences/place.js';
import type { Glass } from './glass.js';
import { type Group, groupBy, pairGreedily, type Same } from './pairing.js';

/** An entry of a Map. */
interface Item {
  readonly key: unknown;
  readonly value: unknown;
  readonly at: number;
}

/** Entry by entry, whatever their order. A key that is an object is found by itself, else by being equal. */
export function* entries(
  control: ReadonlyMap<unknown, unknown>,
  candidate: ReadonlyMap<unknown, unknown>,
  glass: Glass,
): Generator<Place> {
  const odd: { control: Item[]; candidate: Item[] } = { control: [], candidate: [] };
  // To ask a cache for an entry may move it to the end, and a getter may add another: a loop over either had no end.
  const [left, right] = [new Map(control), new Map(candidate)];
  for (const item of itemsOf(left)) {
    if (right.has(item.key)) yield* place(item, item.value, right.get(item.key), glass);
    else odd.control.push(item);
  }
  for (const item of itemsOf(right)) if (!left.has(item.key)) odd.candidate.push(item);
  yield* oddEntries(odd, glass);
}

/** Keys that the other Map has not got itself; it may have an equal one. */
function* oddEntries(odd: Group<Item>, glass: Glass): Generator<Place> {
  const sameKey: Same<Item> = (one, other) => glass.finder.alike(one.key, other.key, EXACT);
  const sameEntry: Same<Item> = (one, other) =>
    sameKey(one, other) && glass.finder.alike(one.value, other.value, EXACT);
  for (const group of groupBy(odd, ({ key }) => glass.finder.digest(key, EXACT))) {
    // A Map may hold several keys that are equal without being the same: then their values tell them apart.
    const byEntry = pairGreedily(group, sameEntry);
    const byKey = pairGreedily(byEntry, sameKey);
    for (const item of byKey.control) yield* place(item, item.value, ABSENT, glass);
    for (const item of byKey.candidate) yield* place(item, ABSENT, item.value, glass);
    for (const [one, other] of [...byEntry.pairs, ...byKey.pairs])
      yield* place(one, one.value, other.value, glass);
  }
}

function* place({ key, at }: Item, control: unknown, candidate: unknown, glass: Glass): Generator<Place> {
  const step = { key, at };
  if (!glass.omits(step)) yield { step, control, candidate };
}

function* itemsOf(map: ReadonlyMap<unknown, unknown>): Generator<Item> {
  let at = 0;
  for (const [key, value] of map) {
    yield { key, value, at };
    at += 1;
  }
}
