import { refuse } from '../refuse.js';
import { seeded } from './seeded.js';

/**
 * Which calls are on trial: all of them, none, those of a list in turn (and none after it), or those that the
 * experiment itself samples, by chance from a seed. `when`, stops and caps are asked in any case.
 */
export type Decisions = 'always' | 'never' | readonly boolean[] | { readonly seed: number };

/** What a test laboratory decides in the place of chance. */
export class Chance {
  readonly #byName = new Map<string, () => number | undefined>();
  #general: () => number | undefined = () => 1;
  #random = seeded(1);

  readonly random = (): number => this.#random();

  /** @param name the experiment; all that have no decisions of their own, without it */
  set(decisions: Decisions, name?: string): void {
    const next = this.#read(decisions);
    if (name === undefined) this.#general = next;
    else this.#byName.set(name, next);
  }

  rateOf(experiment: string): number | undefined {
    return (this.#byName.get(experiment) ?? this.#general)();
  }

  #read(decisions: Decisions): () => number | undefined {
    if (decisions === 'always') return () => 1;
    if (decisions === 'never') return () => 0;
    if (Array.isArray(decisions) && decisions.every((one) => typeof one === 'boolean')) {
      const left: boolean[] = [...decisions];
      return () => (left.shift() ? 1 : 0);
    }
    const { seed } = (decisions ?? {}) as { readonly seed?: unknown };
    if (typeof seed !== 'number')
      refuse('decide', decisions, "give 'always', 'never', a list of true and false, or { seed: a number }");
    this.#random = seeded(seed);
    return () => undefined;
  }
}
