import type { Cause } from '../../types/guard.js';
import type { JudgedObservation, Observation } from '../../types/index.js';
import type { State } from '../../types/run.js';
import type { Leg } from './leg.js';

// What a trial tells its experiment's guardrails. Each answers what is to stop the experiment, if anything is.

/** The candidate has handed control back: it has settled inside the call, or its promise has begun. */
export function started(leg: Leg, { guard }: State, since: number, isInside: boolean): Cause | undefined {
  const { stake, isBusyUntil } = leg;
  if (stake === undefined) return undefined;
  if (isInside) guard?.ranInside(stake);
  return guard?.spent(stake, since, isBusyUntil);
}

/** The moment at which work begins that blocks the process. */
export function sinceNow({ guard }: State): number {
  return guard === undefined ? 0 : guard.clock();
}

/** That work is done. */
export function blocked({ stake }: Leg, { guard }: State, since: number): Cause | undefined {
  return stake === undefined ? undefined : guard?.spent(stake, since);
}

/** What became of the candidate. */
export function learned(
  { stake }: Leg,
  state: State,
  control: Observation,
  judged: JudgedObservation,
): Cause | undefined {
  // Whoever has settled since is taken for one of those.
  state.forgiven = Math.min(state.forgiven, state.stuck);
  const stuck = state.stuck - state.forgiven;
  return stake === undefined ? undefined : state.guard?.learn(stake, control, judged, stuck);
}

/** What has nothing inside that would have to be compared: to look at the clock again would take longer. */
export function isFlat(observation: Observation): boolean {
  if (observation.status !== 'returned') return true;
  const { value } = observation;
  return (typeof value !== 'object' || value === null) && typeof value !== 'string';
}
