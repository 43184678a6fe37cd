import type { AnyFunction, Observation } from '../types/index.js';
import { promiseOf } from './thenable.js';

/** A variant that answered a promise, which is not settled yet. */
export interface Pending {
  readonly name: string;
  readonly status: 'pending';
  readonly startedAt: number;
  /** Plain, and not handled by anybody yet. */
  readonly promise: Promise<unknown>;
}

/** Answers milliseconds, or NaN where the clock failed. Never throws. */
export type Clock = () => number;

/** The one place where a variant is called. Never throws. */
export function observe(
  name: string,
  behaviour: AnyFunction,
  self: unknown,
  args: readonly unknown[],
  clock: Clock,
  startedAt = clock(),
): Observation | Pending {
  let status: 'returned' | 'threw' = 'returned';
  let answer: unknown;
  try {
    answer = Reflect.apply(behaviour, self, args);
  } catch (error) {
    status = 'threw';
    answer = error;
  }
  let promise: Promise<unknown> | undefined;
  let endedAt = startedAt;
  // At the end of the stack these fail, and what the variant gave is what it gave.
  try {
    if (status === 'returned') promise = promiseOf(answer);
    if (promise === undefined) endedAt = clock();
  } catch {}
  if (promise !== undefined) return { name, status: 'pending', startedAt, promise };
  // What `elapsed` says, which is no call that could be made here.
  const durationMs = endedAt > startedAt ? endedAt - startedAt : 0;
  return status === 'threw'
    ? { name, durationMs, status, error: answer }
    : { name, durationMs, status, value: answer };
}

export function fulfilled({ name, startedAt }: Pending, value: unknown, clock: Clock): Observation {
  return { name, durationMs: elapsed(startedAt, clock()), status: 'returned', value };
}

export function rejected({ name, startedAt }: Pending, error: unknown, clock: Clock): Observation {
  return { name, durationMs: elapsed(startedAt, clock()), status: 'threw', error };
}

export function timedOut(name: string, startedAt: number, clock: Clock): Observation {
  return { name, durationMs: elapsed(startedAt, clock()), status: 'timed-out' };
}

/** 0 where the clock failed or ran backwards: a fault was told then, and a duration is never negative. */
function elapsed(from: number, to: number): number {
  return to > from ? to - from : 0;
}
