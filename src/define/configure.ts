import { objection } from '../run/raise.js';
import type { Laboratory, LaboratoryOptions } from '../types/index.js';
import { type DefaultLaboratory, defaultLaboratory, lend } from './default.js';
import { laboratoryOn } from './laboratory.js';
import { checkLaboratoryOptions, resolveDefaults, resolveSurroundings } from './laboratory-options.js';
import { drain } from './shorthand.js';

/**
 * Changes the default laboratory's surroundings, also for experiments that are defined already. Each option that is given
 * replaces what was given for it before, `defaults` as a whole too; the others stay as they are.
 *
 * @throws TypeError for options that cannot be meant
 */
export function configure(options: LaboratoryOptions): Laboratory {
  checkLaboratoryOptions('configure', options);
  const laboratory = defaultLaboratory();
  const { own } = laboratory;
  laboratory.said = { ...laboratory.said, ...options };
  const { said, publishers } = laboratory;
  own.surroundings.configure(
    resolveSurroundings({ ...said, publishers: said.publishers ?? publishers }, objection),
  );
  own.defaults = resolveDefaults(laboratory.said);
  lend(laboratory);
  laboratory.facade ??= facadeOf(laboratory);
  return laboratory.facade;
}

/** As a stand-in drains, so does the default laboratory: it may have a time of its own, that has to pass. */
function facadeOf({ bench, standIns }: DefaultLaboratory): Laboratory {
  return {
    ...laboratoryOn(bench),
    drain,
    [Symbol.asyncDispose]: () => standIns.at(-1)?.lab[Symbol.asyncDispose]() ?? drain(),
  };
}
