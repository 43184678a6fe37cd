import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  acceptable,
  approximately,
  at,
  both,
  by,
  either,
  equal,
  ignoringCase,
  omitting,
  trimmed,
  unordered,
} from '../../../src/judge/comparators/index.js';
import { explain } from '../../../src/judge/differences/explain.js';
import { wildcardPath } from '../../../src/judge/differences/wildcard.js';
import type { Comparator } from '../../../src/types/index.js';

/** Small values that are often alike: few leaves, few names. */
const { value } = fc.letrec<{ value: unknown }>((tie) => {
  const list = fc.array(tie('value'), { maxLength: 3 });
  const entries = fc.array(fc.tuple(fc.constantFrom('a', 'b', 1), tie('value')), { maxLength: 3 });
  return {
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<unknown>(0, 1, 2, 1.05, 'a', 'A', ' a', true, null, undefined),
      list,
      list.map((members) => new Set(members)),
      entries.map((pairs) => new Map<unknown, unknown>(pairs)),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
      tie('value').map((cause) => new Error('failed', { cause })),
    ),
  };
});

const path = fc
  .array(fc.constantFrom('.a', '.b', '.*', '[0]', '[1]', '[*]'), { minLength: 1, maxLength: 3 })
  .map((steps) => `$${steps.join('')}`);

/** A comparator that may refuse to be made, and what it looks like. */
interface Recipe {
  readonly text: string;
  readonly make: () => Comparator;
}

const recipe = (text: string, make: () => Comparator): Recipe => ({ text, make });

const ownTypes = (one: unknown, other: unknown) => typeof one === typeof other;
const near = { abs: 1 };

const { made } = fc.letrec<{ made: Recipe }>((tie) => {
  const one = tie('made');
  const two = fc.tuple(one, one);
  return {
    made: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(
        recipe('equal', () => equal),
        recipe('ignoringCase', () => ignoringCase),
        recipe('trimmed', () => trimmed),
        recipe('approximately', () => approximately(near)),
        recipe('unordered', () => unordered()),
        recipe("unordered('a')", () => unordered('a')),
      ),
      fc
        .tuple(path, one)
        .map(([place, { text, make }]) =>
          recipe(`omitting(${place}, ${text})`, () => omitting(place, make())),
        ),
      fc
        .tuple(path, two)
        .map(([place, [there, rest]]) =>
          recipe(`at(${place}: ${there.text}, ${rest.text})`, () =>
            at({ [place]: there.make() }, rest.make()),
          ),
        ),
      path.map((place) => recipe(`at(${place}: own)`, () => at({ [place]: ownTypes }))),
      one.map(({ text, make }) => recipe(`by(${text})`, () => by((inner: unknown) => ({ inner }), make()))),
      two.map(([a, b]) => recipe(`both(${a.text}, ${b.text})`, () => both(a.make(), b.make()))),
      two.map(([a, b]) => recipe(`either(${a.text}, ${b.text})`, () => either(a.make(), b.make()))),
      one.map(({ text, make }) => recipe(`acceptable(${text})`, () => acceptable(make()))),
      one.map(({ text, make }) => recipe(`approximately(${text})`, () => approximately(near, make()))),
      one.map(({ text, make }) => recipe(`unordered(${text})`, () => unordered(undefined, make()))),
      one.map(({ text, make }) => recipe(`unordered('a', ${text})`, () => unordered('a', make()))),
    ),
  };
});

test('However comparators are composed, they accept a copy, say the same in both directions, and differ where they do not accept', () => {
  fc.assert(
    fc.property(made, value, value, ({ make }, control, candidate) => {
      // Some refuse to be composed: there is nothing inside of what a function decides.
      const comparator = orNothing(make);
      if (comparator === undefined) return;
      for (const other of [structuredClone(control), candidate]) {
        const answer = orNothing(() => isAccepted(comparator(control, other)));
        // A key that is no key is an error, not an answer.
        if (answer === undefined) continue;
        if (other !== candidate) expect(answer).toBe(true);
        expect(orNothing(() => isAccepted(comparator(other, control))) ?? answer).toBe(answer);
        const { count, differences } = explain(comparator, control, other);
        if (differences.some(({ reason = '' }) => reason.includes('for a key'))) continue;
        expect(count === 0).toBe(answer);
      }
    }),
    { numRuns: 3_000 },
  );
});

test('What is proposed for omitting leaves out every difference that it was made of', () => {
  const values = fc.record({ a: value, b: value, 'made at': fc.nat(9) }, { requiredKeys: [] });
  fc.assert(
    fc.property(values, values, (control, candidate) => {
      const { differences } = explain(equal, control, candidate);
      const [first, ...rest] = new Set(differences.map((difference) => wildcardPath(difference.path)));
      if (first === undefined) return;
      expect(omitting(first, ...rest)(control, candidate)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

function orNothing<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return undefined;
  }
}

function isAccepted(answer: unknown): boolean {
  return answer === true || (answer as { acceptable?: unknown }).acceptable === true;
}
