import type { JudgedObservation, Observation } from '../types/index.js';
import type { Account, Chronicle, Definition, State, TellFault } from '../types/run.js';
import { learnComparison } from './comparison.js';
import { History } from './history.js';
import { learnMeasures } from './measures.js';
import { FAILURES, tallyOf } from './tally.js';

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
  const { judged, startedAt } = lesson;
  tallyOf(state, judged.name).outcomes[judged.outcome] += 1;
  if (judged.outcome !== 'ignored')
    historyOf(state, judged.name).record(startedAt, isFailure(judged), state.rate);
  learnComparison(state.learned, lesson, definition);
  if (judged.measures !== undefined) learnMeasures(state, judged);
}

/** The same for a candidate that returned what the control had returned before, which nearly all trials come to. */
export function learnMatch(
  { tally, history, turn, controlDurations, candidateDurations }: Account,
  rate: number,
  startedAt: number,
  controlMs: number,
  candidateMs: number,
): void {
  tally.outcomes.match += 1;
  history.record(startedAt, false, rate);
  turn.trials += 1;
  controlDurations.record(controlMs);
  candidateDurations.record(candidateMs);
}

export function historyOf({ history }: State, candidate: string): Chronicle {
  let found = history.get(candidate);
  if (found === undefined) {
    found = new History();
    history.set(candidate, found);
  }
  return found;
}

const FAILED: ReadonlySet<string> = new Set(FAILURES);

function isFailure({ outcome }: JudgedObservation): boolean {
  return FAILED.has(outcome);
}

/** Tells of values that cannot be compared: at every trial it would be a flood. */
export function tellOnce({ learned, tell }: State, ...fault: Parameters<TellFault>): void {
  if (learned.isIncomparableTold) return;
  learned.isIncomparableTold = true;
  tell(...fault);
}
