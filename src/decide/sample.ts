import type { State } from '../types/run.js';

/**
 * Whether this call is on trial at a fixed rate, exactly and independently of every other call.
 *
 * Chance is drawn once per trial instead of once per call: the number of calls to let pass is geometric, so counting
 * it down costs a call that is not sampled nothing but a decrement. It has no memory, so that a gap drawn for another
 * rate can be thrown away and drawn anew without the rate being off by anything.
 */
export function isSampled(state: State, rate: number, random: () => number): boolean {
  if (rate !== state.gapRate || state.gap < 0) {
    state.gapRate = Number.NaN;
    state.gap = drawGap(rate, random);
    state.gapRate = rate;
  }
  if (state.gap-- > 0) return false;
  state.gap = -1;
  return true;
}

/** One draw for one call, for rates that depend on the arguments. */
export function isDrawn(rate: number, random: () => number): boolean {
  if (rate <= 0) return false;
  return rate >= 1 || random() < rate;
}

/** By inversion: P(gap > g) = (1 - rate)^(g + 1). A draw below the rate gives no gap, as with `random() < rate`. */
function drawGap(rate: number, random: () => number): number {
  if (rate <= 0) return Number.POSITIVE_INFINITY;
  if (rate >= 1) return 0;
  return Math.floor(Math.log1p(-random()) / Math.log1p(-rate));
}
