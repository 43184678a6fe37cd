import { type Fault, type Laboratory, type LaboratoryOptions, laboratory } from '../src/index.js';
import { type MemoryPublisher, memory } from '../src/publish/memory.js';

export interface Bench {
  readonly lab: Laboratory;
  readonly published: MemoryPublisher;
  readonly faults: Fault[];
}

/** What is counted in a test must not depend on how busy the machine is that it runs on. */
export const CALM = {
  maxBlockMs: Number.POSITIVE_INFINITY,
  maxBusy: Number.POSITIVE_INFINITY,
  shedAbove: Number.POSITIVE_INFINITY,
};

/** A laboratory of its own for one test, and all that it tells. */
export function bench(options: LaboratoryOptions = {}): Bench {
  const published = memory();
  const faults: Fault[] = [];
  const lab = laboratory({
    publishers: [published],
    onFault: (fault) => void faults.push(fault),
    ...options,
    defaults: options.defaults ?? { guardrails: CALM },
  });
  return { lab, published, faults };
}

/** Who hears of trials. Where nobody does they go a shorter way, and have to come to the same. */
export const AUDIENCES: readonly (readonly [string, LaboratoryOptions])[] = [
  ['heard of', {}],
  ['not heard of', { publishers: [] }],
];

export function never(): Promise<never> {
  return new Promise(() => {});
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A promise and what settles it. */
export function deferred<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** What a call gave, by a word: falsy values and errors are values and errors. */
export type Given = { readonly returned: unknown } | { readonly threw: unknown };

export function given(call: () => unknown): Given {
  try {
    return { returned: call() };
  } catch (threw) {
    return { threw };
  }
}

export async function givenLater(call: () => PromiseLike<unknown>): Promise<Given> {
  try {
    return { returned: await call() };
  } catch (threw) {
    return { threw };
  }
}

/** A source of chance with a seed (mulberry32), so that a test that counts always counts the same. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
