import { objection } from '../run/raise.js';
import { Surroundings } from '../run/surroundings.js';
import type { Laboratory, LaboratoryOptions } from '../types/index.js';
import type { Bench } from './definition.js';
import { checkLaboratoryOptions, resolveDefaults, resolveSurroundings } from './laboratory-options.js';
import { drain, kill, on, override, report, reports, restore, revive, save } from './methods.js';
import { Workbench } from './workbench.js';

/** Under which a laboratory's bench is found: by another copy of the package too, as the default laboratory is. */
export const BENCH = Symbol.for('labcoat.bench.1');

/** A laboratory, and what its experiments are built on. */
export interface BenchedLaboratory extends Laboratory {
  readonly [BENCH]: Bench;
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

/** Makes a laboratory: surroundings and state that its experiments share, and no others. */
export function createLaboratory(options: LaboratoryOptions = {}): BenchedLaboratory {
  checkLaboratoryOptions('laboratory', options);
  const surroundings = new Surroundings(resolveSurroundings(options, objection));
  return laboratoryOn(new Workbench({ surroundings, defaults: resolveDefaults(options) }));
}

/** All that can be done in a laboratory, and to it. */
export function laboratoryOn(bench: Workbench): BenchedLaboratory {
  return {
    experiment: (name, options) => bench.experiment(name, options),
    kill: (name, note) => kill(bench, name, note),
    revive: (name, note) => revive(bench, name, note),
    override: (name, setting, note) => override(bench, name, setting, note),
    save: () => save(bench),
    restore: (state) => restore(bench, state),
    report: (name) => report(bench, name),
    reports: () => reports(bench),
    drain: (limits) => drain(bench, limits),
    on: (event, listener) => on(bench, event, listener),
    [Symbol.asyncDispose]: () => drain(bench),
    [BENCH]: bench,
  };
}
