import { epochOf, realTime } from '../../decide/clock.js';
import { preparedBriefly } from '../../decide/prepare.js';
import { matches } from '../../judge/compare.js';
import { observe, type Pending } from '../../observe/observe.js';
import { accountOf } from '../../record/account.js';
import { learnMatch } from '../../record/learn.js';
import { tallyOf } from '../../record/tally.js';
import type { Observation, Returned, Variant } from '../../types/index.js';
import type { Flight, NamedCandidate } from '../../types/run.js';
import { runOnTrial } from '../on-trial.js';
import { climb } from '../stop/climb.js';
import type { Call } from './call.js';
import { TrialInFlight } from './flight.js';
import type { Begun } from './leg.js';
import { VariantOnTrial } from './variant.js';
import { isFlat } from './watch.js';

/**
 * Whether a call's trial is likely to be brief, and may be: nobody would hear of it, the time is the real one, and no
 * candidate is stuck, of which the guardrails take note at every trial.
 */
export function canBeBrief({ definition, state, surroundings }: Call): boolean {
  const isLikely = definition.isBrief && state.endsInside && state.stuck === 0;
  return isLikely && state.clock === realTime && !surroundings.audience.isListening();
}

/**
 * The way that nearly all trials go: nobody hears of them, both sides are done inside the call, and they match. Nothing
 * remains of such a trial but counts, so it makes nothing that only judging, waiting or telling would need. Whatever
 * turns out to be anything else goes on in full from where it is: what a trial is is said there, and here only what its
 * commonest end comes to.
 */
export class BriefTrial implements Flight, Begun {
  readonly ordinal: number;
  readonly variant: VariantOnTrial;
  older: Flight | undefined = undefined;
  newer: Flight | undefined = undefined;
  isLost = false;
  startedAt = Number.NaN;
  sighting: Observation | Pending | undefined = undefined;
  readonly #call: Call;
  readonly #candidate: NamedCandidate;
  readonly #startedBy: number;
  #full: TrialInFlight | undefined;

  /**
   * @param startedBy by the real time
   * @param outer the candidate that the call was made in
   */
  constructor(call: Call, startedBy: number, outer: Variant | undefined) {
    const { definition, state } = call;
    const candidate = definition.candidates[0] as NamedCandidate;
    this.#call = call;
    this.#candidate = candidate;
    this.variant = new VariantOnTrial(definition.name, candidate.name, outer);
    this.ordinal = state.trials;
    state.trials += 1;
    state.flights.add(this);
    this.#startedBy = startedBy;
  }

  get context(): Readonly<Record<string, unknown>> {
    return preparedBriefly(this.#startedBy, this.#call.state).context;
  }

  /** It is over, or goes on in full, before whoever waits for it can be called back. */
  get finished(): Promise<void> {
    return Promise.resolve();
  }

  stopWaiting(): boolean {
    return false;
  }

  endIfOverdue(): boolean {
    return false;
  }

  /** Asked from inside of it, what of it is to come goes on in full. Lost, nobody follows its candidate any longer. */
  abort(reason: string): void {
    if (this.isLost) this.startedAt = Number.NaN;
    this.inFull().abort(reason);
  }

  observeControl(): Observation | Pending {
    const { definition, self, args } = this.#call;
    return observe('control', definition.control, self, args, realTime, this.#startedBy);
  }

  /** Runs the candidate. Answers whether that was all there is to it; it goes on in full otherwise. */
  endsWith(control: Returned): boolean {
    if (!this.#isMatched(control)) return false;
    const { state, surroundings } = this.#call;
    state.flights.delete(this);
    surroundings.audience.stir();
    // What is in flight does not count for a ramp.
    if (state.ramp !== undefined) climb(state, surroundings.stops);
    return true;
  }

  /** Where it is not, or there is more to learn than that, nothing was learned. */
  #isMatched(control: Returned): boolean {
    const { state } = this.#call;
    const { name } = this.#candidate;
    // The control can have ended it.
    if (this.#full !== undefined) return false;
    tallyOf(state, name).started += 1;
    this.startedAt = realTime();
    runOnTrial(this.variant, observeCandidate, this);
    const { sighting } = this;
    if (sighting?.status !== 'returned' || !this.#isAlike(control.value, sighting.value)) return false;
    // So can the candidate, and a getter of what was compared.
    if (this.#full !== undefined) return false;
    const until = isFlat(control) ? this.startedAt + sighting.durationMs : realTime();
    const { guard } = state;
    if (guard?.passed(name, control.durationMs, sighting.durationMs, this.startedAt, until) === false)
      return false;
    const startedAt = epochOf(this.#startedBy, realTime, state.now);
    learnMatch(accountOf(state, name), state.rate, startedAt, control.durationMs, sighting.durationMs);
    return true;
  }

  #isAlike(control: unknown, candidate: unknown): boolean {
    const { state } = this.#call;
    state.isReading = true;
    try {
      return matches(control, candidate);
    } finally {
      state.isReading = false;
    }
  }

  /** In the candidate's own scope. */
  observeCandidate(): void {
    const { self, args } = this.#call;
    const { name, behaviour } = this.#candidate;
    this.sighting = observe(name, behaviour, self, args, realTime, this.startedAt);
  }

  /** The same trial, with all that this one has done without. It has to go on from here. */
  inFull(): TrialInFlight {
    if (this.#full !== undefined) return this.#full;
    const full = new TrialInFlight(this.#call, preparedBriefly(this.#startedBy, this.#call.state), this);
    full.isLost = this.isLost;
    this.#call.state.flights.replace(this, full);
    this.#full = full;
    return full;
  }
}

/** Not a method, which would have to be bound. */
function observeCandidate(trial: BriefTrial): void {
  trial.observeCandidate();
}
