import type { JudgedObservation, Observation } from '../types/index.js';
import type { Definition, State, TellFault } from '../types/run.js';
import { learnComparison } from './comparison.js';
import { tallyOf } from './tally.js';

/** One candidate of one trial, judged. */
export interface Lesson {
  /** What the control gave, as it was then; not to be written to. */
  readonly control: Observation;
  readonly judged: JudgedObservation;
  /** The trial's id. */
  readonly trial: string;
  readonly startedAt: number;
  readonly isControlFirst: boolean;
}

/**
 * What the state keeps of a judged candidate. It happens before a sync call returns, so that a tight loop cannot
 * outrun what is learned; it is on the caller's path then, and must stay cheap.
 */
export function learn(state: State, definition: Definition, lesson: Lesson): void {
  const { judged } = lesson;
  tallyOf(state, judged.name).outcomes[judged.outcome] += 1;
  learnComparison(state.learned, lesson, definition);
}

/** Tells of values that cannot be compared: at every trial it would be a flood. */
export function tellOnce({ learned, tell }: State, ...fault: Parameters<TellFault>): void {
  if (learned.isIncomparableTold) return;
  learned.isIncomparableTold = true;
  tell(...fault);
}
