import { requireCount, requireObject, requireThat } from './arguments.js';
import { CERTIFY_WEIGHTS, KILL_WEIGHTS, logMixture, TILTS } from './mixture.js';

/** Calls on which both variants ran, by which of them had the event. Each from 0; may be fractions. */
export interface PairCounts {
  /** Neither. */
  readonly n00: number;
  /** The control only. */
  readonly n01: number;
  /** The candidate only. */
  readonly n10: number;
  /** Both. */
  readonly n11: number;
}

/** What the candidate's rate is held against: `r` times the control's, plus `delta`. */
export interface Allowance {
  /** From 0. */
  readonly r: number;
  /** From 0, below 1; `r` and `delta` are not both 0. */
  readonly delta: number;
}

/**
 * How strongly pairs say that the candidate's rate is above `r` times the control's plus `delta`: the natural logarithm
 * of the evidence E, to be read as that of `logEAbove`. With `r` 0 it is `logEAbove`; with `r` 1 and `delta` 0 it is a
 * sequential McNemar test.
 *
 * A mixture of bets on pairs of one call, so that what makes both fail alike cancels out (Waudby-Smith and Ramdas 2024).
 *
 * @throws RangeError if an argument is outside its bounds
 */
export function logContrastAbove(counts: PairCounts, allowance: Allowance): number {
  requirePairs('logContrastAbove', counts, allowance);
  const { r, delta } = allowance;
  const c = r + delta;
  const exponents = TILTS.map((tilt) => {
    const odds = Math.expm1(tilt);
    const bet = odds / (1 + c * odds);
    return (
      weighed(counts.n10, bet * (1 - delta)) -
      // log1p(-bet * c) by another name, which stays exact where bet * c is close to 1.
      counts.n01 * Math.log1p(c * odds) +
      weighed(counts.n11, bet * (1 - r - delta)) +
      weighed(counts.n00, -bet * delta)
    );
  });
  return logMixture(exponents, KILL_WEIGHTS);
}

/**
 * How strongly pairs say that the candidate's rate is below `r` times the control's plus `delta`: the natural logarithm
 * of the evidence E, to be read as that of `logEAbove`. With `r` 0 it is `logEBelow`.
 *
 * @throws RangeError if an argument is outside its bounds
 */
export function logContrastBelow(counts: PairCounts, allowance: Allowance): number {
  requirePairs('logContrastBelow', counts, allowance);
  const { r, delta } = allowance;
  const c = 1 - delta;
  const exponents = TILTS.map((tilt) => {
    const odds = Math.expm1(tilt);
    const bet = odds / (1 + c * odds);
    return (
      weighed(counts.n01, bet * (r + delta)) -
      counts.n10 * Math.log1p(c * odds) +
      // In this order r = 1 leaves delta as it is.
      weighed(counts.n11, bet * (r - 1 + delta)) +
      weighed(counts.n00, bet * delta)
    );
  });
  return logMixture([atom(counts, allowance), ...exponents], CERTIFY_WEIGHTS);
}

// The boldest bet, 1 / c, with the division done last: what is exactly -1 must not become something close to it.
function atom({ n00, n01, n10, n11 }: PairCounts, { r, delta }: Allowance): number {
  if (n10 > 0) return Number.NEGATIVE_INFINITY;
  const c = 1 - delta;
  return weighed(n01, (r + delta) / c) + weighed(n11, (r - 1 + delta) / c) + weighed(n00, delta / c);
}

function weighed(count: number, gain: number): number {
  return count === 0 ? 0 : count * Math.log1p(gain);
}

function requirePairs(call: string, counts: PairCounts, allowance: Allowance): void {
  requireObject(call, 'counts', counts, '{ n00, n01, n10, n11 }');
  requireObject(call, 'allowance', allowance, '{ r, delta }');
  const { r, delta } = allowance;
  for (const name of ['n00', 'n01', 'n10', 'n11'] as const) requireCount(call, name, counts[name]);
  requireCount(call, 'r', r);
  requireThat(delta >= 0 && delta < 1, call, 'delta', delta, 'a number from 0, below 1');
  requireThat(r + delta > 0, call, 'r + delta', r + delta, 'above 0');
}
