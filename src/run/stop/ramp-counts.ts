import type { RampCounts } from '../../decide/ramp.js';
import { runsOf } from '../../record/standing.js';
import type { RampState, State } from '../../types/run.js';

/** Back to the first step. What was counted so far is that of a candidate that was stopped, and has been repaired since. */
export function startAgain(state: State): void {
  const { ramp } = state;
  if (ramp === undefined) return;
  for (const name of state.tallies.keys()) {
    const { started, failures } = runsOf(state, name);
    ramp.before.set(name, { started, failures });
  }
  ramp.step = 0;
  ramp.since = state.now();
  state.ceiling = ramp.settings.steps[0] as number;
}

/** What counts for and against a candidate on its way up. */
export function countsOf(state: State, { before }: RampState, name: string): RampCounts {
  const { started, settled, failures } = runsOf(state, name);
  const past = before.get(name);
  if (past === undefined) return { started, settled, failures };
  const since = Math.max(0, failures - past.failures);
  return {
    started: Math.max(since, started - past.started),
    settled: Math.max(0, settled - past.started),
    failures: since,
  };
}
