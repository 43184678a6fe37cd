import { refuse, requireFunction, requireRate } from '../refuse.js';
import type { AnyFunction, Sampling } from '../types/index.js';

const SETTINGS = ['rate', 'by', 'maxPerSecond'];

/** What `sample` was given, or a refusal of what cannot be meant. */
export function readSampling(sampling: unknown): Sampling | AnyFunction {
  if (typeof sampling === 'function') return sampling as AnyFunction;
  if (typeof sampling !== 'object' || sampling === null) {
    requireRate('sample', sampling);
    return { rate: sampling as number };
  }
  for (const name of Object.keys(sampling)) {
    if (!SETTINGS.includes(name))
      refuse('sample', name, `is no setting of it; those are ${SETTINGS.join(', ')}`);
  }
  const { rate, by, maxPerSecond } = sampling as Sampling;
  requireRate('sample: rate ', rate);
  if (by !== undefined) requireFunction('sample: by ', by);
  if (maxPerSecond !== undefined && !(typeof maxPerSecond === 'number' && maxPerSecond > 0)) {
    refuse('sample: maxPerSecond ', maxPerSecond, 'give a number above 0, or rate 0 for none at all');
  }
  return { rate, by, maxPerSecond };
}
