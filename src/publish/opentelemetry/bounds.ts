const OTHER = '_OTHER';
const MOST_EXPERIMENTS = 1_000;

/** Stands for the laboratory itself where an experiment is named. */
export const EVERYTHING = '*';

// Of the 20 error types that an experiment may have, two are always there to be had: `timeout` and `_OTHER`.
const ALWAYS: ReadonlySet<string> = new Set(['timeout', OTHER]);
const MOST = { errorType: 18, variant: 20, measure: 20 } as const;

/** What attributes of metrics may say: names come from programs, but a program may make them of its data. */
export class Bounds {
  readonly #experiments = new Map<string, Record<keyof typeof MOST, Set<string>>>();

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
    const known = (this.#experiments.get(experiment) ?? this.#know(experiment))[kind];
    if (known.size < MOST[kind]) known.add(value);
    return known.has(value) ? value : OTHER;
  }

  #know(name: string): Record<keyof typeof MOST, Set<string>> {
    const known = { errorType: new Set<string>(), variant: new Set<string>(), measure: new Set<string>() };
    this.#experiments.set(name, known);
    return known;
  }
}
