import { toConsole } from '../publish/console.js';
import { jsonOf } from '../publish/redact-json.js';
import type { Observation, Outcome, Trial } from '../types/index.js';

const FINE: readonly Outcome[] = ['match', 'ignored', 'transient'];

const BRAND = Symbol.for('labcoat.MismatchError.1');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const LONGEST_VALUE = 10_000;

/**
 * What a run ends in under `raiseOnMismatch`, when a candidate did not match. Its message says what differs.
 *
 * Another copy of the package knows it by `instanceof` too. A structured clone, in another thread, is an `Error` with
 * the same message; `MismatchError.from` gives it its trial back.
 */
export class MismatchError extends Error {
  /** What was judged. Not enumerable: the message says it in words. */
  declare readonly trial: Trial;

  /** On the prototype, where the first line of a stack gets it from; and no static block, which no bundler drops. */
  override get name(): string {
    return 'MismatchError';
  }

  constructor(trial: Trial) {
    // Of an error's own properties only the cause survives a structured clone.
    super(messageOf(trial), { cause: portable(trial) });
    Object.defineProperty(this, 'trial', { value: trial });
    Object.defineProperty(this, BRAND, { value: true });
  }

  // Neither of these names the class: a bundler that finds its name within it calls it `_MismatchError`, and that is printed.

  /** The error itself, or the one that it is a structured clone of; undefined for any other. */
  static from(error: unknown): MismatchError | undefined {
    return restored(error);
  }

  /** Errors of another copy of the package are such errors too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a subclass inherits this, and is not the same class
    if (isSubclass(this)) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

function isSubclass(one: unknown): boolean {
  return one !== MismatchError;
}

function restored(error: unknown): MismatchError | undefined {
  if (error instanceof MismatchError) return error;
  if (!(error instanceof Error) || !isTrial(error.cause)) return undefined;
  const { message, stack, cause } = error;
  const own = new MismatchError(cause);
  Object.defineProperty(own, 'message', { value: message });
  Object.defineProperty(own, 'stack', { value: stack });
  return own;
}

/** The error to raise, or undefined for a trial in which every candidate is fine. */
export function objection(trial: Trial | undefined): MismatchError | undefined {
  if (trial === undefined || trial.candidates.every(({ outcome }) => FINE.includes(outcome)))
    return undefined;
  return new MismatchError(trial);
}

/** What was not fine, as the console would show it. In a test nothing is private. */
function messageOf(trial: Trial): string {
  const lines: string[] = [];
  const print = toConsole({ write: (text) => lines.push(text), colour: false });
  print.publish({ ...trial, capture: 'values' });
  return lines.join('\n');
}

/** The trial as data that can be cloned: what cannot be is written out. */
function portable(trial: Trial): Trial {
  const candidates = trial.candidates.map((candidate) => ({
    ...carried(candidate),
    differences: candidate.differences.map((difference) => ({
      ...difference,
      ...('control' in difference && { control: cloned(difference.control) }),
      ...('candidate' in difference && { candidate: cloned(difference.candidate) }),
    })),
  }));
  const context = cloned(trial.context) as Trial['context'];
  const copy = { ...trial, context, control: carried(trial.control), candidates };
  // A cause is always printed, and what differs is printed already. Node prints one that nobody has caught in full
  // nevertheless: it asks no object how to then.
  const inspect = () => `trial ${trial.id} of experiment '${trial.experiment}'`;
  return Object.defineProperty(copy, INSPECT, { value: inspect });
}

function carried<O extends Observation>(observation: O): O {
  if (observation.status === 'returned') return { ...observation, value: cloned(observation.value) };
  if (observation.status === 'threw') return { ...observation, error: cloned(observation.error) };
  return observation;
}

function cloned(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return jsonOf(value, { maxBytes: LONGEST_VALUE, strings: true });
  }
}

function isTrial(value: unknown): value is Trial {
  if (typeof value !== 'object' || value === null) return false;
  return 'experiment' in value && 'control' in value && 'candidates' in value;
}
