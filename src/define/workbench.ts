import { refuse, requireName } from '../refuse.js';
import type { Surroundings } from '../run/surroundings.js';
import type { ExperimentOptions, Opening } from '../types/index.js';
import { Beginning } from './chain.js';
import type { Bench, Defaults } from './definition.js';
import { checkOptions } from './options.js';

const NO_OPTIONS = Object.freeze({});

/** A bench, and the experiments that begin on it: all of a laboratory that they need. */
export class Workbench implements Bench {
  surroundings: Surroundings;
  defaults: Defaults;
  /** Of experiments that are known and have no options: those built inline begin at every call. */
  readonly #beginnings = new Map<string, Beginning>();
  #latest: Beginning | undefined;

  constructor({ surroundings, defaults }: Bench) {
    this.surroundings = surroundings;
    this.defaults = defaults;
  }

  experiment(name: string, own: ExperimentOptions = NO_OPTIONS): Opening {
    if (own !== NO_OPTIONS) return this.#begin(name, own);
    const latest = this.#latest;
    // Nearly as often it is the one of the call before.
    if (latest !== undefined && name === latest.name) return latest;
    this.#latest = this.#beginnings.get(name);
    return this.#latest ?? this.#begin(name, own);
  }

  #begin(name: string, own: ExperimentOptions): Opening {
    requireName('experiment', name);
    if (name === '*') refuse('experiment', name, 'give another name: this one stands for all experiments');
    if (own !== NO_OPTIONS) checkOptions('experiment', own);
    const pass = this.surroundings.states.get(name)?.pass;
    const beginning = new Beginning(name, own, this, pass);
    if (own === NO_OPTIONS && pass !== undefined) this.#beginnings.set(name, Object.freeze(beginning));
    return beginning;
  }
}
