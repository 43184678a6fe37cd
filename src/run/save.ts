import { OUTCOMES, zeros } from '../record/tally.js';
import type { ExperimentState, LaboratoryState } from '../types/index.js';
import type { State, Tally } from '../types/run.js';

/** What a restart would forget, of all experiments. */
export function save(states: Iterable<State>): LaboratoryState {
  const experiments: Record<string, ExperimentState> = {};
  for (const state of states) experiments[state.name] = saveOne(state);
  // A copy through and through, that later runs leave alone and that is what is read back from a file.
  return JSON.parse(JSON.stringify({ version: 1, experiments }));
}

function saveOne({ tallies, earlier, guard, trip, ramp, saved }: State): ExperimentState {
  // Not called since it was restored: what is known of it is what was known then.
  if (saved !== undefined) return saved;
  const names = new Set([...tallies.keys(), ...earlier.keys()]);
  return {
    tallies: Object.fromEntries(
      [...names].map((name) => [name, sum([tallies.get(name), earlier.get(name)])]),
    ),
    guardrails: guard?.toJSON() ?? {},
    ...(trip !== undefined && { trip }),
    ...(ramp !== undefined && {
      ramp: { rate: ramp.settings.steps[ramp.step] as number, since: ramp.since },
    }),
  };
}

function sum(tallies: readonly (Tally | undefined)[]): Tally {
  const outcomes = zeros(OUTCOMES);
  for (const tally of tallies)
    for (const outcome of OUTCOMES) outcomes[outcome] += tally?.outcomes[outcome] ?? 0;
  return { started: OUTCOMES.reduce((total, outcome) => total + outcomes[outcome], 0), outcomes };
}

/** Puts into force what was saved, once it is known what the experiment is. */
export function resume(state: State): void {
  const { saved, ramp } = state;
  if (saved === undefined) return;
  state.saved = undefined;
  state.earlier.clear();
  for (const [name, tally] of Object.entries(saved.tallies)) state.earlier.set(name, sum([tally]));
  try {
    state.guard?.restore(saved.guardrails);
  } catch (error) {
    state.tell('laboratory', error);
  }
  const step = ramp?.settings.steps.indexOf(saved.ramp?.rate ?? Number.NaN) ?? -1;
  if (ramp === undefined || saved.ramp === undefined || step === -1) return;
  ramp.step = step;
  ramp.since = saved.ramp.since;
  state.ceiling = saved.ramp.rate;
}

/** @throws TypeError for what `save` has not made */
export function checkSaved(saved: unknown): asserts saved is LaboratoryState {
  const { version, experiments } = (saved ?? {}) as Partial<LaboratoryState>;
  if (version !== 1 || typeof experiments !== 'object' || experiments === null)
    refuseSaved('give what save() answered');
  for (const [name, one] of Object.entries(experiments)) {
    const { tallies, guardrails } = (one ?? {}) as Partial<ExperimentState>;
    if (typeof guardrails !== 'object' || guardrails === null)
      refuseSaved(`the guardrails of '${name}' are missing`);
    if (typeof tallies !== 'object' || tallies === null) refuseSaved(`the tallies of '${name}' are missing`);
    for (const tally of Object.values(tallies)) {
      const isTally = OUTCOMES.every((outcome) => {
        const count = tally?.outcomes?.[outcome];
        return Number.isSafeInteger(count) && count >= 0;
      });
      if (!isTally) refuseSaved(`the tallies of '${name}' are no counts`);
    }
  }
}

function refuseSaved(advice: string): never {
  throw new TypeError(`restore: ${advice}`);
}
