import { requireOptions, show } from '../../refuse.js';
import type { Comparator } from '../../types/index.js';
import { type Decisive, govern, ruleGiven } from './govern.js';
import { refine } from './overlay.js';
import { EXACT, type Policy, type Rule } from './rule.js';

/** How far apart two numbers may be: the larger of `abs` and `rel` times the larger magnitude. */
export interface Tolerance {
  readonly abs?: number | undefined;
  readonly rel?: number | undefined;
}

/** What is not given is 0. */
type Allowed = { readonly [K in keyof Tolerance]-?: number };

/**
 * Compares every number inside two values, and every bigint, within a tolerance; everything else by equality, or by the
 * rules of another comparator of ours. Symmetric: two numbers are equal when
 * `|a - b| <= max(abs, rel * max(|a|, |b|))`, allowing for their own rounding.
 *
 * @param tolerance `abs` in the unit of the numbers, `rel` as a share of the larger one; each 0 or more. What is not
 * given is 0.
 * @throws TypeError for a tolerance that is negative or not a finite number, when neither is given, and for any other option
 * @example approximately({ abs: 0.01 })({ total: 9.99 }, { total: 10 }) // true
 */
export function approximately<T = any>(tolerance: Tolerance): Decisive<T>;
export function approximately<T = any>(tolerance: Tolerance, inner: Comparator): Comparator<T>;
export function approximately(tolerance: Tolerance, inner?: Comparator): Comparator {
  requireTolerance(tolerance);
  const allowed = { abs: part(tolerance, 'abs'), rel: part(tolerance, 'rel') };
  const rule: Rule = inner === undefined ? EXACT : ruleGiven(inner, 'approximately(...)');
  return govern(refine(rule, { isNear: within(allowed) }, 'approximately(...)'));
}

function requireTolerance(tolerance: unknown): void {
  const parts = typeof tolerance === 'object' ? Object.values(tolerance ?? {}) : [];
  if (parts.every((one) => one === undefined)) {
    throw new TypeError(
      `approximately(...) was given ${show(tolerance)} for a tolerance; give it { abs }, { rel } or both`,
    );
  }
  requireOptions('approximately', tolerance, ['abs', 'rel']);
}

function part(tolerance: Tolerance, name: 'abs' | 'rel'): number {
  const value: unknown = tolerance[name];
  if (value === undefined) return 0;
  if (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new TypeError(`approximately(...) was given ${show(value)} for ${name}; give it a number, 0 or more`);
}

function within(tolerance: Allowed): NonNullable<Policy['isNear']> {
  return (control: number | bigint, candidate: number | bigint) =>
    typeof control === 'bigint'
      ? isNearExactly(control, candidate as bigint, tolerance)
      : isNear(control, candidate as number, tolerance);
}

/**
 * Symmetric: `|a - b| <= max(abs, rel * max(|a|, |b|))`. Half a unit in the last place of either number is allowed
 * for on top, or a cent would not be within a cent: in binary 1.01 is more than 0.01 away from 1.
 */
function isNear(control: number, candidate: number, { abs, rel }: Allowed): boolean {
  const magnitude = Math.max(Math.abs(control), Math.abs(candidate));
  const bound = Math.max(abs, rel * magnitude);
  return bound > 0 && Math.abs(control - candidate) <= bound + Number.EPSILON * magnitude;
}

/** The same without rounding: `rel` is a fraction with a power of two below. */
function isNearExactly(control: bigint, candidate: bigint, { abs, rel }: Allowed): boolean {
  const distance = magnitudeOf(control - candidate);
  const [above, below] = fraction(rel);
  return distance <= abs || [control, candidate].some((one) => distance * below <= above * magnitudeOf(one));
}

function magnitudeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function fraction(value: number): [above: bigint, below: bigint] {
  let above = value;
  let below = 1n;
  for (; !Number.isInteger(above); below *= 2n) above *= 2;
  return [BigInt(above), below];
}
