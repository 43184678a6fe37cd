import { snapshot } from '../observe/snapshot.js';
import { refuse, requireFunction, requireOptions } from '../refuse.js';
import type { AnyFunction, Candidate, Comparator, Value } from '../types/index.js';
import { type Arbitrary, isArbitrary, tryArbitrary } from './arbitrary.js';
import { type Attempt, note, type Tried } from './attempt.js';
import { type Disagreement, DisagreementError } from './disagreement.js';
import { requireInputs } from './inputs.js';
import { testLaboratory } from './laboratory.js';
import { outwait } from './outwait.js';
import { RealWork } from './real-work.js';

/** One call: the list of arguments, or the argument of a function that takes one. */
export type Input<F extends AnyFunction> =
  | Readonly<Parameters<F>>
  | (Parameters<F> extends [infer Only] ? (Only extends readonly unknown[] ? never : Only) : never);

/** Inputs to try: a table, anything that can be iterated over, or an arbitrary of fast-check's. */
export type Inputs<F extends AnyFunction> =
  | Iterable<Input<F>>
  | AsyncIterable<Input<F>>
  | Arbitrary<Input<F>>;

/** How `agrees` tries inputs and compares what comes of them. */
export interface AgreeOptions<F extends AnyFunction, C = Value<F>> {
  /** Says whether two values are as good as each other. @default deep equality, see `equal` */
  readonly compare?: Comparator<Value<F>, C> | undefined;
  /** Says whether two errors are alike. @default the same class, message and code */
  readonly compareErrors?: ((control: unknown, candidate: unknown) => boolean) | undefined;
  /** How many inputs to try at most. @default 1_000 of an arbitrary, 100_000 of anything else */
  readonly runs?: number | undefined;
  /** Of an arbitrary: the seed that a failure was reported with. @default another one each time */
  readonly seed?: number | undefined;
}

/** What was tried, when all agreed. */
export interface Agreement {
  readonly runs: number;
  readonly seed?: number;
}

const MOST_ITERATED = 100_000;
const MOST_GENERATED = 1_000;

/**
 * Runs inputs through both sides, as an experiment would, and rejects where they do not agree: with every way in which
 * they differ, how often, and the smallest input of an arbitrary that still shows it. The candidate gets its own copy of
 * the arguments. A list is taken for the arguments, so a function of one list is given `[list]`.
 *
 * @throws DisagreementError where they differ; TypeError where there was nothing to try, and for what cannot be meant
 * @example
 * await agrees(legacyQuote, newQuote, fc.record({ net: fc.nat(), country: fc.constantFrom('NZ', 'AU') }));
 */
export async function agrees<F extends AnyFunction, C = Value<F>>(
  control: F,
  candidate: Candidate<F, C>,
  inputs: Inputs<F>,
  options: AgreeOptions<F, C> = {},
): Promise<Agreement> {
  requireFunction('agrees: control ', control);
  requireFunction('agrees: candidate ', candidate);
  requireInputs('agrees', inputs, isArbitrary(inputs));
  checkOptions(options);
  const attempt = attemptOf(control, candidate as AnyFunction, options);
  if (isArbitrary(inputs)) {
    const { runs = MOST_GENERATED, seed = Math.floor(Math.random() * 2 ** 31) } = options;
    return concluded(await tryArbitrary(inputs, attempt, runs, seed), seed);
  }
  return concluded(await tryAll(inputs, attempt, options.runs ?? MOST_ITERATED));
}

function checkOptions(options: AgreeOptions<any, any>): void {
  requireOptions('agrees', options, ['compare', 'compareErrors', 'runs', 'seed']);
  const { compare, compareErrors, runs, seed } = options;
  if (compare !== undefined) requireFunction('agrees: compare ', compare);
  if (compareErrors !== undefined) requireFunction('agrees: compareErrors ', compareErrors);
  if (runs !== undefined && !(typeof runs === 'number' && runs >= 1))
    refuse('agrees: runs ', runs, 'give a number from 1');
  if (seed !== undefined && !Number.isSafeInteger(seed)) refuse('agrees: seed ', seed, 'give a whole number');
}

function concluded({ runs, disagreements }: Tried, seed?: number): Agreement {
  if (runs === 0)
    throw new TypeError('agrees: there was no input, so nothing was compared; give at least one');
  if (disagreements.length > 0) throw new DisagreementError(disagreements, runs, seed);
  return seed === undefined ? { runs } : { runs, seed };
}

function attemptOf(
  control: AnyFunction,
  candidate: AnyFunction,
  { compare, compareErrors }: AgreeOptions<any, any>,
): Attempt {
  const lab = testLaboratory();
  let experiment = lab
    .experiment('agrees', { capture: 'values' })
    .use(control)
    .prepare((...args) => snapshot(args) as any);
  if (compare !== undefined) experiment = experiment.compare(compare) as typeof experiment;
  if (compareErrors !== undefined) experiment = experiment.compareErrors(compareErrors) as typeof experiment;
  const { run } = experiment.try(candidate);
  return async (input) => {
    lab.clear();
    const args = snapshot(Array.isArray(input) ? input : [input]);
    const realWork = new RealWork();
    realWork.begin();
    // What it gives is in the trial, and a control that fails is no failure of ours.
    const controlled = Promise.resolve()
      .then(() => run(...args))
      .catch(() => {});
    await outwait(controlled, { call: 'agrees', realWork }).finally(() => realWork.end());
    await lab.settle();
    const [trial] = lab.trials;
    if (trial === undefined)
      throw new Error(`agrees: a call was not on trial; ${String(lab.faults[0]?.error)}`);
    return trial;
  };
}

async function tryAll(
  inputs: Iterable<unknown> | AsyncIterable<unknown>,
  attempt: Attempt,
  most: number,
): Promise<Tried> {
  const found = new Map<string, Disagreement>();
  let runs = 0;
  for await (const input of inputs) {
    if (runs >= most) break;
    runs += 1;
    note(found, await attempt(input), input);
  }
  return { runs, disagreements: [...found.values()] };
}
