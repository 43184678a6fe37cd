import { checkGuardState } from '../../decide/guardrail/check-state.js';
import { forget } from '../../record/learned.js';
import { addLearned } from '../../record/learned-state.js';
import { historyFrom } from '../../record/restored.js';
import { FAILURES } from '../../record/tally.js';
import type { ExperimentState, LaboratoryState } from '../../types/index.js';
import type { Legacy, State } from '../../types/run.js';
import { carryOver } from '../stop/audit.js';
import type { Surroundings } from '../surroundings.js';
import { fitting } from './fitting.js';
import { totalOf } from './save.js';

/** What was saved comes into force: at once for experiments that are running, else when they begin to. */
export function restore(surroundings: Surroundings, { experiments }: LaboratoryState): void {
  for (const [name, saved] of Object.entries(experiments)) {
    const state = surroundings.stateOf(name);
    if (state === undefined) continue;
    surroundings.stops.reinstate(state, saved.trip);
    carryOver(saved.changes ?? [], state.changes);
    state.legacy = new Restored(state, saved);
    if (state.signature !== undefined) state.legacy.resume();
  }
}

/** Held by the state, so that the code that reads what was saved is only where something was. */
class Restored implements Legacy {
  readonly #state: State;
  #saved: ExperimentState;

  constructor(state: State, saved: ExperimentState) {
    this.#state = state;
    this.#saved = saved;
  }

  get saved(): ExperimentState {
    return this.#saved;
  }

  resume(): void {
    const state = this.#state;
    state.legacy = undefined;
    this.#saved = fitting(state, this.#saved);
    this.#resumeCounts(state);
    this.#resumeRamp(state);
  }

  #resumeCounts(state: State): void {
    const { tallies, guardrails, history = {}, calls, learned } = this.#saved;
    state.earlier.clear();
    state.account = undefined;
    for (const [name, tally] of Object.entries(tallies)) state.earlier.set(name, totalOf([tally]));
    try {
      for (const [name, one] of Object.entries(history)) state.history.set(name, historyFrom(one));
      state.earlierCalls = calls;
      if (learned !== undefined) {
        forget(state.learned);
        addLearned(state.learned, learned);
      }
      // Last of all: what it holds is known only where its guardrails are.
      checkGuardState(guardrails);
      state.guard?.restore(guardrails);
    } catch (error) {
      state.tell('laboratory', error);
    }
  }

  #resumeRamp(state: State): void {
    const { ramp, tallies, earlier } = state;
    const saved = this.#saved.ramp;
    if (ramp === undefined || saved === undefined) return;
    // One that nobody has tried yet has earned no rate.
    if (![...tallies.keys()].every((name) => earlier.has(name))) return;
    for (const [name, past] of Object.entries(saved.before ?? {}))
      if (earlier.has(name)) ramp.before.set(name, past);
    const step = ramp.settings.steps.indexOf(saved.rate);
    if (step === -1) return;
    ramp.step = step;
    ramp.since = saved.since;
    state.ceiling = saved.rate;
  }

  forgive(): void {
    const { trip: _, ramp, ...saved } = this.#saved;
    const past = Object.entries(saved.tallies).map(([name, { started, outcomes }]) => {
      const failures = FAILURES.reduce((total, outcome) => total + outcomes[outcome], 0);
      return [name, { started: started - outcomes.ignored, failures }];
    });
    // At no step, so that it begins where the ramp does.
    const again = ramp && { rate: 0, since: ramp.since, before: Object.fromEntries(past) };
    this.#saved = { ...saved, guardrails: {}, ...(again !== undefined && { ramp: again }) };
  }
}
