import { reportOf } from '../record/counts.js';
import { refuse, requireFunction, requireName, requireRate } from '../refuse.js';
import { checkSaved } from '../run/check-saved.js';
import { drain } from '../run/drain.js';
import { save } from '../run/save.js';
import { Surroundings } from '../run/surroundings.js';
import type {
  ExperimentOptions,
  Laboratory,
  LaboratoryEvents,
  LaboratoryOptions,
  LaboratoryState,
  Note,
  Opening,
  Report,
} from '../types/index.js';
import { Beginning } from './chain.js';
import type { Bench } from './definition.js';
import { checkLaboratoryOptions, resolveDefaults, resolveSurroundings } from './laboratory-options.js';
import { checkOptions } from './options.js';

const NO_OPTIONS = Object.freeze({});
const EVENTS: readonly (keyof LaboratoryEvents)[] = [
  'killed',
  'revived',
  'overridden',
  'tripped',
  'advanced',
  'stepped-down',
  'expired',
  'control-changed',
  'fault',
];

/** Under which a laboratory's bench is found: by another copy of the package too, as the default laboratory is. */
export const BENCH = Symbol.for('labcoat.bench.1');

/** A laboratory that can be given other surroundings; only the default one ever is. */
export interface ConfigurableLaboratory extends Laboratory {
  configure(options: LaboratoryOptions): void;
  readonly [BENCH]: Bench;
}

/** Makes a laboratory: surroundings and state that its experiments share, and no others. */
export function createLaboratory(options: LaboratoryOptions = NO_OPTIONS): ConfigurableLaboratory {
  checkLaboratoryOptions('laboratory', options);
  let said = options;
  const surroundings = new Surroundings(resolveSurroundings(said));
  const bench: Bench = { surroundings, defaults: resolveDefaults(said) };
  const drainAll = (limits: { readonly timeoutMs?: number } = NO_OPTIONS) =>
    drain(surroundings, limits.timeoutMs ?? 30_000);
  // Of experiments that are known and have no options: those built inline begin at every call.
  const beginnings = new Map<string, Beginning>();
  let latest: Beginning | undefined;
  const begin = (name: string, own: ExperimentOptions): Opening => {
    requireName('experiment', name);
    if (name === '*') refuse('experiment', name, 'give another name: this one stands for all experiments');
    if (own !== NO_OPTIONS) checkOptions('experiment', own);
    const pass = surroundings.states.get(name)?.pass;
    const beginning = new Beginning(name, own, bench, pass);
    if (own === NO_OPTIONS && pass !== undefined) beginnings.set(name, Object.freeze(beginning));
    return beginning;
  };
  return {
    experiment(name: string, own: ExperimentOptions = NO_OPTIONS): Opening {
      if (own !== NO_OPTIONS) return begin(name, own);
      // Nearly as often it is the one of the call before.
      if (latest !== undefined && name === latest.name) return latest;
      latest = beginnings.get(name);
      return latest ?? begin(name, own);
    },
    kill(name: string, note: Note = NO_OPTIONS) {
      requireName('kill', name);
      surroundings.stops.kill(name, note);
    },
    revive(name: string, note: Note = NO_OPTIONS) {
      requireName('revive', name);
      surroundings.stops.revive(name, note);
    },
    override(name: string, to: { readonly rate: number | undefined }, note: Note = NO_OPTIONS) {
      requireName('override', name);
      if (typeof to !== 'object' || to === null)
        refuse('override: second argument ', to, 'give { rate: 0.1 }');
      const { rate } = to;
      if (name === '*')
        refuse('override', name, 'give the name of one experiment; maxRate bounds all of them');
      if (rate !== undefined) requireRate('override: rate ', rate);
      surroundings.stops.override(name, rate, note);
    },
    save: () => save(surroundings.states.values()),
    restore(saved: LaboratoryState) {
      checkSaved(saved);
      for (const [name, one] of Object.entries(saved.experiments)) {
        const state = surroundings.stateOf(name);
        if (state !== undefined) surroundings.stops.restore(state, one);
      }
    },
    report: (name: string): Report => reportOf(surroundings.states.get(name) ?? surroundings.create(name)),
    reports: () => Array.from(surroundings.states.values(), reportOf),
    on(event, listener) {
      if (!EVENTS.includes(event)) refuse('on', event, `give one of ${EVENTS.join(', ')}`);
      requireFunction('on', listener);
      return surroundings.on(event, listener);
    },
    drain: drainAll,
    configure(more: LaboratoryOptions) {
      checkLaboratoryOptions('configure', more);
      said = { ...said, ...more };
      surroundings.configure(resolveSurroundings(said));
      bench.defaults = resolveDefaults(said);
    },
    [Symbol.asyncDispose]: () => drainAll(),
    [BENCH]: bench,
  };
}

/**
 * A laboratory of one's own: experiments in it share nothing with those of another one.
 *
 * @throws TypeError for options that cannot be meant
 * @example
 * await using lab = laboratory({ publishers: [memory()] });
 */
export function laboratory(options?: LaboratoryOptions): Laboratory {
  return createLaboratory(options);
}
