import { plain } from '../observe/thenable.js';
import { refuse, requireFunction, requireName, requireOptions } from '../refuse.js';
import type { AnyFunction, ExperimentOptions, Opening } from '../types/index.js';
import type { NamedCandidate, Passage } from '../types/run.js';
import { type Bench, CANDIDATE, controlOf, nameOf, type Origin, type Step } from './definition.js';
import { passingInline } from './pass.js';
import { runnerOf } from './plan.js';
import { readSampling } from './sampling.js';
import { dressAs } from './wrap.js';

/** `experiment(name, options)`: see `Opening` for the type that it has outside. */
export class Beginning implements Opening, Origin {
  readonly name: string;
  readonly options: ExperimentOptions;
  readonly bench: Bench;
  readonly pass: Passage | undefined;

  /** @param pass of the experiment, if it is known already */
  constructor(name: string, options: ExperimentOptions, bench: Bench, pass: Passage | undefined) {
    this.name = name;
    this.options = options;
    this.bench = bench;
    this.pass = pass;
  }

  use(control: AnyFunction): any {
    requireFunction('use', control);
    return new Chain('control', control, this);
  }
}

/**
 * The steps after `use`; see `Experiment` for the types that they have outside. Each is one small object that knows the
 * one before it: an experiment built inline is built at every call, and put together at hardly any.
 */
class Chain {
  readonly kind: Step['kind'];
  readonly value: any;
  readonly before: any;
  /** Made when it is run for the first time, if that call does not just pass. */
  #run: AnyFunction | undefined;

  constructor(kind: Step['kind'], value: unknown, before: Chain | Beginning) {
    this.kind = kind;
    this.value = value;
    this.before = before;
  }

  try(first: AnyFunction | string, second?: AnyFunction): Chain {
    // The first candidate of the usual name, which nearly all experiments have and nothing is wrong with.
    if (typeof first === 'function' && this.kind === 'control' && second === undefined)
      return new Chain('candidate', first, this);
    if (typeof first !== 'string') {
      if (second !== undefined) refuse('try', second, 'give the name first: try(name, candidate)');
      requireFunction('try', first);
      return new Chain('candidate', namedCandidate(CANDIDATE, first, this as Step).behaviour, this);
    }
    requireName('try', first);
    requireFunction('try', second, first);
    return new Chain('candidate', namedCandidate(first, second as AnyFunction, this as Step), this);
  }

  ignore(...[first, second]: [AnyFunction] | [string, AnyFunction]): Chain {
    if (typeof first !== 'string' && second !== undefined)
      refuse('ignore', second, 'give the reason first: ignore(reason, excuse)');
    const [reason, excuse] = typeof first === 'string' ? [first, second] : [undefined, first];
    requireFunction('ignore', excuse, reason);
    return new Chain('excuse', { reason, excuse: excuse as AnyFunction }, this);
  }

  compare(comparator: AnyFunction): Chain {
    requireFunction('compare', comparator);
    return new Chain('comparator', comparator, this);
  }

  compareErrors(compare: AnyFunction): Chain {
    requireFunction('compareErrors', compare);
    return new Chain('compareErrors', compare, this);
  }

  sample(sampling: unknown): Chain {
    return new Chain('sampling', isRate(sampling) ? sampling : readSampling(sampling), this);
  }

  when(condition: AnyFunction): Chain {
    requireFunction('when', condition);
    return new Chain('condition', condition, this);
  }

  prepare(prepare: AnyFunction): Chain {
    requireFunction('prepare', prepare);
    return new Chain('prepare', prepare, this);
  }

  context(describe: AnyFunction): Chain {
    requireFunction('context', describe);
    return new Chain('context', describe, this);
  }

  clean(clean: AnyFunction): Chain {
    requireFunction('clean', clean);
    return new Chain('clean', clean, this);
  }

  measure(name: string, measure: AnyFunction, options?: unknown): Chain {
    requireName('measure', name);
    requireFunction('measure', measure, name);
    for (let step = this as Step; step.kind !== 'control'; step = step.before) {
      if (step.kind === 'measure' && step.value.name === name)
        refuse('measure', name, 'is the name of another measure; give each one of its own');
    }
    const value = { name, measure, limit: readLimit(options) };
    return new Chain('measure', value, this);
  }

  recheck(times: number): Chain {
    if (!Number.isSafeInteger(times) || times < 1) refuse('recheck', times, 'give a whole number from 1');
    return new Chain('rechecks', times, this);
  }

  get run(): AnyFunction {
    return this.#run ?? Chain.#runOf(this);
  }

  /** Apart from `run`, which would otherwise make room for a function each time that it is read. */
  static #runOf(chain: Chain): AnyFunction {
    // A method, because a function that could be constructed would be larger by a word.
    return {
      run(this: unknown, ...args: unknown[]) {
        // Called as a method it would hand the control the experiment for its `this`.
        const self = this === chain ? undefined : this;
        if (chain.#run === undefined) {
          const control = passingInline(chain as Step);
          if (control !== undefined) return plain(Reflect.apply(control, self, args));
          chain.#run = runnerOf(chain as Step, chain);
        }
        // Nearly all have one argument, and a list of them would be made only to be taken apart again.
        if (args.length === 1) return Reflect.apply(chain.#run, self, [args[0]]);
        return Reflect.apply(chain.#run, self, args);
      },
    }.run;
  }

  wrap(): AnyFunction {
    return dressAs(runnerOf(this as Step), controlOf(this as Step).value);
  }
}

function namedCandidate(name: string, behaviour: AnyFunction, before: Step): NamedCandidate {
  if (name === 'control') refuse('try', name, "is the control's name; give the candidate another one");
  for (let step = before; step.kind !== 'control'; step = step.before) {
    if (step.kind !== 'candidate' || nameOf(step.value) !== name) continue;
    refuse('try', name, 'is the name of another candidate; give each one of its own: try(name, candidate)');
  }
  return { name, behaviour };
}

function isRate(sampling: unknown): sampling is number {
  return typeof sampling === 'number' && sampling >= 0 && sampling <= 1;
}

function readLimit(options: unknown = {}): number | undefined {
  requireOptions('measure', options, ['limit']);
  const { limit } = options as { limit?: unknown };
  if (limit === undefined || (typeof limit === 'number' && limit > 0 && limit < Number.POSITIVE_INFINITY))
    return limit;
  return refuse('measure: limit ', limit, 'give a number above 0: 0.05 for 5 %');
}
