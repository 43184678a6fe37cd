import { requireOptions } from '../../refuse.js';
import type { Comparator } from '../../types/index.js';
import { show } from '../differences/show.js';
import { type Decisive, govern, ruleGiven } from './govern.js';
import { refine } from './overlay.js';
import { EXACT, type Rule, type Tolerance } from './rule.js';

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
export function approximately<T = any>(tolerance: Partial<Tolerance>): Decisive<T>;
export function approximately<T = any>(tolerance: Partial<Tolerance>, inner: Comparator): Comparator<T>;
export function approximately(tolerance: Partial<Tolerance>, inner?: Comparator): Comparator {
  requireTolerance(tolerance);
  const policy = { tolerance: { abs: part(tolerance, 'abs'), rel: part(tolerance, 'rel') } };
  const rule: Rule = inner === undefined ? EXACT : ruleGiven(inner, 'approximately(...)');
  return govern(refine(rule, policy, 'approximately(...)'));
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

function part(tolerance: Partial<Tolerance>, name: 'abs' | 'rel'): number {
  const value: unknown = tolerance[name];
  if (value === undefined) return 0;
  if (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new TypeError(`approximately(...) was given ${show(value)} for ${name}; give it a number, 0 or more`);
}
