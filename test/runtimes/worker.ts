// What the tests use of Node, where there is a worker instead. Injected into their bundle.
import { process as ofTheBrowser } from './browser.js';
import { Lack, lack } from './vitest.js';

export { setFlagsFromString } from './browser.js';

/** `node:vm`: a worker has one realm, and was started with the collector in reach. */
export function runInNewContext(code: string): unknown {
  if (code === 'gc') return (globalThis as { gc?: () => void }).gc;
  return async () => {
    lack('another realm');
    throw new Error('misbehaved');
  };
}

type Storage = new () => object;

class NoStorage {
  constructor() {
    throw new Lack('AsyncLocalStorage');
  }
}

const runtime = globalThis as {
  AsyncLocalStorage?: Storage;
  process?: { getBuiltinModule?(name: string): { AsyncLocalStorage: Storage } };
  setImmediate?: (callback: () => void) => unknown;
};

const found =
  runtime.AsyncLocalStorage ?? runtime.process?.getBuiltinModule?.('node:async_hooks').AsyncLocalStorage;

/** `node:async_hooks`, as far as labcoat can find it. Theirs cannot be entered for good. */
export class AsyncLocalStorage extends (found ?? NoStorage) {
  enterWith(): void {
    lack('AsyncLocalStorage.enterWith');
  }
}

export const process = ofTheBrowser;

export const setImmediate =
  runtime.setImmediate ?? ((callback: () => void): unknown => setTimeout(callback, 0));
