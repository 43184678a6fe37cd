import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { snapshot } from '../../src/observe/snapshot.js';

class Node {
  own: unknown;
}

const primitives = [
  fc.boolean(),
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.constantFrom(null, undefined),
  // To Node no invalid date equals another.
  fc.date({ noInvalidDate: true }),
];

const anything = fc.anything({
  values: primitives,
  withBigInt: true,
  withBoxedValues: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withObjectString: true,
});

it('is deeply equal to the original', () => {
  fc.assert(
    fc.property(anything, (original) => {
      expect(isDeepStrictEqual(snapshot(original), original)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it('never shows what becomes of the original', () => {
  fc.assert(
    fc.property(anything, (original) => {
      const copy = snapshot(original);
      const control = snapshot(original);
      spoil(original);
      expect(isDeepStrictEqual(copy, control)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

// Nodes of five kinds, joined at random: cycles, shared nodes and islands come of themselves.
const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    kinds: fc.array(fc.constantFrom('object', 'array', 'map', 'set', 'instance'), {
      minLength: size,
      maxLength: size,
    }),
    edges: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 3 * size }),
  }),
);

it('has the same shape as the original, with every cycle and every shared node', () => {
  fc.assert(
    fc.property(graph, ({ kinds, edges }) => {
      const nodes = kinds.map(create);
      for (const [index, [from, to]] of edges.entries())
        join(nodes[from] as object, nodes[to] as object, index);
      expectSameShape(nodes[0] as object, snapshot(nodes[0] as object));
    }),
    { numRuns: 1_000 },
  );
});

function create(kind: string): object {
  if (kind === 'array') return [];
  if (kind === 'map') return new Map();
  if (kind === 'set') return new Set();
  return kind === 'instance' ? new Node() : {};
}

function join(from: object, to: object, index: number): void {
  if (Array.isArray(from)) from.push(to);
  else if (from instanceof Map) from.set(index % 2 ? to : index, to);
  else if (from instanceof Set) from.add(to);
  else Object.assign(from, { [`edge${index}`]: to });
}

function expectSameShape(original: object, copy: object): void {
  const twins = new Map<object, object>();
  const open: [unknown, unknown][] = [[original, copy]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [left, right] = pair;
    if (typeof left !== 'object' || left === null) expect(right).toBe(left);
    else if (twins.has(left)) expect(right).toBe(twins.get(left));
    else {
      twins.set(left, right as object);
      const [ours, theirs] = [children(left), children(right as object)];
      expect(theirs.length).toBe(ours.length);
      for (const [index, child] of ours.entries()) open.push([child, theirs[index]]);
    }
  }
  expect(new Set(twins.values()).size).toBe(twins.size);
  for (const object of twins.values()) expect(twins.has(object)).toBe(false);
}

function children(object: object): unknown[] {
  if (object instanceof Map) return [...object].flat();
  if (object instanceof Set) return [...object];
  return Object.values(object);
}

/** Changes everything that can be changed in a value. */
function spoil(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  const inner = value instanceof Map || value instanceof Set ? children(value) : Object.values(value);
  for (const child of inner) spoil(child, seen);
  if (value instanceof Map) value.clear();
  else if (value instanceof Set) value.clear();
  else if (value instanceof Date) value.setTime(42);
  else if (ArrayBuffer.isView(value)) new Uint8Array(value.buffer).fill(255);
  else {
    for (const key of Object.keys(value)) Reflect.deleteProperty(value, key);
    Object.assign(value, { spoilt: true });
  }
}
