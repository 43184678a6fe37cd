import { realSetTimeout } from './fake-timers.js';

/** As much of a Node process as is used. */
interface Process {
  getBuiltinModule?(name: string): { readonly MessageChannel?: typeof MessageChannel } | undefined;
}

// Kept from when this module was loaded: fake timers replace the globals, and what waits by them would wait for ever.
const Channel = globalThis.MessageChannel ?? channelOfNode();
const setTimer = realSetTimeout();

/** So many turns in which nothing happens say that everything waits for time to pass. */
export const IDLE_TURNS = 10;

/**
 * One turn of the real event loop: what is due by then has run, promises and all. Fake timers do not hold it up, as it
 * does not go by a timer.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (Channel === undefined) {
      setTimer(resolve, 0);
      return;
    }
    const { port1, port2 } = new Channel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Jest's jsdom has none, and turns by a timer would look like timers that a candidate began. */
function channelOfNode(): typeof MessageChannel | undefined {
  const { process } = globalThis as { process?: Process };
  return process?.getBuiltinModule?.('node:worker_threads')?.MessageChannel;
}

/**
 * Milliseconds of real time, for what the runtime does meanwhile. Nothing else runs, so no clock is needed: it may be a
 * fake one. Answers whether they have passed.
 */
export function sleep(ms: number): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    return true;
  } catch {
    // The main thread of a browser must not wait.
    return false;
  }
}
