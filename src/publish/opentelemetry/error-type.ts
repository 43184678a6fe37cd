import type { Observation } from '../../types/trial.js';
import { cut, isWord } from '../redact.js';

const OTHER = '_OTHER';
const LONGEST = 64;
const TIMEOUT = 'timeout';

/** The `error.type` of a variant that failed, `undefined` for one that did not. */
export function failureOf(observation: Observation): string | undefined {
  if (observation.status === 'returned') return undefined;
  return observation.status === 'threw' ? errorType(observation.error) : TIMEOUT;
}

// What kind of error it is: its code, else its name, else its class.
function errorType(error: unknown): string {
  return text(error, 'code') ?? errorName(error);
}

/** The name of an error, else its class. Never throws. */
export function errorName(error: unknown): string {
  return text(error, 'name') ?? text(read(error, 'constructor'), 'name') ?? OTHER;
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
