import { limitOf, nextMove } from '../../decide/ramp.js';
import { countOf, percent } from '../../record/wording.js';
import type { State } from '../../types/run.js';
import { countsOf } from './ramp-counts.js';
import type { Stops } from './stops.js';

/** Takes a step of the ramp, if what has been learned is enough for one. */
export function climb(state: State, stops: Stops): void {
  const { ramp, stop } = state;
  if (ramp === undefined || stop !== undefined) return;
  const now = state.now();
  // A clock that had failed when the step was taken, or was set back since: it has lasted from when that is known.
  if (Number.isNaN(ramp.since) || ramp.since > now) ramp.since = now;
  const counts = [...state.tallies.keys()].map((name) => countsOf(state, ramp, name));
  const move = nextMove(ramp.settings, ramp.step, counts, now - ramp.since);
  if (move === 'hold') return;
  const { steps, limits } = ramp.settings;
  const limit = percent(limitOf(limits, ramp.step));
  const from = steps[ramp.step] as number;
  ramp.step += move === 'advance' ? 1 : -1;
  ramp.since = now;
  state.ceiling = steps[ramp.step] as number;
  const [comparison, by] = WORDS[move];
  const words = counts.map((each) => `${countOf(each.failures, 'failure')} in ${countOf(each[by], 'run')}`);
  const reason = `${words.join('; ')}: ${comparison} than ${limit} fail`;
  stops.climbed(move, state, { from, to: state.ceiling, reason });
}

/** How the failures compare with the limit, and which runs they are held against. */
const WORDS = { advance: ['less', 'settled'], 'step-down': ['more', 'started'] } as const;
