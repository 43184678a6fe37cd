type Then = (this: unknown, resolve: (value: unknown) => void, reject: (error: unknown) => void) => unknown;

/**
 * A promise that cannot be told from one that an async function answers: it can be handed to the caller as it is.
 * Subclasses and promises with a `then` of their own are not, nor are those of another realm.
 */
export function isPlainPromise(value: unknown): value is Promise<unknown> {
  try {
    return (
      value instanceof Promise &&
      Object.getPrototypeOf(value) === Promise.prototype &&
      !Object.hasOwn(value, 'then') &&
      !Object.hasOwn(value, 'constructor')
    );
  } catch {
    return false;
  }
}

/** The `then` of a thenable, read once: a getter may throw, or answer something else the next time. */
export function thenOf(value: unknown): Then | undefined {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return undefined;
  try {
    const then = (value as { then?: unknown }).then;
    return typeof then === 'function' ? (then as Then) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A plain promise of what a thenable gives. `then` is called exactly once, since for a query builder that is what runs
 * the query; calling back twice, or throwing after it called back, changes nothing.
 */
export function adopt(thenable: unknown, then: Then): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // As a call of our own: a `then` may have a `call` of its own, or none.
    Reflect.apply(then, thenable, [resolve, reject]);
  });
}

/** What the control answered, as the caller gets it when nothing is on trial: a thenable as a plain promise. */
export function plain(value: unknown): unknown {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return value;
  if (isPlainPromise(value)) return value;
  const then = thenOf(value);
  return then === undefined ? value : adopt(value, then);
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
    const then = thenOf(promise);
    const adopted = then === undefined ? Promise.resolve(promise) : adopt(promise, then);
    return adopted.then(onFulfilled, onRejected);
  }
}
