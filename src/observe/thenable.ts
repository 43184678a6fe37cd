import { disarm, isThenable } from '../isolate.js';

type Then = (this: unknown, resolve: (value: unknown) => void, reject: (error: unknown) => void) => unknown;

/**
 * What a function answered as a plain promise, or undefined where it answered no thenable. One that cannot be told from
 * what an async function answers is itself; subclasses, and promises of another realm, are not.
 *
 * `then` is read once: a getter may throw, or answer something else the next time.
 */
export function promiseOf(value: unknown): Promise<unknown> | undefined {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined;
  let then: unknown;
  try {
    then = (value as { then?: unknown }).then;
    if (then === Promise.prototype.then && isPlain(value as Promise<unknown>))
      return value as Promise<unknown>;
  } catch {
    // A `then` that cannot be read is none; where it was read, it is to be called like any other.
  }
  return typeof then === 'function' ? adopt(value, then as Then) : undefined;
}

/** Nothing that `await` would take for something else, and without methods of its own, which no derived one has. */
function isPlain(promise: Promise<unknown>): boolean {
  const isBare = promise.constructor === Promise && Object.getPrototypeOf(promise) === Promise.prototype;
  return isBare && Object.keys(promise).length === 0;
}

/** What the control answered, as the caller gets it when nothing is on trial: a thenable as a plain promise. */
export function plain(value: unknown): unknown {
  // Nearly all that is called without being awaited, and what only has to be handed on.
  if (typeof value === 'number' || typeof value === 'string') return value;
  return promiseOf(value) ?? value;
}

/**
 * A plain promise of what a thenable gives. `then` is called exactly once, since for a query builder that is what runs
 * the query; calling back twice, or throwing after it called back, changes nothing.
 */
function adopt(thenable: unknown, then: Then): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // As a call of our own: a `then` may have a `call` of its own, or none.
    Reflect.apply(then, thenable, [resolve, reject]);
  });
}

/**
 * The promise of what becomes of another one. A Proxy of a promise looks like one, and only its own `then` knows
 * whether it can be followed.
 */
export function follow(
  promise: Promise<unknown>,
  onFulfilled: (value: unknown) => unknown,
  onRejected: (error: unknown) => unknown,
): Promise<unknown> {
  try {
    return Promise.prototype.then.call(promise, onFulfilled, onRejected);
  } catch {
    return new Promise((resolve) => resolve(promise)).then(onFulfilled, onRejected);
  }
}

/** More parts of one value than this are not looked at. */
const MOST_PARTS = 1_000;

/**
 * For a value that nobody is given: whoever has the control's takes the promises out of its list or record, and those in
 * here would bring the process down when they reject.
 */
export function disarmParts(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  try {
    const parts = partsOf(value);
    const count = Math.min(parts.length, MOST_PARTS);
    for (let index = 0; index < count; index++) if (isThenable(parts[index])) disarm(parts[index], () => {});
  } catch {
    // The traps of a Proxy may throw.
  }
}

function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value;
  // Not what a getter would make only now.
  const partOf = (key: string) => Object.getOwnPropertyDescriptor(value, key)?.value;
  return Object.keys(value).slice(0, MOST_PARTS).map(partOf);
}
