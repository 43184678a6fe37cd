import { observe, type Pending } from '../observe/observe.js';
import { enclose } from '../publish/publish.js';
import type { Stake } from '../types/guard.js';
import type { JudgedObservation, Observation, Publisher } from '../types/index.js';
import type { Definition, NamedCandidate, State } from '../types/run.js';
import { runOnTrial } from './on-trial.js';
import { VariantOnTrial } from './variant.js';

/** One candidate's way through a trial: started, observed, judged. */
export interface Leg {
  readonly candidate: NamedCandidate;
  readonly args: readonly unknown[];
  readonly variant: VariantOnTrial;
  startedAt: number;
  observation: Observation | undefined;
  isBeforeCourt: boolean;
  judged: JudgedObservation | undefined;
  /** Its last run in a recheck. */
  again: VariantOnTrial | undefined;
  /** What it holds of the guardrails. */
  stake: Stake | undefined;
}

export function createLeg(experiment: string, candidate: NamedCandidate, args: readonly unknown[]): Leg {
  return {
    candidate,
    args,
    variant: new VariantOnTrial(experiment, candidate.name),
    startedAt: Number.NaN,
    observation: undefined,
    isBeforeCourt: false,
    judged: undefined,
    again: undefined,
    stake: undefined,
  };
}

/** Starts the candidate, inside what publishers put round it and where it can ask `onTrial()`. Never throws. */
export function startLeg(
  leg: Leg,
  self: unknown,
  trial: string,
  { name: experiment, options: { trace, baggage } }: Definition,
  state: State,
  publishers: readonly Publisher[],
): Observation | Pending {
  const { candidate, args, variant } = leg;
  let sighting: Observation | Pending | undefined;
  const run = () => {
    sighting = observe(candidate.name, candidate.behaviour, self, args, state.now);
  };
  leg.startedAt = state.now();
  const start = { experiment, variant: candidate.name, trial, startedAt: leg.startedAt, trace, baggage };
  enclose(publishers, start, state.tell, () => runOnTrial(variant, run));
  return sighting as Observation | Pending | undefined as Observation | Pending;
}
