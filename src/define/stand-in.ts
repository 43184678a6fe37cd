import { refuse } from '../refuse.js';
import type { Laboratory } from '../types/index.js';
import { type DefaultLaboratory, defaultLaboratory, lend } from './default.js';
import { BENCH, type BenchedLaboratory } from './laboratory.js';

/**
 * From now on the other laboratory is the default one, for experiments that are defined already too. Answers what
 * undoes it, in any order.
 */
export function standIn(other: Laboratory): () => void {
  const laboratory = defaultLaboratory();
  const { standIns } = laboratory;
  requireAnother(other, laboratory);
  const entry = { lab: other };
  standIns.push(entry);
  lend(laboratory);
  return () => {
    const place = standIns.indexOf(entry);
    if (place === -1) return;
    standIns.splice(place, 1);
    lend(laboratory);
  };
}

function requireAnother(
  other: Laboratory,
  own: Pick<DefaultLaboratory, 'bench'>,
): asserts other is BenchedLaboratory {
  const bench = (other as Partial<BenchedLaboratory> | undefined)?.[BENCH];
  if (bench === undefined)
    refuse('useLaboratory', other, 'give what laboratory() or testLaboratory() answered');
  if (bench === own.bench) refuse('useLaboratory', other, 'is the default laboratory already');
}
