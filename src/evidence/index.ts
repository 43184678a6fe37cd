/**
 * Evidence that stays valid however often one looks at it: after every run, on every process, for as long as an
 * experiment lives, the chance that a decision is ever wrong is at most `alpha`. For people who have counts of their
 * own; `labcoat` itself decides with the same functions.
 *
 * Sources: J. Ville, Étude critique de la notion de collectif, 1939 (why looking often is allowed); H. Robbins,
 * Statistical methods related to the law of the iterated logarithm, 1970, and T. L. Lai, On confidence sequences, 1976
 * (mixtures of likelihood ratios); S. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, Time-uniform, nonparametric,
 * nonasymptotic confidence sequences, 2021; I. Waudby-Smith, A. Ramdas, Estimating means of bounded random variables by
 * betting, 2024 (the paired contrast).
 */
export { certifyBoundary, killBoundary } from './boundary.js';
export { lowerBound, upperBound } from './bounds.js';
export { type Allowance, logContrastAbove, logContrastBelow, type PairCounts } from './contrast.js';
export { logEAbove, logEBelow } from './rate.js';
