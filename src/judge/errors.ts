import { equal } from './equality/equal.js';

/**
 * Whether two errors are alike: the same class, message and `code`; what is no Error, by value. The stack does not
 * count, for it names the place, and two implementations are two places.
 */
export function sameError(control: unknown, candidate: unknown): boolean {
  if (!(control instanceof Error) || !(candidate instanceof Error)) return equal(control, candidate);
  return (
    Object.getPrototypeOf(control) === Object.getPrototypeOf(candidate) &&
    control.name === candidate.name &&
    control.message === candidate.message &&
    equal((control as { code?: unknown }).code, (candidate as { code?: unknown }).code)
  );
}
