import { ASKS, isSame } from '../decide/pass.js';
import type { AnyFunction } from '../types/index.js';
import { nameOf, type Step } from './definition.js';

/** The control of an experiment that was built for this call, and need not be put together because the call may pass. */
export function passingInline(last: Step): AnyFunction | undefined {
  let key: number | undefined;
  let candidate: string | undefined;
  let step = last;
  for (; step.kind !== 'control'; step = step.before) {
    if (step.kind === 'sampling') key ??= typeof step.value === 'number' ? step.value : ASKS;
    else if (step.kind === 'candidate') {
      if (candidate !== undefined) return undefined;
      candidate = nameOf(step.value);
    }
  }
  // Nothing would be on trial, and that is another reason than chance.
  if (candidate === undefined) return undefined;
  const { options, bench, pass } = step.before;
  const holder = pass?.holder;
  if (holder === undefined || holder.left === 0 || holder.bench !== bench) return undefined;
  if (holder.key !== (key ?? bench.defaults.sampleRate) || holder.candidate !== candidate) return undefined;
  if (options !== holder.options && !isSame(options, holder.options)) return undefined;
  holder.left -= 1;
  return step.value;
}
