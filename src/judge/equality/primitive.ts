import type { Policy } from '../comparators/rule.js';
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

function isAccepted(control: unknown, candidate: unknown, { isNear, text }: Policy): boolean {
  if (Number.isNaN(control) && Number.isNaN(candidate)) return true;
  const mayBeNear = typeof control === 'bigint' || (isNumber(control) && isNumber(candidate));
  if (isNear !== undefined && mayBeNear) return isNear(control, candidate);
  return text !== undefined && typeof control === 'string' && text(control) === text(candidate as string);
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
