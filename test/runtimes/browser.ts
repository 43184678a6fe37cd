// What the tests use of Node, where there is a browser instead. Injected into their bundle.
import { Lack } from './vitest.js';

/** `node:vm`: another realm is another window. */
export function runInNewContext(code: string): unknown {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  return (frame.contentWindow as unknown as { eval(code: string): unknown }).eval(`(${code})`);
}

/** `node:v8`: the browser was started with the flag. */
export function setFlagsFromString(): void {}

/** `node:async_hooks` */
export class AsyncLocalStorage {
  constructor() {
    throw new Lack('AsyncLocalStorage');
  }
}

type Listener = (reason: unknown) => void;
const listeners = new Set<Listener>();
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  for (const listener of listeners) listener(event.reason);
});

/** As much of `process` as the tests use. Not a global: labcoat must not take a browser for Node. */
export const process = {
  on: (_: string, listener: Listener) => listeners.add(listener),
  off: (_: string, listener: Listener) => listeners.delete(listener),
  listeners: () => [...listeners],
  removeAllListeners: () => listeners.clear(),
};

export function setImmediate(callback: () => void): unknown {
  return setTimeout(callback, 0);
}
