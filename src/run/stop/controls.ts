import { NOTHING, readDirective } from '../../decide/directive.js';
import { FAILED, isolateAtOnce, isolateLater } from '../../isolate.js';
import type { ControlDesk, ControlSource, Directive } from '../../types/index.js';
import type { Stops } from './stops.js';

type Tell = (experiment: string, error: unknown) => void;

/** The control sources of one laboratory. */
export class Controls {
  readonly #stops: Stops;
  readonly #tell: Tell;
  /** By source. Held here, so that a source that serves many laboratories need not keep them alive by it. */
  readonly #desks = new Map<ControlSource, ControlDesk>();

  constructor(stops: Stops, tell: Tell) {
    this.#stops = stops;
    this.#tell = tell;
  }

  /** Starts those that have not been yet. */
  start(sources: readonly ControlSource[]): void {
    for (const source of sources) {
      if (this.#desks.has(source)) continue;
      const desk = this.#deskFor(source);
      this.#desks.set(source, desk);
      isolateLater(
        (error) => this.#tell('*', error),
        () => source.start?.(desk),
      );
    }
  }

  #deskFor(source: ControlSource): ControlDesk {
    const said = new Map<string, Directive>();
    return {
      set: (experiment, wanted) => {
        const was = said.get(experiment) ?? NOTHING;
        const directive = isolateAtOnce(
          (error) => this.#tell(experiment, error),
          'what is set',
          () => readDirective(experiment, wanted),
        );
        if (directive === FAILED) return;
        if (was.isStopped === directive.isStopped && was.rate === directive.rate) return;
        said.set(experiment, directive);
        this.#stops.direct(experiment, directive, was, source.name);
      },
      changed: (experiment, change) => this.#stops.redirect(experiment, change, source),
      fault: this.#tell,
    };
  }
}
