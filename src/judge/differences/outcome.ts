import { isThenable } from '../../isolate.js';
import type { Difference } from '../../types/index.js';

/** What a walk found. */
export interface Outcome {
  /** At most 50. */
  readonly differences: readonly Difference[];
  /** How many there are, the ones beyond the 50th included; where `isAtLeast`, how many were met before giving up. */
  readonly count: number;
  readonly isAtLeast: boolean;
  /** Equal only as far as `acceptable(...)` goes, and why that is fine. */
  readonly acceptable?: string | true;
}

export const EQUAL: Outcome = { differences: [], count: 0, isAtLeast: false };

/** Now, or later where a function of the user's answered a promise. */
export type Eventually<T> = T | Promise<T>;

/** Goes on with what is known now or later. */
export function onceKnown<T, R>(value: T | PromiseLike<T>, next: (value: T) => Eventually<R>): Eventually<R> {
  if (!isThenable(value)) return next(value);
  return Promise.resolve(value as PromiseLike<T>).then(next);
}
