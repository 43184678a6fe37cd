import type { GoodEnough } from '../types/index.js';

/** Whether a comparator answered: not equal, but good enough. */
export function isAcceptable(answer: unknown): answer is GoodEnough {
  return (answer as { acceptable?: unknown } | null | undefined)?.acceptable === true;
}
