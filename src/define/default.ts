import { openTelemetry } from '../publish/opentelemetry/index.js';
import { Surroundings } from '../run/surroundings.js';
import type { Laboratory, LaboratoryOptions, Publisher } from '../types/index.js';
import type { Bench } from './definition.js';
import { BENCH, type BenchedLaboratory } from './laboratory.js';
import { resolveDefaults, resolveSurroundings } from './laboratory-options.js';
import { Workbench } from './workbench.js';

const KEY = Symbol.for('labcoat.laboratory.1');

/**
 * The default laboratory: what its experiments need and who stands in for it, and no more. What can be done to it comes
 * with whoever does it, so that a program that only begins experiments carries nothing else along.
 */
export interface DefaultLaboratory {
  /** What its experiments are built on; lent the surroundings of the laboratory that stands in. */
  readonly bench: Workbench;
  /** What is its own, whoever stands in. */
  readonly own: Bench;
  /** The last one is in use. */
  readonly standIns: StandIn[];
  /** What it was configured with so far. */
  said: LaboratoryOptions;
  /** Its publishers where it was not told any: always the same, for they know what was counted and what is under way. */
  readonly publishers: Publisher[];
  /** What `configure` answers. */
  facade: Laboratory | undefined;
}

/** Wrapped, so that a laboratory that is added twice can be taken back once. */
interface StandIn {
  readonly lab: BenchedLaboratory;
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

function createDefault(): DefaultLaboratory {
  const said = {};
  const publishers = [openTelemetry()];
  const surroundings = new Surroundings(resolveSurroundings({ publishers }));
  const own = { surroundings, defaults: resolveDefaults(said) };
  return { bench: new Workbench(own), own, standIns: [], said, publishers, facade: undefined };
}

/** Who is in use may have changed, or what it was configured with: experiments that are defined long ago follow. */
export function lend({ bench, own, standIns }: DefaultLaboratory): void {
  // Whoever may pass in one laboratory has to ask in the other.
  bench.surroundings.closePasses();
  const { surroundings, defaults } = standIns.at(-1)?.lab[BENCH] ?? own;
  bench.surroundings = surroundings;
  bench.defaults = defaults;
}
