import { requireCounts, requireRate } from './arguments.js';
import { CERTIFY_WEIGHTS, KILL_WEIGHTS, logMixture, TILTS } from './mixture.js';

/**
 * How strongly the counts say that the true rate is above `p`: the natural logarithm of the evidence E.
 *
 * Decide as soon as it reaches `Math.log(1 / alpha)`. If the rate is `p` or less that ever happens with a chance of at
 * most alpha (Ville's inequality), also when it is looked at after every run. It depends on the counts alone, so counts
 * of many processes are added up; evidence itself is never added.
 *
 * A mixture of likelihood ratios (Robbins 1970; Lai 1976; Howard et al. 2021).
 *
 * @param n runs, from 0; may be a fraction
 * @param k events among them, 0 to `n`; may be a fraction
 * @param p the limit, between 0 and 1
 * @throws RangeError if an argument is outside its bounds
 */
export function logEAbove(n: number, k: number, p: number): number {
  requireCounts('logEAbove', n, k);
  requireRate('logEAbove', 'p', p);
  const exponents = TILTS.map((tilt) => tilt * k - n * Math.log1p(p * Math.expm1(tilt)));
  return logMixture(exponents, KILL_WEIGHTS);
}

/**
 * How strongly the counts say that the true rate is below `p`: the natural logarithm of the evidence E. To be read as
 * that of {@link logEAbove}: if the rate is `p` or more, it ever reaches `Math.log(1 / alpha)` with a chance of at most
 * alpha.
 *
 * @param n runs, from 0; may be a fraction
 * @param k events among them, 0 to `n`; may be a fraction
 * @param p the target, between 0 and 1
 * @throws RangeError if an argument is outside its bounds
 */
export function logEBelow(n: number, k: number, p: number): number {
  requireCounts('logEBelow', n, k);
  requireRate('logEBelow', 'p', p);
  // One event is enough to refute "it never fails".
  const atom = k === 0 ? -n * Math.log1p(-p) : Number.NEGATIVE_INFINITY;
  const exponents = TILTS.map((tilt) => -tilt * k - n * Math.log1p(p * Math.expm1(-tilt)));
  return logMixture([atom, ...exponents], CERTIFY_WEIGHTS);
}
