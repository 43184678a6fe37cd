import type { ExperimentOptions, SkipReason } from '../types/index.js';
import type { Holder, Passage } from '../types/run.js';

/** So many pass at most before somebody looks again: publishers see the counts then. */
const MOST = 64;

/** Stands for a rate, where the experiment's own sampling has to be asked. */
export const ASKS = -1;
/** The same, where the clock has to be asked whether it has expired. */
export const EXPIRES = -2;

/**
 * Calls that may pass without anything being asked, because what would be decided is known: chance was drawn for all of
 * them at once, or the experiment is stopped. Whatever changes the answer closes it.
 */
export class Pass implements Passage {
  holder: Holder | undefined;
  #first: Holder | undefined;
  #granted = 0;
  #reason: SkipReason = 'not-sampled';
  readonly #skips: Record<SkipReason, number>;

  constructor(skips: Record<SkipReason, number>) {
    this.#skips = skips;
  }

  /** The one of these who is the same in everything, for definitions under one name mostly are. */
  hold(holder: Holder): Holder {
    this.#first ??= holder;
    const { bench, key, candidate, options } = this.#first;
    const isAlike = bench === holder.bench && key === holder.key && candidate === holder.candidate;
    return isAlike && isSame(options, holder.options) ? this.#first : holder;
  }

  /** @param most how many calls the answer is known for. Answers how many of them may pass */
  grant(holder: Holder, reason: SkipReason, most: number): number {
    this.close();
    this.holder = holder;
    this.#reason = reason;
    holder.left = this.#granted = Math.min(most, MOST);
    return holder.left;
  }

  /** Counts those that have passed. */
  count(): void {
    const left = this.holder?.left ?? 0;
    this.#skips[this.#reason] += this.#granted - left;
    this.#granted = left;
  }

  /** Nobody passes any longer. Answers how many draws of chance nobody has used. */
  close(): number {
    if (this.#granted === 0) return 0;
    this.count();
    const left = this.#granted;
    this.#granted = 0;
    if (this.holder !== undefined) this.holder.left = 0;
    return this.#reason === 'not-sampled' ? left : 0;
  }
}

/** Options written in place are another object at every call. */
export function isSame(one: ExperimentOptions, other: ExperimentOptions): boolean {
  if (one === other) return true;
  const names = Object.keys(one) as (keyof ExperimentOptions)[];
  // What one has as undefined the other may not have at all, and another name in its place.
  const areAlike = (name: keyof ExperimentOptions) => name in other && one[name] === other[name];
  return names.length === Object.keys(other).length && names.every(areAlike);
}
