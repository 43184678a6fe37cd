import { type Attempt, note, shapeOf, type Tried } from './attempt.js';
import { ChanceSource } from './chance-source.js';
import type { Disagreement } from './disagreement.js';

// fast-check is not imported: whoever gives an arbitrary has it, in whichever form, and an arbitrary can do all that is
// needed by itself. It draws from a source, and says for a value which ones are smaller.

/** As much of a value that an arbitrary has generated as is used. */
interface Generated<T> {
  readonly value: T;
  /** What it is made smaller from: `value` may be a clone of it. */
  readonly value_?: unknown;
  readonly context?: unknown;
}

/** As much of fast-check's `Arbitrary` as tells it from anything else, and says what it generates. */
export interface Arbitrary<T> {
  /** Makes a value. */
  generate(random: any, biasFactor: number | undefined): { readonly value: T };
  /** Makes simpler ones of a value. */
  shrink(value: any, context: unknown): any;
  /** Whether a value that it has not made can be made simpler. */
  canShrinkWithoutContext(value: unknown): boolean;
}

export function isArbitrary(value: unknown): value is Arbitrary<unknown> {
  const { generate, shrink, canShrinkWithoutContext } = (value ?? {}) as Partial<Arbitrary<unknown>>;
  return [generate, shrink, canShrinkWithoutContext].every((method) => typeof method === 'function');
}

/** More shapes than these are not made smaller, and none by more attempts than this: somebody waits. */
const MOST_SHRUNKEN = 5;
const MOST_ATTEMPTS = 2_000;

/**
 * Tries every generated input, those after the first that disagrees too. Then each disagreement is made smaller for as
 * long as the sides still differ in that very way.
 */
export async function tryArbitrary(
  inputs: Arbitrary<unknown>,
  attempt: Attempt,
  runs: number,
  seed: number,
): Promise<Tried> {
  const random = new ChanceSource(seed);
  const found = new Map<string, Disagreement>();
  const first = new Map<string, Generated<unknown>>();
  for (let run = 0; run < runs; run++) {
    const generated: Generated<unknown> = inputs.generate(random.clone(), biasOf(run));
    const trial = await attempt(generated.value);
    note(found, trial, generated.value);
    const fingerprint = shapeOf(trial);
    if (fingerprint !== undefined && !first.has(fingerprint)) first.set(fingerprint, generated);
  }
  const disagreements: Disagreement[] = [];
  for (const one of found.values()) {
    const isOne = disagreements.length < MOST_SHRUNKEN;
    const start = first.get(one.fingerprint) as Generated<unknown>;
    disagreements.push(isOne ? await shrink(one, start, inputs, attempt) : one);
  }
  return { runs, disagreements };
}

/** One in so many values is small or at an edge, the fewer the longer it goes on: as fast-check does it. */
function biasOf(run: number): number {
  return 2 + Math.floor(Math.log10(run + 1));
}

async function shrink(
  found: Disagreement,
  start: Generated<unknown>,
  inputs: Arbitrary<unknown>,
  attempt: Attempt,
): Promise<Disagreement> {
  let smallest = found;
  let smaller = smallerThan(start, inputs);
  for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
    const next = smaller.next();
    if (next.done) break;
    const trial = await attempt(next.value.value);
    if (shapeOf(trial) !== found.fingerprint) continue;
    smallest = { ...found, input: next.value.value, trial };
    smaller = smallerThan(next.value, inputs);
  }
  return smallest;
}

function smallerThan(
  generated: Generated<unknown>,
  inputs: Arbitrary<unknown>,
): Iterator<Generated<unknown>> {
  const { value, context } = generated;
  return inputs.shrink('value_' in generated ? generated.value_ : value, context)[Symbol.iterator]();
}
