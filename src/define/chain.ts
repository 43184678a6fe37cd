import { plain } from '../observe/thenable.js';
import { conduct } from '../run/conduct.js';
import { acquaint } from '../run/state.js';
import type { Surroundings } from '../run/surroundings.js';
import type { AnyFunction, ExperimentOptions, Opening } from '../types/index.js';
import type { Definition, State } from '../types/run.js';
import { type Defaults, defineBy, type Step, signatureOf } from './definition.js';
import { refuse, requireFunction, requireName } from './refuse.js';
import { readSampling } from './sampling.js';
import { dressAs } from './wrap.js';

/** What every experiment of a laboratory is built in. */
export interface Bench {
  /** Replaced while another laboratory stands in for this one, and its defaults with them. */
  surroundings: Surroundings;
  /** Replaced when the laboratory is configured anew, which makes every definition put itself together again. */
  defaults: Defaults;
}

/** `experiment(name, options)`: see `Opening` for the type that it has outside. */
export class Beginning implements Opening {
  readonly name: string;
  readonly #options: ExperimentOptions;
  readonly #bench: Bench;

  constructor(name: string, options: ExperimentOptions, bench: Bench) {
    this.name = name;
    this.#options = options;
    this.#bench = bench;
  }

  use(control: AnyFunction): any {
    requireFunction('use', control);
    return new Chain({ name: this.name, options: this.#options, bench: this.#bench, control }, undefined);
  }
}

/** What no step changes. */
interface Root {
  readonly name: string;
  readonly options: ExperimentOptions;
  readonly bench: Bench;
  readonly control: AnyFunction;
}

/** The steps after `use`; see `Experiment` for the types that they have outside. */
class Chain {
  readonly #root: Root;
  readonly #last: Step | undefined;
  #plan: Plan | undefined;

  constructor(root: Root, last: Step | undefined) {
    this.#root = root;
    this.#last = last;
  }

  try(...[first, second]: [AnyFunction] | [string, AnyFunction]): Chain {
    const [name, behaviour] = typeof first === 'string' ? [first, second] : ['candidate', first];
    requireName('try', name);
    requireFunction('try', behaviour);
    if (name === 'control') refuse('try', name, "is the control's name; give the candidate another one");
    for (let step = this.#last; step !== undefined; step = step.before) {
      if (step.kind !== 'candidate' || step.value.name !== name) continue;
      refuse('try', name, 'is the name of another candidate; give each one of its own: try(name, candidate)');
    }
    return this.#with({
      kind: 'candidate',
      value: { name, behaviour: behaviour as AnyFunction },
      before: this.#last,
    });
  }

  ignore(...[first, second]: [AnyFunction] | [string, AnyFunction]): Chain {
    const [reason, excuse] = typeof first === 'string' ? [first, second] : [undefined, first];
    requireFunction('ignore', excuse);
    return this.#with({
      kind: 'excuse',
      value: { reason, excuse: excuse as AnyFunction },
      before: this.#last,
    });
  }

  compare(comparator: AnyFunction): Chain {
    requireFunction('compare', comparator);
    return this.#with({ kind: 'comparator', value: comparator, before: this.#last });
  }

  compareErrors(compare: AnyFunction): Chain {
    requireFunction('compareErrors', compare);
    return this.#with({ kind: 'compareErrors', value: compare, before: this.#last });
  }

  sample(sampling: unknown): Chain {
    return this.#with({ kind: 'sampling', value: readSampling(sampling), before: this.#last });
  }

  when(condition: AnyFunction): Chain {
    requireFunction('when', condition);
    return this.#with({ kind: 'condition', value: condition, before: this.#last });
  }

  prepare(prepare: AnyFunction): Chain {
    return this.#withFunction('prepare', prepare);
  }

  context(describe: AnyFunction): Chain {
    return this.#withFunction('context', describe);
  }

  clean(clean: AnyFunction): Chain {
    return this.#withFunction('clean', clean);
  }

  measure(name: string, measure: AnyFunction, options?: unknown): Chain {
    requireName('measure', name);
    requireFunction('measure', measure);
    for (let step = this.#last; step !== undefined; step = step.before) {
      if (step.kind === 'measure' && step.value.name === name)
        refuse('measure', name, 'is the name of another measure; give each one of its own');
    }
    const value = { name, measure, limit: readLimit(options) };
    return this.#with({ kind: 'measure', value, before: this.#last });
  }

  recheck(times: number): Chain {
    if (!Number.isSafeInteger(times) || times < 1) refuse('recheck', times, 'give a whole number from 1');
    return this.#with({ kind: 'rechecks', value: times, before: this.#last });
  }

  get run(): AnyFunction {
    const chain = this;
    return function run(this: unknown, ...args: unknown[]) {
      // Called as a method it would hand the control the experiment for its `this`.
      return chain.#conduct(this === chain ? undefined : this, args);
    };
  }

  wrap(): AnyFunction {
    const chain = this;
    chain.#ready();
    const wrapped = function (this: unknown, ...args: unknown[]) {
      return chain.#conduct(this, args);
    };
    return dressAs(wrapped, this.#root.control);
  }

  #with(step: Step): Chain {
    return new Chain(this.#root, step);
  }

  #withFunction(kind: 'prepare' | 'context' | 'clean', value: AnyFunction): Chain {
    requireFunction(kind, value);
    return this.#with({ kind, value, before: this.#last });
  }

  #conduct(self: unknown, args: unknown[]): unknown {
    const { control, bench } = this.#root;
    const { definition, state } = this.#ready();
    if (state === undefined) return plain(Reflect.apply(control, self, args));
    return conduct(definition, state, bench.surroundings, self, args);
  }

  #ready(): Plan {
    const { name, control, options, bench } = this.#root;
    if (this.#plan?.defaults === bench.defaults) return this.#plan;
    const definition = defineBy(name, control, options, this.#last, bench.defaults);
    const state = bench.surroundings.stateOf(name);
    this.#plan = { definition, state, defaults: bench.defaults };
    if (state === undefined) return this.#plan;
    const isNew = state.signature === undefined;
    acquaint(state, definition, signatureOf(definition, options));
    // Its series are there from now on, at 0, and not from its first mismatch on, at 1.
    if (isNew) bench.surroundings.heartbeat();
    return this.#plan;
  }
}

/** An experiment put together, with the defaults that it was put together by. */
interface Plan {
  readonly definition: Definition;
  readonly state: State | undefined;
  readonly defaults: Defaults;
}

function readLimit(options: unknown = {}): number | undefined {
  if (typeof options !== 'object' || options === null)
    refuse('measure', options, 'give its options as an object');
  for (const name of Object.keys(options)) {
    if (name !== 'limit') refuse('measure', name, 'is no option; the only one is limit');
  }
  const { limit } = options as { limit?: unknown };
  if (limit === undefined || (typeof limit === 'number' && limit > 0 && limit < Number.POSITIVE_INFINITY))
    return limit;
  return refuse('measure: limit ', limit, 'give a number above 0: 0.05 for 5 %');
}
