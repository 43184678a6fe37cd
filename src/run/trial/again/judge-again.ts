import type { Court } from '../../../judge/court.js';
import { judge } from '../../../judge/judge.js';
import type { Exhibit } from '../../../observe/exhibit.js';
import type { JudgedObservation, Observation } from '../../../types/index.js';
import type { Definition } from '../../../types/run.js';

/** Judges what has run once more, as the trial would, but for the measures: a trial is measured once. */
export function judgeAgain(
  exhibit: Exhibit,
  again: Observation,
  definition: Definition,
  trial: Court,
): JudgedObservation | Promise<JudgedObservation> {
  const court: Court = {
    tell: (stage, error) => trial.tell(stage, error),
    tellOnce: (stage, error) => trial.tellOnce(stage, error),
    within: (work) => trial.within(work),
    protect: () => exhibit.protected(),
    protectCandidate: (observation) => exhibit.protect(observation),
    isHandedOver: () => exhibit.isHandedOver,
  };
  return judge(exhibit.shown(), again, { ...definition, measures: [] }, court);
}
