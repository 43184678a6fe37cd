import type { Laboratory, LaboratoryOptions } from '../types/index.js';
import { type ConfigurableLaboratory, createLaboratory } from './laboratory.js';

const KEY = Symbol.for('labcoat.laboratory.1');

/**
 * One for all copies of the package in the process: an application may load it as ESM and a library in it as CommonJS,
 * and an experiment is the same one in both.
 */
export function defaultLaboratory(): ConfigurableLaboratory {
  const shared = globalThis as { [KEY]?: ConfigurableLaboratory };
  shared[KEY] ??= createLaboratory();
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
