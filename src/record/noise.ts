import { logEAbove } from '../evidence/rate.js';

/** What was counted at one place. The last three only of the trials in which the control ran twice. */
export interface FieldCounts {
  /** Trials in which only the candidate differed from the control here. */
  readonly onlyCandidate: number;
  /** Trials in which only the control's second run did. */
  readonly onlyNoise: number;
  /** Trials in which the control's second run did, whatever the candidate did. */
  readonly noise: number;
}

/** What the counts prove. */
export interface FieldVerdict {
  /** The candidate differs here more often than the control does from itself. */
  readonly isReal: boolean;
  /** The control differs from itself here in more than one run of a thousand. */
  readonly isNoisy: boolean;
}

/** The chance that an experiment ever shows a difference as real that is noise, and likewise a field as noisy. */
const ALPHA = 0.05;
const NOISY = 0.001;

/**
 * Which of an experiment's fields really differ, and which are noisy (statistics: paired differences on the same call).
 * Where only one of the two differs it is a fair coin which one, if the candidate is but as noisy as the control. All
 * fields share one alpha, so that with fifty of them there are not fifty chances to be wrong. Shared among those met so
 * far, it adds up where they turn up one by one with thousands of runs between: at most 8 % for three, 18 % for fifty.
 *
 * @param runs in how many trials the control ran twice
 */
export function judgeFields(fields: readonly FieldCounts[], runs: number): FieldVerdict[] {
  const alpha = ALPHA / Math.max(1, fields.length);
  return fields.map(({ onlyCandidate, onlyNoise, noise }) => {
    const coins = onlyCandidate + onlyNoise;
    return {
      isReal: coins > 0 && logEAbove(coins, onlyCandidate, 0.5) >= -Math.log(alpha),
      // That is, its lower bound is above the limit; to compute the bound itself for 512 fields would take a second.
      isNoisy: noise > 0 && logEAbove(runs, noise, NOISY) >= -Math.log(alpha),
    };
  });
}
