import { FAILED, isolateAtOnce } from '../isolate.js';
import type { AnyFunction, Sampling } from '../types/index.js';
import type { Decision, State, TellFault } from '../types/run.js';
import { isDrawn, isSampled } from './sample.js';
import { isChosen } from './sticky.js';

/**
 * Whether chance, or its key, puts this call on trial. What was told for this call, or else a rate set from outside takes the place of the experiment's own;
 * a ramp and the laboratory's `maxRate` only ever lower it.
 */
export function sample(
  sampling: Sampling | AnyFunction,
  state: State,
  maxRate: number,
  told: number | undefined,
  self: unknown,
  args: unknown[],
): Decision {
  try {
    if (typeof sampling === 'function') return sampleBy(sampling, state, maxRate, told, self, args);
    state.rate = Math.min(told ?? state.override ?? Math.min(sampling.rate, state.ceiling), maxRate);
    if (sampling.by !== undefined) return choose(sampling.by, state, self, args);
    return isSampled(state, state.rate, state.random) ? 'on-trial' : 'not-sampled';
  } catch (error) {
    state.tell('random', error);
    return 'fault';
  }
}

function sampleBy(
  sampler: AnyFunction,
  state: State,
  maxRate: number,
  told: number | undefined,
  self: unknown,
  args: unknown[],
): Decision {
  const set = told ?? state.override;
  if (set !== undefined) {
    state.rate = Math.min(set, maxRate);
    return isSampled(state, state.rate, state.random) ? 'on-trial' : 'not-sampled';
  }
  const rate = askSampler(sampler, state.tell, self, args);
  if (rate === FAILED) return 'fault';
  state.rate = Math.min(rate, state.ceiling, maxRate);
  return isDrawn(state.rate, state.random) ? 'on-trial' : 'not-sampled';
}

function askSampler(
  sampler: AnyFunction,
  tell: TellFault,
  self: unknown,
  args: unknown[],
): number | typeof FAILED {
  const answer = isolateAtOnce<unknown>(
    (error) => tell('sample', error),
    'sample',
    () => Reflect.apply(sampler, self, args),
  );
  if (answer === FAILED) return FAILED;
  if (typeof answer === 'boolean') return answer ? 1 : 0;
  if (typeof answer === 'number' && answer >= 0 && answer <= 1) return answer;
  tell('sample', new TypeError(`sample answered ${typeof answer}; answer true, false or a rate from 0 to 1`));
  return FAILED;
}

// A key that changes nothing is not asked for: at 0 and at 1 every key has the same answer.
function choose(by: AnyFunction, { name, rate, tell }: State, self: unknown, args: unknown[]): Decision {
  if (rate <= 0) return 'not-sampled';
  if (rate >= 1) return 'on-trial';
  const key = isolateAtOnce<unknown>(
    (error) => tell('sample', error),
    'sample: by',
    () => Reflect.apply(by, self, args),
  );
  if (key === FAILED) return 'fault';
  if (typeof key === 'string') return isChosen(name, key, rate) ? 'on-trial' : 'not-sampled';
  tell('sample', new TypeError(`sample: by answered ${typeof key}; answer the key as a string`));
  return 'fault';
}
