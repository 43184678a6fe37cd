import type { State } from '../types/run.js';

const EVERYTHING = '*';

/**
 * Stops by hand and from outside: of experiments by name, known already or not, or of everything at once. Each undoes
 * its own, and so does everyone: an experiment is stopped while anybody says so.
 */
export class KillSwitch {
  readonly #said = new Map<string, Set<string>>();

  /** @param who the code, or a control source */
  kill(name: string, who: string): void {
    const said = this.#said.get(name) ?? new Set();
    this.#said.set(name, said.add(who));
  }

  revive(name: string, who: string): void {
    const said = this.#said.get(name);
    said?.delete(who);
    if (said?.size === 0) this.#said.delete(name);
  }

  isKilled(name: string): boolean {
    return this.#said.has(EVERYTHING) || this.#said.has(name);
  }

  /** Takes effect on the experiment's very next call. */
  apply(state: State): void {
    if (this.isKilled(state.name)) state.stop = 'killed';
    else state.stop = state.trip === undefined ? undefined : 'guardrail';
  }
}
