import type { JudgedObservation, Observation } from '../../types/trial.js';
import { cut, isWord } from '../redact.js';

const OTHER = '_OTHER';
const LONGEST = 64;

/**
 * The `error.type` of a variant that failed, `undefined` for one that did not.
 *
 * @param isAborted whether its trial was ended from outside: what had not settled by then is not to blame
 */
export function failureOf(
  observation: Observation | JudgedObservation,
  isAborted = 'aborted' in observation,
): string | undefined {
  if (observation.status === 'returned') return undefined;
  if (observation.status === 'threw') return errorType(observation.error);
  return isAborted ? 'aborted' : 'timeout';
}

// What kind of error it is: its code, else its name, else its class.
function errorType(error: unknown): string {
  return text(error, 'code') ?? errorName(error);
}

/** The name of an error, else its class. Never throws. */
export function errorName(error: unknown): string {
  // Of what is no error the name may be anybody's.
  const name = isError(error) ? text(error, 'name') : undefined;
  if (name !== undefined) return name;
  const type = read(error, 'constructor');
  return (typeof type === 'function' ? text(type, 'name') : undefined) ?? OTHER;
}

// Those of another realm, and of a browser, too.
function isError(error: unknown): boolean {
  try {
    return (
      error instanceof Error ||
      /^\[object (?:Error|DOMException)]$/.test(Object.prototype.toString.call(error))
    );
  } catch {
    return false;
  }
}

function text(holder: unknown, key: string): string | undefined {
  const value = read(holder, key);
  if (typeof value !== 'string') return undefined;
  const start = cut(value, LONGEST);
  return isWord(start) ? start : undefined;
}

/** A property of anything, `undefined` where there is none to be had. */
export function read(holder: unknown, key: string): unknown {
  try {
    return (holder as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}
