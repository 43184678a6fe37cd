import { isolateLater } from '../isolate.js';
import { tellUnheard } from '../publish/fault.js';
import type { LaboratoryEvents } from '../types/index.js';

type Listener = (event: never) => void;

/** Who follows the audit trail of a laboratory in its own process. */
export class Listeners {
  readonly #byEvent = new Map<keyof LaboratoryEvents, Set<Listener>>();

  on(event: keyof LaboratoryEvents, listener: Listener): () => void {
    const listeners = this.#byEvent.get(event) ?? new Set();
    this.#byEvent.set(event, listeners);
    // Wrapped, so that a listener that is added twice can be taken away once.
    const own: Listener = (told) => listener(told);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  emit<E extends keyof LaboratoryEvents>(event: E, told: LaboratoryEvents[E]): void {
    for (const listener of this.#byEvent.get(event) ?? []) {
      isolateLater(
        (error) => tellUnheard({ experiment: told.experiment, stage: 'listener', error }),
        () => listener(told as never),
      );
    }
  }
}
