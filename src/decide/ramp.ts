import { logEAbove, logEBelow } from '../evidence/rate.js';
import type { RampSettings } from '../types/run.js';

/** What is known of one candidate. */
export interface RampCounts {
  /** Trials started, without those ignored. */
  readonly started: number;
  /** Those of them started before the oldest one still in flight. */
  readonly settled: number;
  readonly failures: number;
}

/** It takes this much to leave a step upwards, and to leave it downwards. */
const ENOUGH_TO_ADVANCE = Math.log(1 / 0.05);
const ENOUGH_TO_DOUBT = Math.log(10);

/**
 * What to do at a step: every candidate has to earn the next one, and one is enough to lose it. A candidate that would
 * only be sent back from the next step stays where it is.
 */
export function nextMove(
  { steps, limits, dwellMs }: RampSettings,
  step: number,
  counts: readonly RampCounts[],
  dwelledMs: number,
): 'advance' | 'hold' | 'step-down' {
  const limit = limitOf(limits, step);
  if (counts.some((each) => isDoubtful(each, limit))) return step > 0 ? 'step-down' : 'hold';
  if (step >= steps.length - 1 || counts.length === 0 || !(dwelledMs >= dwellMs)) return 'hold';
  const isEarned = ({ settled, failures }: RampCounts) =>
    failures <= settled && logEBelow(settled, failures, limit) >= ENOUGH_TO_ADVANCE;
  const next = limitOf(limits, step + 1);
  return counts.every((each) => isEarned(each) && !isDoubtful(each, next)) ? 'advance' : 'hold';
}

/** At the top there is nothing to leave for: what was enough to come there has to go on holding. */
export function limitOf(limits: readonly number[], step: number): number {
  return limits[Math.min(step, limits.length - 1)] as number;
}

function isDoubtful({ started, failures }: RampCounts, limit: number): boolean {
  return failures > 0 && logEAbove(started, failures, limit) >= ENOUGH_TO_DOUBT;
}
