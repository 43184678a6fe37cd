import type { Difference, Observation } from '../../types/index.js';
import { bounded } from './bounded.js';
import { isIdLike, wildcardPath } from './wildcard.js';

/**
 * The shape of a mismatch: the places where two values differ, sorted, with indices and ids wildcarded, and how; where
 * a variant failed, how it ended, by the error's class and `code`. Two mismatches of one shape have one fingerprint, in
 * every process. At most 256 characters: a longer one ends in a hash of the whole.
 *
 * @example '$.lines[*].price changed, $.note added' or 'control returned, candidate threw RangeError ERR_SCALE'
 */
export function fingerprint(
  differences: readonly Difference[],
  control: Observation,
  candidate: Observation,
): string {
  if (control.status !== 'returned' || candidate.status !== 'returned') {
    return bounded(`control ${ending(control)}, candidate ${ending(candidate)}`);
  }
  const places = new Set(differences.map(({ path, kind }) => `${wildcardPath(path)} ${kind}`));
  return bounded(places.size === 0 ? 'not equal' : [...places].sort().join(', '));
}

function ending(observation: Observation): string {
  if (observation.status === 'timed-out') return 'timed out';
  return observation.status === 'threw' ? `threw ${nameOf(observation.error)}` : 'returned';
}

/** A message may hold anything, and so may what an object calls itself; a class and a code are written into a program. */
function nameOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return error === null ? 'null' : typeof error;
  const { code } = error as { code?: unknown };
  return isCode(code) ? `${classNameOf(error)} ${code}` : classNameOf(error);
}

function classNameOf(error: object): string {
  const type: unknown = error.constructor;
  if (typeof type === 'function' && isWord(type.name)) return type.name;
  return error instanceof Error ? 'Error' : 'Object';
}

function isCode(code: unknown): boolean {
  // A database's driver says a number as text.
  const mayBeNumber = typeof code === 'number' || typeof code === 'string';
  return isWord(code) || (mayBeNumber && /^-?\d{1,5}$/.test(String(code)));
}

function isWord(text: unknown): text is string {
  if (typeof text !== 'string' || text === '') return false;
  return isLetters(text) || (/^[\p{L}\p{N}_$.:/-]{1,60}$/u.test(text) && !isIdLike(text));
}

/** As nearly all are. No pattern is asked: where the stack has ended, in a RangeError, V8 ends the process to compile one. */
function isLetters(text: string): boolean {
  // Whatever has a large and a small form.
  for (const char of text) if (char.toLowerCase() === char.toUpperCase()) return false;
  return text.length < 32;
}
