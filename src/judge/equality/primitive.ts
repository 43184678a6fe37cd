import type { Policy, Tolerance } from '../comparators/rule.js';
import { ABSENT } from '../differences/place.js';

type Kind = 'changed' | 'type' | 'added' | 'removed';

/** How two values differ of which at least one is no object; `undefined` where a policy lets them be equal. */
export function differ(control: unknown, candidate: unknown, policy: Policy): Kind | undefined {
  if (control === candidate) return undefined;
  if (candidate === ABSENT) return 'removed';
  if (control === ABSENT) return 'added';
  if (typeOf(control) !== typeOf(candidate)) return 'type';
  return isAccepted(control, candidate, policy) ? undefined : 'changed';
}

/** Candidate minus control, where both are finite numbers. */
export function deltaOf(control: unknown, candidate: unknown): number | undefined {
  return isNumber(control) && isNumber(candidate) ? candidate - control : undefined;
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

function isAccepted(control: unknown, candidate: unknown, { tolerance, text }: Policy): boolean {
  if (Number.isNaN(control) && Number.isNaN(candidate)) return true;
  if (tolerance && isNumber(control) && isNumber(candidate)) return isNear(control, candidate, tolerance);
  if (tolerance && typeof control === 'bigint') return isNearExactly(control, candidate as bigint, tolerance);
  return text !== undefined && typeof control === 'string' && text(control) === text(candidate as string);
}

/**
 * Symmetric: `|a - b| <= max(abs, rel * max(|a|, |b|))`. Half a unit in the last place of either number is allowed
 * for on top, or a cent would not be within a cent: in binary 1.01 is more than 0.01 away from 1.
 */
function isNear(control: number, candidate: number, { abs, rel }: Tolerance): boolean {
  const magnitude = Math.max(Math.abs(control), Math.abs(candidate));
  const bound = Math.max(abs, rel * magnitude);
  return bound > 0 && Math.abs(control - candidate) <= bound + Number.EPSILON * magnitude;
}

/** The same without rounding: `rel` is a fraction with a power of two below. */
function isNearExactly(control: bigint, candidate: bigint, { abs, rel }: Tolerance): boolean {
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

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
