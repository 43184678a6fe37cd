/** How strongly each term of a mixture leans towards another rate. Powers of two, so that tilt times count is exact. */
export const TILTS = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8] as const;

/** What each tilt weighs when the evidence is to stop a candidate. */
export const KILL_WEIGHTS = [1, 2, 4, 8, 16, 16, 8, 4, 2] as const;

/** What each tilt weighs when the evidence is to certify a candidate: first the atom, "it never fails at all". */
export const CERTIFY_WEIGHTS = [52, 1, 2, 4, 8, 16, 32, 32, 8, 1] as const;

/**
 * The logarithm of the weighted mean of `exp(exponents)`. The largest exponent is taken out first: after ten million
 * runs the terms themselves are far beyond what a number can hold. Where all of them are close to 1, after the first few
 * runs, it is what they are more or less than 1 that is averaged, lest the digits that matter are rounded away.
 */
export function logMixture(exponents: readonly number[], weights: readonly number[]): number {
  const largest = Math.max(...exponents);
  if (Math.abs(largest) < 1) return Math.log1p(mean(exponents.map(Math.expm1), weights));
  const terms = exponents.map((exponent) => Math.exp(exponent - largest));
  return largest + Math.log(mean(terms, weights));
}

function mean(terms: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  let total = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight * (terms[index] as number);
    total += weight;
  }
  return sum / total;
}
