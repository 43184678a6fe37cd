import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approximately,
  at,
  by,
  either,
  equal,
  ignoringCase,
  omitting,
  unordered,
} from '../../src/judge/comparators/index.js';
import { explain } from '../../src/judge/differences/explain.js';
import { parsePath } from '../../src/judge/differences/pattern.js';
import { wildcardPath } from '../../src/judge/differences/wildcard.js';
import { patch } from './patch.js';

/** What JSON can hold, and undefined; objects of Object.prototype with any key at all. */
const leaf = fc.oneof(
  fc.string(),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);
const key = fc.oneof(
  fc.string(),
  fc.constantFrom('a', 'b', 'constructor', 'toString', '__proto__', 'odd "key"\n'),
);
const { json } = fc.letrec<{ json: unknown; list: unknown[]; record: object }>((tie) => ({
  json: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, leaf, tie('list'), tie('record')),
  list: fc.array(tie('json'), { maxLength: 6 }),
  record: fc.dictionary(key, tie('json'), { maxKeys: 6, noNullPrototype: true }),
}));
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withObjectString: false,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
  withUnicodeString: true,
});

/** Two values that are alike more often than chance would have it. */
const related = fc.tuple(json, json, fc.array(fc.nat(5), { maxLength: 4 })).map(([one, other, way]) => {
  return { control: one, candidate: graft(structuredClone(one), way, other) };
});

/** Puts another value somewhere inside, or in the place of the whole. */
function graft(value: any, [step, ...way]: number[], other: unknown): unknown {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (step === undefined || keys.length === 0) return other;
  const [name = ''] = keys.slice(step % keys.length);
  const inner = graft(value[name], way, other);
  Object.defineProperty(value, name, { value: inner, enumerable: true, configurable: true, writable: true });
  return value;
}

const runs = { numRuns: 500 };

describe('equal', () => {
  test('finds no difference between a value and its copy', () => {
    fc.assert(
      fc.property(anything.filter(isClonable), (value) => {
        const copy = copied(value);
        expect(equal(value, copy)).toBe(true);
        expect(explain(equal, value, copy)).toEqual({ differences: [], count: 0, atLeast: false });
      }),
      runs,
    );
  });

  test('says of data what isDeepStrictEqual says, but that the zeros are one', () => {
    fc.assert(
      fc.property(related, ({ control, candidate }) => {
        expect(equal(control, candidate)).toBe(isDeepStrictEqual(unsigned(control), unsigned(candidate)));
      }),
      runs,
    );
  });

  test('says the same in both directions, and the same as the list of differences', () => {
    fc.assert(
      fc.property(
        fc.oneof(related, fc.record({ control: anything, candidate: anything })),
        ({ control, candidate }) => {
          const answer = equal(control, candidate);
          expect(equal(candidate, control)).toBe(answer);
          expect(explain(equal, control, candidate).count === 0).toBe(answer);
        },
      ),
      runs,
    );
  });
});

describe('The differences', () => {
  test('applied to the control give the candidate', () => {
    fc.assert(
      fc.property(related, ({ control, candidate }) => {
        const { differences, count } = explain(equal, control, candidate);
        fc.pre(count === differences.length);
        expect(equal(patch(control, differences), candidate)).toBe(true);
      }),
      runs,
    );
  });

  test('are one, at the very place, where one place differs', () => {
    const unlike = Symbol('unlike');
    fc.assert(
      fc.property(json, fc.array(fc.nat(5), { maxLength: 6 }), (value, way) => {
        const { path, differs } = place(value, way);
        const { differences, count } = explain(equal, value, differs(unlike));
        expect(count).toBe(1);
        expect(differences[0]).toMatchObject({ path, kind: 'type', candidate: unlike });
        expect(omitting(path)(value, differs(unlike))).toBe(true);
        expect(omitting(wildcardPath(path))(value, differs(unlike))).toBe(true);
        expect(at({ [path]: () => true })(value, differs(unlike))).toBe(true);
      }),
      runs,
    );
  });
});

describe('A tolerance', () => {
  const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
  const tolerance = fc.record({
    abs: fc.double({ min: 0, max: 10, noNaN: true }),
    rel: fc.double({ min: 0, max: 2, noNaN: true }),
  });

  test('is symmetric', () => {
    fc.assert(
      fc.property(number, number, tolerance, (one, other, allowed) => {
        const near = approximately(allowed);
        expect(near({ v: [one] }, { v: [other] })).toBe(near({ v: [other] }, { v: [one] }));
      }),
      runs,
    );
  });

  test('is what its formula says, but for rounding', () => {
    fc.assert(
      fc.property(number, number, tolerance, (one, other, allowed) => {
        const bound = Math.max(allowed.abs, allowed.rel * Math.max(Math.abs(one), Math.abs(other)));
        const distance = Math.abs(one - other);
        fc.pre(Math.abs(distance - bound) > 1e-9);
        expect(approximately(allowed)(one, other)).toBe(distance <= bound);
      }),
      runs,
    );
  });

  test('for bigints is exact', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), fc.nat(1000), (one, other, abs) => {
        const distance = one > other ? one - other : other - one;
        expect(approximately({ abs })(one, other)).toBe(distance <= BigInt(abs));
        const magnitudes = [one, -one, other, -other];
        expect(approximately({ rel: 0.25 })(one, other)).toBe(
          magnitudes.some((value) => distance * 4n <= value),
        );
      }),
      runs,
    );
  });
});

describe('unordered', () => {
  const shuffled = fc
    .array(json, { maxLength: 8 })
    .chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );

  test('does not change its answer when a list is permuted', () => {
    fc.assert(
      fc.property(shuffled, shuffled, ([list, mixed], [other]) => {
        expect(unordered()(list, structuredClone(mixed))).toBe(true);
        expect(unordered()(list, other)).toBe(unordered()(mixed, other));
        expect(explain(unordered(), list, other).count > 0).toBe(!unordered()(list, other));
      }),
      { numRuns: 100 },
    );
  });

  test('does not change its answer when a list is permuted, although a tolerance is not transitive', () => {
    const numbers = fc.array(
      fc.integer({ min: 0, max: 40 }).map((tenths) => tenths / 10),
      { maxLength: 7 },
    );
    const loosely = unordered(approximately({ abs: 0.6 }));
    fc.assert(
      fc.property(numbers, numbers, (one, other) => {
        const fits = canPair(
          [...one].sort((a, b) => a - b),
          [...other].sort((a, b) => a - b),
        );
        expect(loosely(one, other)).toBe(fits);
        expect(loosely([...one].reverse(), other)).toBe(fits);
      }),
      runs,
    );
  });

  /** On a line, if there is a perfect pairing within a distance, then pairing in order is one. */
  function canPair(one: number[], other: number[]): boolean {
    return (
      one.length === other.length &&
      one.every((value, at) => Math.abs(value - Number(other[at])) <= 0.6 + 1e-9)
    );
  }

  test('finds every member a counterpart that its comparator accepts', () => {
    const comparators = [
      omitting('$.a'),
      omitting('$[*]'),
      omitting('$.a', '$.b[2]'),
      omitting('$[1]', '$.*.b'),
      at({ '$.a': unordered(), '$.b': () => true }),
      at({ '$[*]': either(equal, omitting('$.a')), '$.a': by(() => 0) }),
      approximately({ abs: 1 }, omitting('$.a[*].b')),
      at({ $: unordered((member) => typeof member) }),
      unordered(unordered(omitting('$.b'))),
      ignoringCase,
    ];
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    });
    const some = fc.oneof(
      related,
      fc.record({ control: value, candidate: value }),
      fc.tuple(value, value).map(([one, other]) => ({
        control: { a: one, b: [1, one] },
        candidate: { a: other, b: [1, one, other] },
      })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...comparators), some, (comparator, { control, candidate }) => {
        const accepts = comparator(control, candidate) === true;
        // Two of each: a single one that is left on either side is taken for a pair without any search.
        expect(unordered(comparator)([control, control], [candidate, candidate]) === true).toBe(accepts);
      }),
      runs,
    );
  });

  test('with a key says the same of every permutation, also where keys repeat', () => {
    const lines = fc.array(fc.record({ id: fc.nat(4), price: fc.nat(2) }), { maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const answer = unordered('id')(one, other);
        expect(unordered('id')([...one].reverse(), other)).toBe(answer);
        expect(unordered()(one, other)).toBe(answer);
      }),
      runs,
    );
  });
});

test('A path that is printed can be parsed, whatever the keys', () => {
  fc.assert(
    fc.property(key, fc.nat(), (name, index) => {
      const { differences } = explain(
        equal,
        { [name]: lastOf(index % 50, 1) },
        { [name]: lastOf(index % 50, 2) },
      );
      expect(parsePath(String(differences[0]?.path), 'test')).toEqual([name, index % 50]);
    }),
  );
});

function lastOf(index: number, value: number): number[] {
  return [...new Array(index).fill(0), value];
}

/** A place inside a value, and the value with something else there. */
function place(value: any, way: readonly number[]) {
  const steps: (string | number)[] = [];
  let at = value;
  for (const step of way) {
    const keys = typeof at === 'object' && at !== null ? Object.keys(at) : [];
    if (keys.length === 0) break;
    const [name = ''] = keys.slice(step % keys.length);
    steps.push(Array.isArray(at) ? Number(name) : name);
    at = at[name];
  }
  return { path: print(steps), differs: (unlike: unknown) => replaced(value, steps, unlike) };
}

function print(steps: readonly (string | number)[]): string {
  const isName = (step: string) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(step);
  return steps.reduce<string>(
    (path, step) =>
      path + (typeof step === 'string' && isName(step) ? `.${step}` : `[${JSON.stringify(step)}]`),
    '$',
  );
}

function replaced(value: any, [step, ...steps]: (string | number)[], unlike: unknown): unknown {
  if (step === undefined) return unlike;
  const copy = Array.isArray(value)
    ? [...value]
    : Object.defineProperties({}, Object.getOwnPropertyDescriptors(value));
  const inner = replaced(value[step], steps, unlike);
  return Object.defineProperty(copy, step, {
    value: inner,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** structuredClone makes holes and null prototypes into something else. */
function copied(value: any): unknown {
  if (value instanceof Map) return new Map([...value].map(([name, inner]) => [copied(name), copied(inner)]));
  if (value instanceof Set) return new Set([...value].map(copied));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Date) {
    return typeof value === 'object' ? structuredClone(value) : value;
  }
  const copy = Array.isArray(value) ? new Array(value.length) : Object.create(Object.getPrototypeOf(value));
  // An array has made its own already.
  const isMade = (name: unknown) => Array.isArray(value) && name === 'length';
  for (const name of Reflect.ownKeys(value).filter((own) => !isMade(own))) {
    Object.defineProperty(copy, name, {
      value: copied(value[name]),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

function isClonable(value: unknown): boolean {
  return typeof value !== 'function';
}

/** isDeepStrictEqual tells 0 from -0. */
function unsigned(value: any): unknown {
  if (typeof value === 'number') return value + 0;
  if (Array.isArray(value)) return value.map(unsigned);
  if (typeof value !== 'object' || value === null) return value;
  const copy = {};
  for (const name of Object.keys(value)) {
    Object.defineProperty(copy, name, {
      value: unsigned(value[name]),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}
