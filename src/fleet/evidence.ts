import { CERTIFY_WEIGHTS, KILL_WEIGHTS, TILTS } from '../evidence/mixture.js';

// The same formulas as in `labcoat/evidence`, in PromQL, of the same constants. `n` and `k` are expressions that have
// the same labels.

/** One rate for which the evidence is asked, between 0 and 1; or an expression of it, such as a dashboard's variable. */
type Rate = number | string;

/** The evidence that more than `limit` of the runs fail: to act on where it reaches 1 / alpha. */
export function evidenceAbove(n: string, k: string, limit: Rate): string {
  const total = sumOf(KILL_WEIGHTS);
  return TILTS.map((tilt, index) => {
    const weight = (KILL_WEIGHTS[index] as number) / total;
    return `${weight} * exp(${tilt} * ${k} - ${logOnePlus(limit, Math.expm1(tilt))} * ${n})`;
  }).join('\n+ ');
}

/** The evidence that fewer than `target` of the runs fail: to act on where it reaches 1 / alpha. */
export function evidenceBelow(n: string, k: string, target: Rate): string {
  const total = sumOf(CERTIFY_WEIGHTS);
  const terms = TILTS.map((tilt, index) => {
    const weight = (CERTIFY_WEIGHTS[index + 1] as number) / total;
    return `${weight} * exp(${logOnePlus(target, Math.expm1(-tilt), -1)} * ${n} - ${tilt} * ${k})`;
  });
  // That it never fails: the first failure refutes it for good.
  const atom = `${CERTIFY_WEIGHTS[0] / total} * exp(${logOnePlus(target, -1, -1)} * ${n} - 1e9 * ${k})`;
  return [atom, ...terms].join('\n+ ');
}

/** ln(1 + rate * factor). PromQL has no log1p; at a rate of one in a million ten digits are left. */
function logOnePlus(rate: Rate, factor: number, sign: 1 | -1 = 1): string {
  if (typeof rate === 'number') return String(sign * Math.log1p(rate * factor));
  return `${sign === 1 ? '' : '-'}ln(1 + ${rate} * ${factor})`;
}

/** Of three tilts alone, with equal weights: coarser than nine, but lines that a person can draw. */
const LINE_TILTS = [1 / 2, 1, 3];

/**
 * Whether so many failures prove that more than `limit` of the runs fail, as three lines: k >= a + b n. It takes 7 to 19 %
 * more runs than the evidence itself. Over all looks together it is wrong with a chance of at most alpha.
 */
export function stopLines(limit: number, alpha: number): { readonly a: number; readonly b: number }[] {
  return LINE_TILTS.map((tilt) => ({
    a: Math.log(LINE_TILTS.length / alpha) / tilt,
    b: Math.log1p(limit * Math.expm1(tilt)) / tilt,
  }));
}

export function isBeyond(n: string, k: string, limit: number, alpha: number): string {
  return stopLines(limit, alpha)
    .map(({ a, b }) => `${k} >= ${a} + ${b} * ${n}`)
    .join('\nor ');
}

/**
 * The greatest rate that the true one is proven to be above, by the tilt that says most. Each tilt of the mixture can be
 * solved for the rate, the mixture cannot: it is a little lower than `lowerBound`.
 */
export function lowerBoundOf(n: string, k: string, alpha: Rate): string {
  const total = sumOf(KILL_WEIGHTS);
  const bounds = TILTS.map((tilt, index) => {
    const needed = logOf((KILL_WEIGHTS[index] as number) / total, alpha);
    return `(exp((${tilt} * ${k} + ${needed}) / ${n}) - 1) / ${Math.expm1(tilt)}`;
  });
  return `clamp_min(${extreme('max', bounds)}, 0)`;
}

/** The smallest rate that the true one is proven to be below, likewise: a little higher than `upperBound`. */
export function upperBoundOf(n: string, k: string, alpha: Rate): string {
  const total = sumOf(CERTIFY_WEIGHTS);
  const bounds = TILTS.map((tilt, index) => {
    const needed = logOf((CERTIFY_WEIGHTS[index + 1] as number) / total, alpha);
    return `(exp((${needed} - ${tilt} * ${k}) / ${n}) - 1) / ${Math.expm1(-tilt)}`;
  });
  const atom = `1 - exp(${logOf(CERTIFY_WEIGHTS[0] / total, alpha)} / ${n}) + 2 * (${k} > bool 0)`;
  return `clamp_max(${extreme('min', [atom, ...bounds])}, 1)`;
}

function logOf(weight: number, alpha: Rate): string {
  return typeof alpha === 'number' ? `(${Math.log(weight * alpha)})` : `ln(${weight} * ${alpha})`;
}

// PromQL has no maximum of two vectors; of series that differ in a label it has.
function extreme(which: 'min' | 'max', expressions: readonly string[]): string {
  const named = expressions.map((each, index) => `label_replace(${each}, "tilt", "${index}", "", "")`);
  return `${which} without (tilt) (\n${named.join('\nor ')})`;
}

function sumOf(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
