/** Answered by {@link isolate} where the callback failed. A symbol, because a callback may answer anything else. */
export const FAILED = Symbol('failed');

/** Told of what a callback threw, or of what was wrong with its answer. Never throws. */
export type Tell = (error: unknown) => void;

/**
 * The net round every callback of the user's except the variants, which `observe` calls. What the callback throws is
 * told, and the run goes on with `FAILED`.
 */
export function isolate<T>(tell: Tell, call: () => T): T | typeof FAILED {
  try {
    return call();
  } catch (error) {
    tell(error);
    return FAILED;
  }
}

/**
 * The same for callbacks that have to answer at once. A promise is not an answer, and the rejection it may end in
 * would otherwise bring the process down from a place that the user never sees.
 */
export function isolateAtOnce<T>(tell: Tell, name: string, call: () => T): T | typeof FAILED {
  const answer = isolate(tell, call);
  if (!isThenable(answer)) return answer;
  disarm(answer, tell);
  tell(new TypeError(`${name} answered a promise; it has to answer at once, without await`));
  return FAILED;
}

/** For callbacks that answer nothing: a promise is fine, and its rejection is told. */
export function isolateLater(tell: Tell, call: () => unknown): void {
  const answer = isolate(tell, call);
  if (isThenable(answer)) disarm(answer, tell);
}

/** Promises of another realm are promises, and no `instanceof` knows them. A getter that throws is no `then`. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false;
  try {
    return typeof (value as { then?: unknown }).then === 'function';
  } catch {
    return false;
  }
}

/** Tells a promise's rejection. What is no promise rejects nobody, and its `then` may be what runs a query. */
export function disarm(promise: unknown, tell: Tell): void {
  // Where `Promise` was replaced, by Bluebird or zone.js, async functions answer the runtime's own all the same.
  for (const { then } of [Object.getPrototypeOf((async () => {})()), Promise.prototype]) {
    try {
      then.call(promise, undefined, tell);
      return;
    } catch {
      // Not a promise of this kind, of any realm.
    }
  }
}
