import type { Timers } from '../types/index.js';

/** The longest delay that a timer can have. */
export const LONGEST_MS = 2_147_483_647;

/** Undoes a timer. Never throws. */
export type Cancel = () => void;

/**
 * Calls back after so many milliseconds, and does not keep the process alive for it unless told to. Timers that were
 * given and fail are replaced by the runtime's own: without a time limit a candidate that hangs would be held for ever.
 */
export function after(
  ms: number,
  timers: Timers,
  tell: (error: unknown) => void,
  callback: () => void,
  hold: 'keeps the process alive' | 'lets the process end' = 'lets the process end',
): Cancel {
  let cancel: Cancel;
  let handle: unknown;
  try {
    handle = timers.setTimeout(callback, ms);
    cancel = () => clear(timers, handle, tell);
  } catch (error) {
    tell(error);
    const own = setTimeout(callback, ms);
    handle = own;
    cancel = () => clearTimeout(own);
  }
  if (hold === 'lets the process end') letGo(handle, tell);
  return cancel;
}

/**
 * Calls back once, in a later turn of the event loop; by the runtime's own timers where those given fail. Timers that
 * call back at once would do in the caller's turn what must not be done in it: there it is the end of that turn.
 */
export function immediately(timers: Timers, tell: (error: unknown) => void, callback: () => void): void {
  let isLater = false;
  let isDone = false;
  const callBack = () => {
    if (isDone) return;
    isDone = true;
    if (isLater) callback();
    else queueMicrotask(callback);
  };
  try {
    timers.setImmediate(callBack);
  } catch (error) {
    tell(error);
    setTimeout(callBack, 0);
  }
  isLater = true;
}

/** What the promise gives, or a TimeoutError when that takes longer. */
export function within<T>(
  work: PromiseLike<T>,
  ms: number,
  what: string,
  timers: Timers,
  tell: (error: unknown) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = after(ms, timers, tell, () =>
      reject(timeoutError(`${what} did not settle within ${ms} ms`)),
    );
    const done =
      <A>(settle: (answer: A) => void) =>
      (answer: A) => {
        cancel();
        settle(answer);
      };
    // Adopted first: a thenable may resolve with another one, and it is done when that is.
    new Promise<T>((adopt) => adopt(work)).then(done(resolve), done(reject));
  });
}

function timeoutError(message: string): Error {
  return new DOMException(message, 'TimeoutError');
}

function clear(timers: Timers, handle: unknown, tell: (error: unknown) => void): void {
  try {
    timers.clearTimeout(handle);
  } catch (error) {
    tell(error);
  }
}

function letGo(handle: unknown, tell: (error: unknown) => void): void {
  try {
    if (typeof handle === 'object' && handle !== null) (handle as { unref?: () => void }).unref?.();
  } catch (error) {
    tell(error);
  }
}
