import { epochOf, realTime } from '../../decide/clock.js';
import type { Prepared } from '../../decide/prepare.js';
import { observe, type Pending } from '../../observe/observe.js';
import { enclose } from '../../publish/publish.js';
import type { Stake } from '../../types/guard.js';
import type { JudgedObservation, Observation, Start } from '../../types/index.js';
import type { NamedCandidate } from '../../types/run.js';
import type { Told } from '../audience.js';
import { onTrial, runOnTrial } from '../on-trial.js';
import type { Call } from './call.js';
import { VariantOnTrial } from './variant.js';

/** One candidate's way through a trial: started, observed, judged. */
export interface Leg {
  readonly candidate: NamedCandidate;
  readonly args: readonly unknown[];
  readonly variant: VariantOnTrial;
  /** By the trial's clock; NaN before. */
  startedAt: number;
  /** The real time until when it has blocked the process, where that is known without another look at the clock. */
  isBusyUntil: number | undefined;
  observation: Observation | undefined;
  /** Where it settles once it is waited for, or given up. It outlives a trial whose candidate hangs, and holds on to nothing of it. */
  landing: Landing | undefined;
  isBeforeCourt: boolean;
  judged: JudgedObservation | undefined;
  /** Its last run in a recheck. */
  again: VariantOnTrial | undefined;
  /** What it holds of the guardrails. */
  stake: Stake | undefined;
}

export interface Landing {
  settle: (observation: Observation) => void;
}

/** How far a trial has got that began without legs. */
export interface Begun {
  readonly ordinal: number;
  /** What its only candidate can ask about itself. */
  readonly variant: VariantOnTrial;
  /** By the real time; NaN before. */
  readonly startedAt: number;
  /** What the candidate did; undefined before. */
  readonly sighting: Observation | Pending | undefined;
}

/** One for each candidate. @param begun where its trial was begun already */
export function createLegs(
  { definition, args: own }: Call,
  args: Prepared['args'],
  begun: Begun | undefined,
): readonly Leg[] {
  const { name, candidates } = definition;
  const legOf = (candidate: NamedCandidate, index: number) =>
    createLeg(candidate, args?.[index] ?? own, begun ?? yetToBegin(name, candidate));
  // A list that is filled one by one has room for many more.
  return candidates.length === 1 ? [legOf(candidates[0] as NamedCandidate, 0)] : candidates.map(legOf);
}

function createLeg(
  candidate: NamedCandidate,
  args: readonly unknown[],
  { variant, startedAt }: Pick<Leg, 'variant' | 'startedAt'>,
): Leg {
  return {
    candidate,
    args,
    variant,
    startedAt,
    isBusyUntil: undefined,
    observation: undefined,
    landing: undefined,
    isBeforeCourt: false,
    judged: undefined,
    again: undefined,
    stake: undefined,
  };
}

function yetToBegin(experiment: string, { name }: NamedCandidate): Pick<Leg, 'variant' | 'startedAt'> {
  return { variant: new VariantOnTrial(experiment, name, onTrial()), startedAt: Number.NaN };
}

/** Starts the candidate, inside what publishers put round it and where it can ask `onTrial()`. Never throws. */
export function startLeg(leg: Leg, call: Call, trial: Told): Observation | Pending {
  const { candidate, args, variant } = leg;
  const { self } = call;
  const { clock, audience } = trial;
  let sighting: Observation | Pending | undefined;
  leg.startedAt = clock();
  if (!audience.isListening()) {
    runOnTrial(variant, () => {
      sighting = observe(candidate.name, candidate.behaviour, self, args, clock, leg.startedAt);
    });
    if (clock === realTime && sighting !== undefined) leg.isBusyUntil = endOf(sighting, leg.startedAt);
  } else {
    const run = () => {
      sighting = observe(candidate.name, candidate.behaviour, self, args, clock);
    };
    enclose(audience.publishers, startOf(leg, call, trial), call.state.tell, () => runOnTrial(variant, run));
  }
  return sighting as Observation | Pending | undefined as Observation | Pending;
}

/** What publishers are told before a candidate runs. */
export function startOf(leg: Leg, { definition, state }: Call, { id, clock }: Told): Start {
  const { trace, baggage } = definition.options;
  return {
    experiment: definition.name,
    variant: leg.candidate.name,
    trial: id,
    startedAt: epochOf(leg.startedAt, clock, state.now),
    trace,
    baggage,
  };
}

/** The moment at which it settled, or undefined for what only began then. */
export function endOf(sighting: Observation | Pending, startedAt: number): number | undefined {
  return sighting.status === 'pending' ? undefined : startedAt + sighting.durationMs;
}
