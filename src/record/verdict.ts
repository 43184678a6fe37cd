import { certifyBoundary } from '../evidence/boundary.js';
import { lowerBound, upperBound } from '../evidence/bounds.js';
import { logEAbove } from '../evidence/rate.js';
import { countOf, grouped, moreTime, percent } from './wording.js';

/** What happened to one candidate. Ignored trials are in `ignored` and nowhere else. */
export interface VerdictCounts {
  /** Trials started. */
  readonly started: number;
  /** Trials started before the oldest one still in flight. */
  readonly settled: number;
  /** Failures seen: mismatches, errors of either variant or of the comparator, timeouts. */
  readonly failures: number;
  readonly ignored: number;
  /** How often the control was run a second time, and how often it disagreed with itself. */
  readonly noise?: { readonly n: number; readonly k: number };
  /** Who or what has stopped the candidate, to be read after "stopped by": `the errors guardrail`. */
  readonly stopped?: string;
  /** Also `true` without a ramp. */
  readonly rampAtTop: boolean;
  /** For how long the candidate has been on trial. */
  readonly observedMs: number;
}

/** What a candidate must prove. */
export interface Goal {
  /** Fewer runs than this share may fail, between 0 and 1. */
  readonly target: number;
  /** The chance of ever calling a candidate `ready` that misses the target, between 0 and 1. */
  readonly alpha: number;
  /** It is on trial for at least this long. */
  readonly dwellMs: number;
}

export interface Verdict {
  readonly verdict: 'ready' | 'not-ready' | 'noisy' | 'undecided';
  /** One sentence for a person. */
  readonly why: string;
  /** While undecided: 0 if only time or the ramp is missing; absent where nobody can count so far. */
  readonly cleanRunsNeeded?: number;
  /** The two bounds are together wrong with a chance of at most the goal's alpha, over all looks. */
  readonly failureRate: { readonly estimate: number; readonly lower: number; readonly upper: number };
}

/** Above this share of ignored trials the others no longer stand for the whole. */
const MOST_IGNORED = 0.2;

/**
 * Whether to cut over. Nothing is remembered: failures that come later withdraw what was said before.
 *
 * Failures return sooner than successes. So what speaks against the candidate is counted against the trials started,
 * and what speaks for it against those settled.
 * @throws RangeError if the goal's target or alpha is not between 0 and 1, or failures are more than runs
 */
export function verdict(counts: VerdictCounts, goal: Goal): Verdict {
  return { ...judged(counts, goal), failureRate: failureRateOf(counts, goal.alpha) };
}

type Judgement = Omit<Verdict, 'failureRate'>;

function judged(counts: VerdictCounts, goal: Goal): Judgement {
  const { started, failures, ignored, stopped } = counts;
  if (stopped !== undefined) {
    return { verdict: 'not-ready', why: `stopped by ${stopped} after ${countOf(started, 'run')}` };
  }
  if (ignored > MOST_IGNORED * (started + ignored)) {
    const why = `${grouped(ignored)} of ${countOf(started + ignored, 'run')} ignored: too many for a verdict`;
    return { verdict: 'undecided', why };
  }
  const isExcused = isControlNoisy(counts, goal) && isWithinNoise(counts, goal);
  if (isTargetMissed(counts, goal) && !isExcused) {
    return { verdict: 'not-ready', why: `${seen(failures, started)}; ${proven('more', goal)}` };
  }
  return certified(counts, goal);
}

function isControlNoisy({ noise }: VerdictCounts, { target, alpha }: Goal): boolean {
  return noise !== undefined && lowerBound(noise.n, noise.k, alpha) > target;
}

// A control that disagrees with itself excuses a candidate that differs about as often, not one that always differs.
function isWithinNoise(
  { started, failures, noise = { n: 0, k: 0 } }: VerdictCounts,
  { alpha }: Goal,
): boolean {
  return lowerBound(started, failures, alpha) <= upperBound(noise.n, noise.k, alpha);
}

function isTargetMissed({ started, failures }: VerdictCounts, { target, alpha }: Goal): boolean {
  return logEAbove(started, failures, target) >= -Math.log(alpha);
}

function certified(counts: VerdictCounts, goal: Goal): Judgement {
  const runs = cleanRunsNeeded(counts, goal);
  const rest = [
    ...(counts.observedMs < goal.dwellMs ? [`${moreTime(goal.dwellMs - counts.observedMs)} on trial`] : []),
    ...(counts.rampAtTop ? [] : ['the top of the ramp']),
  ].join(' and ');
  // A failure can be known before any trial has settled.
  const runsSeen = seen(counts.failures, counts.settled < counts.failures ? counts.started : counts.settled);
  if (runs === 0 && rest === '') return { verdict: 'ready', why: `${runsSeen}; ${proven('less', goal)}` };
  if (isControlNoisy(counts, goal)) return { verdict: 'noisy', why: disagreement(counts, goal) };
  const aim = percent(1 - goal.target);
  const missing =
    runs === 0
      ? `, enough for ${aim}; still needed: ${rest}`
      : `; ${countOf(runs, 'more clean run')} needed for ${aim}${rest && `, as well as ${rest}`}`;
  const why = `${runsSeen}${missing}`;
  return { verdict: 'undecided', why, ...(Number.isFinite(runs) && { cleanRunsNeeded: runs }) };
}

function cleanRunsNeeded({ settled, failures }: VerdictCounts, { target, alpha }: Goal): number {
  return Math.max(0, Math.ceil(certifyBoundary(failures, target, alpha) - settled));
}

function seen(failures: number, runs: number): string {
  return `${countOf(failures, 'failure')} in ${countOf(runs, 'run')}`;
}

function proven(comparison: 'less' | 'more', { target, alpha }: Goal): string {
  return `with ${percent(1 - alpha)} confidence, ${comparison} than ${percent(target)} of the runs observed so far failed`;
}

function disagreement({ noise = { n: 0, k: 0 } }: VerdictCounts, { target }: Goal): string {
  const often = `${grouped(noise.k)} of ${countOf(noise.n, 'run')}`;
  return `the control disagrees with itself in ${often}, more than the ${percent(target)} that a candidate may fail`;
}

function failureRateOf({ started, settled, failures }: VerdictCounts, alpha: number): Verdict['failureRate'] {
  return {
    estimate: started === 0 ? 0 : failures / started,
    lower: lowerBound(started, failures, alpha / 2),
    upper: upperBound(Math.max(settled, failures), failures, alpha / 2),
  };
}
