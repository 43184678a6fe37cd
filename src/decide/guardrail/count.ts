/** Nobody counts any further: what is added to it, and the sum of several, can still be shown. */
const MOST_COUNTED = 1e15;

/** Whether this is a count that a saved state can have. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MOST_COUNTED;
}
