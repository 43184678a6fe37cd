import { refuse } from '../refuse.js';
import type { Laboratory, LaboratoryOptions } from '../types/index.js';
import type { Bench } from './definition.js';
import { BENCH, type ConfigurableLaboratory, createLaboratory } from './laboratory.js';

const KEY = Symbol.for('labcoat.laboratory.1');

/** The default laboratory, for which another one may stand in. */
export interface DefaultLaboratory extends ConfigurableLaboratory {
  /**
   * From now on the other laboratory is the default one, for experiments that are defined already too. Answers what
   * undoes it, in any order.
   */
  standIn(other: Laboratory): () => void;
}

/**
 * One for all copies of the package in the process: an application may load it as ESM and a library in it as CommonJS,
 * and an experiment is the same one in both.
 */
export function defaultLaboratory(): DefaultLaboratory {
  // Looked for once: nobody ever replaces it, and looking is most of what building an experiment inline costs.
  found ??= findDefault();
  return found;
}

let found: DefaultLaboratory | undefined;

function findDefault(): DefaultLaboratory {
  const shared = globalThis as { [KEY]?: DefaultLaboratory };
  shared[KEY] ??= createDefault();
  return shared[KEY];
}

/**
 * Changes the default laboratory's surroundings: what is given here replaces what was given before, experiments that
 * are defined already included.
 *
 * @throws TypeError for options that cannot be meant
 */
export function configure(options: LaboratoryOptions): Laboratory {
  const laboratory = defaultLaboratory();
  laboratory.configure(options);
  return laboratory;
}

function createDefault(): DefaultLaboratory {
  const own = createLaboratory();
  const standIns = createStandIns(own);
  const inUse = standIns.inUse;
  return {
    // Built on its own bench, so that what is defined while another laboratory stands in outlives that.
    experiment: own.experiment,
    kill: (...given) => inUse().kill(...given),
    revive: (...given) => inUse().revive(...given),
    override: (...given) => inUse().override(...given),
    save: () => inUse().save(),
    restore: (state) => inUse().restore(state),
    report: (name) => inUse().report(name),
    reports: () => inUse().reports(),
    on: (event, listener) => inUse().on(event, listener),
    drain: (limits) => inUse().drain(limits),
    configure: (options) => standIns.aside(() => own.configure(options)),
    standIn: standIns.add,
    [Symbol.asyncDispose]: () => inUse()[Symbol.asyncDispose](),
    [BENCH]: own[BENCH],
  };
}

interface StandIns {
  inUse(): Laboratory;
  add(other: Laboratory): () => void;
  /** Does something to the default laboratory itself, whoever stands in for it. */
  aside(work: () => void): void;
}

/**
 * The last one that was added and not taken back is in use. What experiments are built on is lent its surroundings, so
 * that those defined long ago follow.
 */
function createStandIns(own: ConfigurableLaboratory): StandIns {
  const bench = own[BENCH];
  let home = { ...bench };
  const others: { readonly lab: ConfigurableLaboratory }[] = [];
  const lend = () => {
    // Whoever may pass in one laboratory has to ask in the other.
    bench.surroundings.closePasses();
    Object.assign(bench, others.at(-1)?.lab[BENCH] ?? home);
  };
  return {
    inUse: () => others.at(-1)?.lab ?? own,
    add(other) {
      requireAnother(other, bench);
      // Wrapped, so that a laboratory that is added twice can be taken back once.
      const entry = { lab: other };
      others.push(entry);
      lend();
      return () => {
        const place = others.indexOf(entry);
        if (place === -1) return;
        others.splice(place, 1);
        lend();
      };
    },
    aside(work) {
      Object.assign(bench, home);
      try {
        work();
      } finally {
        home = { ...bench };
        lend();
      }
    },
  };
}

function requireAnother(other: Laboratory, own: Bench): asserts other is ConfigurableLaboratory {
  const bench = (other as Partial<ConfigurableLaboratory> | undefined)?.[BENCH];
  if (bench === undefined)
    refuse('useLaboratory', other, 'give what laboratory() or testLaboratory() answered');
  if (bench === own) refuse('useLaboratory', other, 'is the default laboratory already');
}
