import { requireCount, requireRate } from './arguments.js';
import { logEAbove, logEBelow } from './rate.js';

/**
 * The smallest whole number of events in `n` runs that stops a candidate: from then on the rate is proven to be above
 * `limit`. `Infinity` if not even `n` events do.
 *
 * @param n runs, from 0; may be a fraction
 * @param limit the rate that is allowed, between 0 and 1
 * @param alpha the chance of ever stopping a candidate that is within the limit, between 0 and 1
 * @throws RangeError if an argument is outside its bounds
 */
export function killBoundary(n: number, limit: number, alpha: number): number {
  requireCount('killBoundary', 'n', n);
  requireRate('killBoundary', 'limit', limit);
  requireRate('killBoundary', 'alpha', alpha);
  const isEnough = (k: number) => logEAbove(n, k, limit) >= -Math.log(alpha);
  const most = Math.floor(n);
  return isEnough(most) ? smallest(0, most, isEnough) : Number.POSITIVE_INFINITY;
}

/**
 * The smallest whole number of runs, `k` events among them, that proves the rate to be below `target`. Less the runs
 * there are, it is how many more clean runs are needed. `Infinity` if it is beyond `Number.MAX_SAFE_INTEGER`.
 *
 * @param k events, from 0; may be a fraction
 * @param target the rate to stay below, between 0 and 1
 * @param alpha the chance of ever certifying a candidate that misses the target, between 0 and 1
 * @throws RangeError if an argument is outside its bounds
 */
export function certifyBoundary(k: number, target: number, alpha: number): number {
  requireCount('certifyBoundary', 'k', k);
  requireRate('certifyBoundary', 'target', target);
  requireRate('certifyBoundary', 'alpha', alpha);
  const isEnough = (n: number) => logEBelow(n, k, target) >= -Math.log(alpha);
  const least = Math.ceil(k);
  let most = Math.max(1, least);
  while (!isEnough(most)) {
    if (most > Number.MAX_SAFE_INTEGER / 2) return Number.POSITIVE_INFINITY;
    most *= 2;
  }
  return smallest(least, most, isEnough);
}

// More events always say more, and so do more clean runs: what is enough at one number is enough at every larger one.
function smallest(least: number, most: number, isEnough: (count: number) => boolean): number {
  let low = least;
  let high = most;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
