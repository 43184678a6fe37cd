import type { Flight, State } from '../../types/run.js';
import type { Call } from './call.js';

/**
 * A defect of ours, or the end of the stack, and never the caller's business: the trial ends in a later turn, where the
 * stack is short, and nothing is learned from it. Throws where there is no room even for this.
 */
export function lose(flight: Flight, { state, surroundings }: Call, error: unknown): void {
  flight.isLost = true;
  if (!state.hasLost) {
    state.hasLost = true;
    surroundings.later(() => endLost(state));
  }
  state.tell('run', error);
}

/** Ends the trials that were lost. Throws where there is no room for it, and whoever comes next tries again. */
export function endLost(state: State): void {
  if (!state.hasLost) return;
  for (const flight of state.flights) if (flight.isLost) flight.abort('given up');
  state.hasLost = [...state.flights].some(({ isLost }) => isLost);
}
