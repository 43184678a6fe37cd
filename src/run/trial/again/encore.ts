import type { Court } from '../../../judge/court.js';
import type { Exhibit } from '../../../observe/exhibit.js';
import type { JudgedObservation } from '../../../types/index.js';
import type { Told } from '../../audience.js';
import type { Call } from '../call.js';
import type { Leg } from '../leg.js';
import { isNoiseDrawn, listenForNoise } from './noise.js';
import { recheck } from './recheck.js';
import { laterFromHere } from './rerun.js';

/** The trial itself. */
interface TrialCourt extends Court, Told {}

/** What a trial does once more: a mismatch that is looked at again, a control that is compared with itself. */
export class Encore {
  readonly #call: Call;
  readonly #court: TrialCourt;
  readonly #forNoise: ((work: () => void) => void) | undefined;
  readonly #forRecheck: ReadonlyMap<Leg, (work: () => void) => void>;

  constructor(call: Call, court: TrialCourt, legs: readonly Leg[], isNoiseDrawn: boolean) {
    this.#call = call;
    this.#court = court;
    this.#forNoise = isNoiseDrawn ? laterFromHere() : undefined;
    const rechecked = call.definition.rechecks > 0 ? legs : [];
    this.#forRecheck = new Map(rechecked.map((leg) => [leg, laterFromHere()]));
  }

  /** Whether it looks at a mismatch again; what came of that is told later, once, if anybody still waits for it. */
  recheck(
    leg: Leg,
    mismatch: JudgedObservation,
    account: (work: () => void) => void,
    confirm: (judged: JudgedObservation) => void,
  ): boolean {
    const laterThere = this.#forRecheck.get(leg);
    if (laterThere === undefined) return false;
    const { state } = this.#call;
    laterThere(() => {
      recheck(this.#call, { leg, mismatch, court: this.#court, account })
        .catch((error) => {
          state.tell('run', error);
          return mismatch;
        })
        .then((judged) => {
          if (judged !== undefined) confirm(judged);
        });
    });
    return true;
  }

  /** The trial is judged. Has to be called before the caller can touch the value. */
  listen(exhibit: Exhibit, candidates: readonly JudgedObservation[]): void {
    if (this.#forNoise === undefined) return;
    const heard = { exhibit, candidates, court: this.#court };
    const listening = listenForNoise(this.#call, heard, this.#forNoise);
    if (listening !== undefined) this.#call.surroundings.keep(listening);
  }
}

/** Undefined for the trials, nearly all, that do nothing twice. To be made in the caller's turn. */
export function createEncore(call: Call, court: TrialCourt, legs: readonly Leg[]): Encore | undefined {
  const { definition, state } = call;
  const { noise } = definition.options;
  if (noise === 0 && definition.rechecks === 0) return undefined;
  const isNoisy = isNoiseDrawn(noise, state);
  return isNoisy || definition.rechecks > 0 ? new Encore(call, court, legs, isNoisy) : undefined;
}
