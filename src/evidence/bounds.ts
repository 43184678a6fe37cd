import { requireCounts, requireRate } from './arguments.js';
import { logEAbove, logEBelow } from './rate.js';

/**
 * The largest rate that the true rate is proven to be above, 0 without events: `logEAbove` reaches `Math.log(1 / alpha)`
 * at it and nowhere higher. Over all looks together it is wrong with a chance of at most alpha. For a two-sided interval
 * of 95 % use 0.025 here and with {@link upperBound}.
 *
 * The same object decides and is displayed: a candidate is stopped when this bound is above its limit (a confidence
 * sequence: Robbins 1970; Lai 1976).
 *
 * @param n runs, from 0; may be a fraction
 * @param k events among them, 0 to `n`; may be a fraction
 * @param alpha the chance of being wrong, between 0 and 1
 * @throws RangeError if an argument is outside its bounds
 */
export function lowerBound(n: number, k: number, alpha: number): number {
  requireCounts('lowerBound', n, k);
  requireRate('lowerBound', 'alpha', alpha);
  if (k === 0) return 0;
  return border((p) => logEAbove(n, k, p) >= -Math.log(alpha)).left;
}

/**
 * The smallest rate that the true rate is proven to be below, 1 if every run had the event. To be read as
 * {@link lowerBound}.
 *
 * @param n runs, from 0; may be a fraction
 * @param k events among them, 0 to `n`; may be a fraction
 * @param alpha the chance of being wrong, between 0 and 1
 * @throws RangeError if an argument is outside its bounds
 */
export function upperBound(n: number, k: number, alpha: number): number {
  requireCounts('upperBound', n, k);
  requireRate('upperBound', 'alpha', alpha);
  if (k === n) return 1;
  return border((p) => logEBelow(n, k, p) < -Math.log(alpha)).right;
}

// Halves until no number lies between the two sides: a tolerance would be too coarse for three events in 10^9 runs.
function border(isLeft: (p: number) => boolean): { left: number; right: number } {
  let left = 0;
  let right = 1;
  for (;;) {
    const middle = left + (right - left) / 2;
    if (middle <= left || middle >= right) return { left, right };
    if (isLeft(middle)) left = middle;
    else right = middle;
  }
}
