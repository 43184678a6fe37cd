import { isolateLater } from '../../isolate.js';
import type { ControlDesk, ControlSource, Directive } from '../../types/index.js';
import type { Stops } from './stops.js';

type Tell = (experiment: string, error: unknown) => void;

const NOTHING: Directive = Object.freeze({});

/** The control sources of one laboratory. */
export class Controls {
  readonly #stops: Stops;
  readonly #tell: Tell;
  readonly #started = new Set<ControlSource>();

  constructor(stops: Stops, tell: Tell) {
    this.#stops = stops;
    this.#tell = tell;
  }

  /** Starts those that have not been yet. */
  start(sources: readonly ControlSource[]): void {
    for (const source of sources) {
      if (this.#started.has(source)) continue;
      this.#started.add(source);
      isolateLater(
        (error) => this.#tell('*', error),
        () => source.start?.(this.#deskFor(source)),
      );
    }
  }

  #deskFor(source: ControlSource): ControlDesk {
    const said = new Map<string, Directive>();
    return {
      set: (experiment, directive) => {
        const was = said.get(experiment) ?? NOTHING;
        const problem = objection(experiment, directive);
        if (problem !== undefined) return this.#tell(experiment, problem);
        if (was.isStopped === directive.isStopped && was.rate === directive.rate) return;
        said.set(experiment, directive);
        this.#stops.direct(experiment, directive, was, source.name);
      },
      changed: (experiment, change) => this.#stops.redirect(experiment, change, source),
      fault: this.#tell,
    };
  }
}

/** What is wrong with a directive, from outside and thus of any type. A rate that nobody can mean stops nothing. */
export function objection(experiment: string, directive: Directive): TypeError | undefined {
  const { isStopped, rate, reason } = directive;
  if (isStopped !== undefined && typeof isStopped !== 'boolean') {
    return new TypeError(`whether '${experiment}' is stopped is ${typeof isStopped}; say true or false`);
  }
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 0 && rate <= 1)) {
    return new TypeError(`the rate of '${experiment}' is ${String(rate)}; give a rate from 0 to 1`);
  }
  if (reason !== undefined && typeof reason !== 'string') {
    return new TypeError(`the reason for '${experiment}' is ${typeof reason}; give a text`);
  }
  if (rate !== undefined && experiment === '*') {
    return new TypeError("a rate for '*' is not possible; give the name of one experiment");
  }
  return;
}
