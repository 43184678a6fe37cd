import { nextMove, type RampCounts } from '../decide/ramp.js';
import { FAILURES } from '../record/tally.js';
import { countOf } from '../record/wording.js';
import type { State, Tally } from '../types/run.js';
import type { Stops } from './stops.js';

/** Takes a step of the ramp, if what has been learned is enough for one. */
export function climb(state: State, stops: Stops): void {
  const { ramp, stop } = state;
  if (ramp === undefined || stop !== undefined) return;
  const now = state.now();
  const counts = [...state.tallies].map(([name, tally]) => countsOf(state, name, tally));
  const move = nextMove(ramp.settings, ramp.step, counts, now - ramp.since);
  if (move === 'hold') return;
  const { steps } = ramp.settings;
  const from = steps[ramp.step] as number;
  ramp.step += move === 'advance' ? 1 : -1;
  ramp.since = now;
  state.ceiling = steps[ramp.step] as number;
  stops.climbed(move, state, { from, to: state.ceiling, reason: counts.map(wordsFor).join('; ') });
}

function countsOf({ flights, earlier }: State, name: string, { started, outcomes }: Tally): RampCounts {
  const [oldest] = flights;
  const settled = oldest === undefined ? started : Math.min(oldest.ordinal, started);
  const before = earlier.get(name);
  const ignored = outcomes.ignored + (before?.outcomes.ignored ?? 0);
  const failures = FAILURES.reduce(
    (sum, outcome) => sum + outcomes[outcome] + (before?.outcomes[outcome] ?? 0),
    0,
  );
  const past = (before?.started ?? 0) - ignored;
  return {
    started: Math.max(failures, started + past),
    settled: Math.max(0, settled + past),
    failures,
  };
}

function wordsFor({ settled, failures }: RampCounts): string {
  return `${countOf(failures, 'failure')} in ${countOf(settled, 'run')}`;
}
