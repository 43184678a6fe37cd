import type { Variant } from '../types/index.js';

/** As much of `node:async_hooks` as is used. */
interface AsyncHooks {
  readonly AsyncLocalStorage: { new (): Storage; snapshot?: () => (call: () => void) => void };
  readonly AsyncResource?: Scope;
}

type Scope = new (
  type: string,
) => {
  runInAsyncScope<T>(
    run: Storage['run'],
    self: Storage,
    variant: Variant | undefined,
    call: (subject: T) => void,
    subject: T,
  ): void;
};

interface Storage {
  getStore(): Variant | undefined;
  /** Some runtimes have none, and others have one that only says so. */
  enterWith?(variant: Variant | undefined): void;
  run<T>(variant: Variant | undefined, call: (subject: T) => void, subject: T): void;
}

const KEY = Symbol.for('labcoat.onTrial.1');

/**
 * The candidate that the calling code runs in, or undefined outside of one: across awaits and timers where the runtime
 * has `AsyncLocalStorage`, elsewhere only until the candidate's first `await`.
 *
 * @example
 * if (onTrial() === undefined) await mailer.send(receipt);
 */
export function onTrial(): Variant | undefined {
  return storage().getStore();
}

/** Whether a candidate is this experiment's, or runs inside of one of its. */
export function isInside(experiment: string, candidate: Nested | undefined): boolean {
  if (candidate === undefined) return false;
  return candidate.experiment === experiment || isInside(experiment, candidate.outer);
}

/** Another copy of the package may not say what its candidates run in. */
type Nested = Variant & { readonly outer?: Nested | undefined };

/**
 * A guard for code that a candidate must never reach: throws inside a candidate and does nothing outside.
 *
 * @param what what must not happen, for the message: `'charge card'`
 */
export function forbidOnTrial(what: string): void {
  const variant = onTrial();
  if (variant === undefined) return;
  // Not refused where it is written: outside of a candidate it has to do nothing, in production too.
  const isSaid = typeof what === 'string';
  throw new Error(
    `forbidOnTrial(${isSaid ? `'${what}'` : ''}): called inside '${variant.variant}' of experiment ` +
      `'${variant.experiment}'; a candidate must not do this, ask onTrial() before` +
      (isSaid ? '' : '; give forbidOnTrial a text that says what'),
  );
}

/**
 * Runs a candidate so that it can ask `onTrial()`. It has a scope of its own: an `AsyncLocalStorage` that it enters
 * for good would otherwise be entered for the caller too.
 *
 * @param subject what the call is given, so that none has to be made for it
 */
export function runOnTrial(variant: Variant, call: () => void): void;
export function runOnTrial<T>(variant: Variant, call: (subject: T) => void, subject: T): void;
export function runOnTrial<T>(variant: Variant, call: (subject?: T) => void, subject?: T): void {
  const own = storage();
  const { AsyncResource } = asyncHooks() ?? NOTHING;
  if (AsyncResource === undefined) {
    own.run(variant, call, subject);
  } else {
    way ??= findWay(own, AsyncResource);
    new AsyncResource('labcoat.candidate').runInAsyncScope(way, own, variant, call, subject);
  }
}

let way: Storage['run'] | undefined;

/** How the storage is entered in a scope. */
function findWay(own: Storage, AsyncResource: Scope): Storage['run'] {
  try {
    new AsyncResource('labcoat.candidate').runInAsyncScope(enter, own, undefined, () => {}, undefined);
    return enter;
  } catch {
    return own.run;
  }
}

/** Enters the storage that is its `this` for good: `run` would enter and leave it, in a scope that nobody comes back to. */
function enter<T>(
  this: Required<Storage>,
  variant: Variant | undefined,
  call: (subject: T) => void,
  subject: T,
): void {
  this.enterWith(variant);
  call(subject);
}

const NOTHING: Partial<AsyncHooks> = {};

/** Runs work where `onTrial()` answers undefined and, as far as the runtime can, no caller's storages are seen. */
export function outsideOfCalls(): (work: () => void) => void {
  const here = insideOfCall();
  return (work) => here(() => storage().run(undefined, work, undefined));
}

/** Answers a function that does work where the caller is now: in its storages, its request, its transaction. */
export function insideOfCall(): (work: () => void) => void {
  const here = asyncHooks()?.AsyncLocalStorage.snapshot?.();
  if (here === undefined) return (work) => work();
  return (work) => {
    let isThere = false;
    const there = () => {
      isThere = true;
      work();
    };
    try {
      here(there);
    } catch (error) {
      if (isThere) throw error;
      // In workerd no request can go back to where another one was: who sees storages then is the lesser evil.
      there();
    }
  };
}

/** Whether `onTrial()` answers across awaits and timers. */
export function hasAsyncContext(): boolean {
  return asyncHooks() !== undefined;
}

/** One for all copies of the package in the process: a candidate may ask another copy than the one that runs it. */
function storage(): Storage {
  found ??= findStorage();
  return found;
}

let found: Storage | undefined;

function findStorage(): Storage {
  const shared = globalThis as { [KEY]?: Storage };
  shared[KEY] ??= createStorage();
  return shared[KEY];
}

function createStorage(): Storage {
  const { AsyncLocalStorage } = asyncHooks() ?? {};
  return AsyncLocalStorage === undefined ? synchronousStorage() : new AsyncLocalStorage();
}

let hooks: AsyncHooks | undefined;

/** Without a `node:` import, so that the library loads where there is none. */
function asyncHooks(): AsyncHooks | undefined {
  hooks ??= findAsyncHooks();
  return hooks;
}

function findAsyncHooks(): AsyncHooks | undefined {
  const runtime = globalThis as {
    AsyncLocalStorage?: AsyncHooks['AsyncLocalStorage'];
    process?: { getBuiltinModule?: (name: string) => AsyncHooks | undefined };
  };
  const { AsyncLocalStorage } = runtime;
  const own = AsyncLocalStorage === undefined ? undefined : { AsyncLocalStorage };
  return runtime.process?.getBuiltinModule?.('node:async_hooks') ?? own;
}

function synchronousStorage(): Storage {
  let current: Variant | undefined;
  return {
    getStore: () => current,
    run(variant, call, subject) {
      const before = current;
      current = variant;
      try {
        call(subject);
      } finally {
        current = before;
      }
    },
  };
}
