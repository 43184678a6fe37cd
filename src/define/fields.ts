import { refuse, requireOptions } from '../refuse.js';

/** Refuses a value that cannot be meant: what it is of, with the blank that comes before the value, and the value. */
export type Check = (what: string, value: any) => void;

/** A check for each field that an object may have. */
export type Checks<T> = { readonly [K in keyof Required<T>]: Check };

/**
 * Refuses what is no such object, and each of its fields that cannot be meant. What is undefined counts as not given.
 *
 * @param advice what to give instead of what is no object
 */
export function checkFields<T extends object>(
  what: string,
  given: unknown,
  checks: Checks<T>,
  advice?: string,
): asserts given is T {
  requireOptions(what, given, Object.keys(checks), advice);
  // The options of a call come after its name, and theirs after a dot: `experiment: goal.target `.
  const owner = what.includes(':') ? `${what.trimEnd()}.` : `${what}: `;
  for (const [name, value] of Object.entries(given as T)) {
    if (value !== undefined) checks[name as keyof T](`${owner}${name} `, value);
  }
}

export function requireWhole(what: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1)
    refuse(what, value, 'give a whole number from 1');
}

export function requireShare(what: string, value: unknown): void {
  if (!(typeof value === 'number' && value > 0 && value < 1))
    refuse(what, value, 'give a number between 0 and 1, both excluded');
}

export function requireOneOf(what: string, value: unknown, ...words: string[]): void {
  if (!words.includes(value as string))
    refuse(what, value, `give ${words.map((word) => `'${word}'`).join(' or ')}`);
}
