import type { FAILED } from '../isolate.js';
import type { Difference, Observation, Outcome } from '../types/index.js';
import type { TellFault } from '../types/run.js';

/** What judging asks of its surroundings. */
export interface Court {
  tell(...fault: Parameters<TellFault>): void;
  /** Tells what would be told at every trial, and is worth telling once for each experiment. */
  tellOnce(...fault: Parameters<TellFault>): void;
  /** Rejects when a comparator that answered a promise is not done in time. */
  within<T>(work: PromiseLike<T>): Promise<T>;
  /** The control as a callback of the user's may see it, who might write to it; FAILED where it cannot be copied. */
  protect(): Observation | typeof FAILED;
  /** The same for a candidate, which may share objects with the control, and so with the caller. */
  protectCandidate<O extends Observation>(candidate: O): O | typeof FAILED;
  /** Whether the caller has the control's value by now, and may have changed what the candidate shares with it. */
  isHandedOver(): boolean;
}

/** What came of comparing, before it is put on an observation. */
export interface Finding {
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly differences?: readonly Difference[];
  readonly differenceCount?: number;
  readonly atLeast?: true;
  readonly acceptable?: true;
  readonly empty?: true;
}

export const MATCH: Finding = { outcome: 'match' };

export const UNREADABLE: Finding = {
  outcome: 'comparator_error',
  reason: 'no copy of the control could be made',
};
