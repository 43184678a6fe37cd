import { refuse, requireFunction, requireRate } from '../refuse.js';
import type { AnyFunction, Sampling } from '../types/index.js';
import { type Checks, checkFields } from './fields.js';

const CHECKS: Checks<Sampling> = {
  rate: requireRate,
  by: requireFunction,
  maxPerSecond: (what, value) => {
    if (!(typeof value === 'number' && value > 0))
      refuse(what, value, 'give a number above 0, or rate 0 for none at all');
  },
};

/** What `sample` was given, or a refusal of what cannot be meant. */
export function readSampling(sampling: unknown): Sampling | AnyFunction {
  if (typeof sampling === 'function') return sampling as AnyFunction;
  if (typeof sampling !== 'object' || sampling === null) {
    requireRate('sample', sampling);
    return { rate: sampling as number };
  }
  checkFields<Sampling>('sample', sampling, CHECKS);
  const { rate, by, maxPerSecond } = sampling;
  // The one that has to be given.
  requireRate('sample: rate ', rate);
  return { rate, by, maxPerSecond };
}
