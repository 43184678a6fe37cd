import { ATTRIBUTE } from './names.js';

const OTHER = '_OTHER';
const CONTROL = 'control';
const MOST_EXPERIMENTS = 1_000;

/** Stands for the laboratory itself where an experiment is named. */
export const EVERYTHING = '*';

// Of the 20 error types that an experiment may have, three are always there to be had.
const ALWAYS: ReadonlySet<string> = new Set(['timeout', 'aborted', OTHER]);
const MOST = { errorType: 17, variant: 20, measure: 20 } as const;

/** What all metrics of a variant say. */
export type VariantAttributes = Readonly<
  Record<typeof ATTRIBUTE.experiment | typeof ATTRIBUTE.variant, string>
>;

/** What was said of an experiment. */
interface Known extends Readonly<Record<keyof typeof MOST, Set<string>>> {
  /** By variant. */
  readonly attributes: Map<string, VariantAttributes>;
}

/** What attributes of metrics may say: names come from programs, but a program may make them of its data. */
export class Bounds {
  readonly #experiments = new Map<string, Known>();

  /** The name itself, or `_OTHER` when there are 1 000 others. */
  experiment(name: string): string {
    if (name === EVERYTHING || this.#experiments.has(name)) return name;
    if (this.#experiments.size >= MOST_EXPERIMENTS) return OTHER;
    this.#know(name);
    return name;
  }

  /** The value itself, or `_OTHER` when the experiment has had too many. */
  within(kind: keyof typeof MOST, experiment: string, value: string): string {
    if (kind === 'errorType' && ALWAYS.has(value)) return value;
    const known = this.#known(experiment)[kind];
    if (known.size < MOST[kind]) known.add(value);
    return known.has(value) ? value : OTHER;
  }

  /** What all metrics of a variant say: the same object each time, for a trial records several. */
  variant(name: string, variant: string): VariantAttributes {
    const experiment = this.experiment(name);
    const { attributes } = this.#known(experiment);
    const before = attributes.get(variant);
    if (before !== undefined) return before;
    const bounded = variant === CONTROL ? variant : this.within('variant', experiment, variant);
    const made = Object.freeze({ [ATTRIBUTE.experiment]: experiment, [ATTRIBUTE.variant]: bounded });
    // Of those that are too many none is kept.
    if (bounded === variant) attributes.set(variant, made);
    return made;
  }

  #known(name: string): Known {
    return this.#experiments.get(name) ?? this.#know(name);
  }

  #know(name: string): Known {
    const known = {
      errorType: new Set<string>(),
      variant: new Set<string>(),
      measure: new Set<string>(),
      attributes: new Map<string, VariantAttributes>(),
    };
    this.#experiments.set(name, known);
    return known;
  }
}
