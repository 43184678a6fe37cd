import { FAILED, isolateAtOnce, isThenable } from '../isolate.js';
import type { AnyFunction } from '../types/index.js';
import type { Definition, State, TellFault } from '../types/run.js';
import { epochOf, realTime } from './clock.js';

/** Everything a trial needs that can fail, made before either side runs. */
export interface Prepared {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The same moment by the clock that durations are taken by. */
  readonly startedBy: number;
  /** Each candidate's own arguments, or undefined where they are the caller's. */
  readonly args: readonly (readonly unknown[])[] | undefined;
  readonly context: Readonly<Record<string, unknown>>;
  /** Positions in the definition's candidates; `CONTROL` is the control's. */
  readonly order: readonly number[];
}

export const CONTROL = -1;

const NOTHING = Object.freeze({});

/** Any failure here skips the call: what goes wrong before the candidate runs must keep it from running. */
export function prepare(
  definition: Definition,
  state: State,
  self: unknown,
  args: unknown[],
): Prepared | typeof FAILED {
  const { tell, clock } = state;
  const startedBy = clock();
  if (Number.isNaN(startedBy)) {
    // Of a clock that was given it has been told.
    if (clock !== state.now) tell('now', new TypeError('performance.now failed; let it answer milliseconds'));
    return FAILED;
  }
  const order = chooseOrder(definition, state);
  if (order === FAILED) return FAILED;
  const context = describe(definition.context, tell, self, args);
  if (context === FAILED) return FAILED;
  const own = definition.prepare === undefined ? undefined : argumentsForAll(definition, tell, self, args);
  if (own === FAILED) return FAILED;
  return { startedAt: epochOf(startedBy, clock, state.now), startedBy, args: own, context, order };
}

/** What an experiment that asks nobody has prepared for its only candidate. @param startedBy by the real time */
export function preparedBriefly(startedBy: number, { now }: State): Prepared {
  return {
    startedAt: epochOf(startedBy, realTime, now),
    startedBy,
    args: undefined,
    context: NOTHING,
    order: inOrder(1),
  };
}

function argumentsForAll(
  definition: Definition,
  tell: TellFault,
  self: unknown,
  args: unknown[],
): readonly (readonly unknown[])[] | typeof FAILED {
  const prepared: (readonly unknown[])[] = [];
  for (let left = definition.candidates.length; left > 0; left -= 1) {
    const own = argumentsFor(definition, tell, self, args);
    if (own === FAILED) return FAILED;
    prepared.push(own);
  }
  return prepared;
}

/** One candidate's own arguments, or FAILED. */
export function argumentsFor(
  { prepare: make }: Definition,
  tell: TellFault,
  self: unknown,
  args: unknown[],
): readonly unknown[] | typeof FAILED {
  if (make === undefined) return args;
  return ask('prepare', make, tell, self, args, (answer) => {
    if (Array.isArray(answer)) return [...answer];
    throw new TypeError(`prepare answered ${kindOf(answer)}; answer the candidate's arguments in an array`);
  });
}

/** A shuffle of Fisher and Yates. */
function chooseOrder(
  { candidates, options }: Definition,
  { random, tell }: State,
): readonly number[] | typeof FAILED {
  if (options.order === 'control-first') return inOrder(candidates.length);
  const order = [...inOrder(candidates.length)];
  try {
    for (let last = order.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [order[last], order[other]] = [order[other] as number, order[last] as number];
    }
    return order;
  } catch (error) {
    tell('random', error);
    return FAILED;
  }
}

/** The control, and each candidate as it was given. */
function inOrder(candidates: number): readonly number[] {
  ORDERS[candidates] ??= [CONTROL, ...Array(candidates).keys()];
  return ORDERS[candidates];
}

/** By the number of candidates: made once, and never written to. */
const ORDERS: (readonly number[])[] = [];

/** What the experiment's `context` answers for a call. */
export function describe(
  context: AnyFunction | undefined,
  tell: TellFault,
  self: unknown,
  args: unknown[],
): Readonly<Record<string, unknown>> | typeof FAILED {
  if (context === undefined) return NOTHING;
  return ask('context', context, tell, self, args, (answer) => {
    if (typeof answer === 'object' && answer !== null) return { ...answer };
    throw new TypeError(`context answered ${kindOf(answer)}; answer an object`);
  });
}

function ask<T>(
  stage: 'context' | 'prepare',
  make: AnyFunction,
  tell: TellFault,
  self: unknown,
  args: unknown[],
  read: (answer: unknown) => T,
): T | typeof FAILED {
  return isolateAtOnce(
    (error) => tell(stage, error),
    stage,
    () => {
      const answer: unknown = Reflect.apply(make, self, args);
      // A promise is passed on to the net, which knows what to say and how to disarm it.
      return isThenable(answer) ? (answer as never) : read(answer);
    },
  );
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
