import type { RampStanding, Report } from '../types/index.js';
import type { RampState, State } from '../types/run.js';

/** Why no call of an experiment is on trial, if it is so. */
export function stoppedBy({ stop, expiresAt, now }: State): Report['stopped'] {
  if (stop === 'killed') return stop;
  return expiresAt !== Number.POSITIVE_INFINITY && now() >= expiresAt ? 'expired' : stop;
}

/** What a report says of stops and rates. */
export function standingOf(
  state: State,
): Pick<Report, 'stopped' | 'trip' | 'guardrails' | 'ramp' | 'changes'> {
  const { trip, guard, ramp, changes } = state;
  const stopped = stoppedBy(state);
  return {
    ...(stopped !== undefined && { stopped }),
    ...(trip !== undefined && { trip }),
    guardrails: guard?.standings() ?? [],
    ...(ramp !== undefined && { ramp: describe(ramp) }),
    changes: [...changes],
  };
}

function describe({ settings: { steps }, step, since }: RampState): RampStanding {
  return { rate: steps[step] as number, steps, since, isAtTop: step === steps.length - 1 };
}
