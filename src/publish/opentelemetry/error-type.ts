import type { Observation } from '../../types/trial.js';
import { cut } from '../redact.js';

const OTHER = '_OTHER';
const LONGEST = 64;
// Of the 20 that an experiment may have, two are always there to be had: `timeout` and `_OTHER`.
const MOST_TYPES = 18;
const MOST_EXPERIMENTS = 1_000;

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

/** The type itself, or `_OTHER` when the experiment has had too many of them. */
export function boundErrorType(known: Map<string, Set<string>>, experiment: string, type: string): string {
  if (type === TIMEOUT || type === OTHER) return type;
  let types = known.get(experiment);
  if (types === undefined) {
    if (known.size === MOST_EXPERIMENTS) return OTHER;
    types = new Set();
    known.set(experiment, types);
  }
  if (types.size < MOST_TYPES) types.add(type);
  return types.has(type) ? type : OTHER;
}

function text(holder: unknown, key: string): string | undefined {
  const value = read(holder, key);
  return typeof value === 'string' && value !== '' ? cut(value, LONGEST) : undefined;
}

/** A property of anything, `undefined` where there is none to be had. */
export function read(holder: unknown, key: string): unknown {
  try {
    return (holder as Record<string, unknown> | null | undefined)?.[key];
  } catch {
    return undefined;
  }
}
