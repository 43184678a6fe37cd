import { standIn } from '../define/stand-in.js';
import { isThenable } from '../isolate.js';
import { refuse, requireFunction } from '../refuse.js';
import type { Laboratory } from '../types/index.js';
import { type TestLaboratory, type TestLaboratoryOptions, testLaboratory } from './laboratory.js';

// Declared the way @types/node does, so that no consumer needs the `esnext.disposable` library.
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/** Gives the default laboratory its place back. Calling it twice does no harm. */
export interface Restore {
  (): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
  /** Drains the laboratory before. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Lets a laboratory stand in for the default one, for the whole process: code that imports `experiment` runs in it, and
 * so do experiments that were defined long before. What `configure` says meanwhile holds for the default one only.
 *
 * @returns what undoes it: to be called, by `afterEach` for one, or left to `using` and `await using`
 * @throws TypeError for what is no laboratory
 * @example
 * await using _ = useLaboratory(lab);
 */
export function useLaboratory(laboratory: Laboratory): Restore;
/**
 * Lets a laboratory stand in for the default one until the callback has returned, or what it answers has settled.
 *
 * @returns what the callback answers
 */
export function useLaboratory<T>(laboratory: Laboratory, callback: () => T): T;
export function useLaboratory(laboratory: Laboratory, callback?: () => unknown): unknown {
  if (callback !== undefined) requireFunction('useLaboratory: callback ', callback);
  const restore = standIn(laboratory);
  if (callback !== undefined) return during(callback, restore);
  return Object.assign(() => restore(), {
    [Symbol.dispose]: restore,
    [Symbol.asyncDispose]: () => laboratory.drain().finally(restore),
  });
}

function during(callback: () => unknown, restore: () => void): unknown {
  let answer: unknown;
  try {
    answer = callback();
  } catch (error) {
    restore();
    throw error;
  }
  if (isThenable(answer)) return Promise.resolve(answer).finally(restore);
  restore();
  return answer;
}

type Hook = (work: () => void | Promise<void>) => unknown;

/** A test runner's hooks: `{ beforeEach, afterEach }` of Vitest, Jest, node:test and others. */
export interface Hooks {
  readonly beforeEach: Hook;
  readonly afterEach: Hook;
}

/**
 * Gives each test of a file or a `describe` a laboratory of its own, which stands in for the default one, and drains it
 * afterwards. What this answers is that of the test that is running.
 *
 * @throws TypeError for what are no hooks, and for options that cannot be meant
 * @example
 * const lab = laboratoryPerTest({ beforeEach, afterEach });
 */
export function laboratoryPerTest(hooks: Hooks, options?: TestLaboratoryOptions): TestLaboratory {
  for (const name of ['beforeEach', 'afterEach'] as const) {
    if (typeof hooks?.[name] !== 'function')
      refuse('laboratoryPerTest', hooks, "give it the test runner's hooks, { beforeEach, afterEach }");
  }
  let current = testLaboratory(options);
  let restore = () => {};
  let running = 0;
  hooks.beforeEach(() => {
    running += 1;
    // Tests that run concurrently share one.
    if (running > 1) return;
    current = testLaboratory(options);
    restore = useLaboratory(current);
  });
  hooks.afterEach(async () => {
    try {
      await current.settle();
    } finally {
      // A runner comes here also where a hook before ours has failed.
      running = Math.max(0, running - 1);
      if (running === 0) restore();
    }
  });
  const facade = {};
  for (const key of Reflect.ownKeys(current)) {
    Object.defineProperty(facade, key, {
      get: () => current[key as keyof TestLaboratory],
      enumerable: true,
    });
  }
  return facade as TestLaboratory;
}
