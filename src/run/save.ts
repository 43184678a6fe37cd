import { History } from '../record/history.js';
import { forget } from '../record/learned.js';
import { addLearned, learnedState } from '../record/learned-state.js';
import { addUp, FAILURES, OUTCOMES, SKIP_REASONS, zeros } from '../record/tally.js';
import type { ExperimentState, LaboratoryState, SavedStanding } from '../types/index.js';
import type { State, Tally } from '../types/run.js';

/** What a restart would forget, of all experiments. */
export function save(states: Iterable<State>): LaboratoryState {
  // Not by assignment, which would make a prototype of what is named __proto__.
  const experiments = Object.fromEntries(Array.from(states, (state) => [state.name, saveOne(state)]));
  // A copy through and through, that later runs leave alone and that is what is read back from a file.
  return JSON.parse(JSON.stringify({ version: 1, experiments }));
}

function saveOne(state: State): ExperimentState {
  const { tallies, earlier, guard, trip, ramp, history, learned, faults, changes, saved } = state;
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
      ramp: {
        rate: ramp.settings.steps[ramp.step] as number,
        since: ramp.since,
        ...(ramp.before.size > 0 && { before: Object.fromEntries(ramp.before) }),
      },
    }),
    history: Object.fromEntries(Array.from(history, ([name, one]) => [name, one.toJSON()])),
    calls: callsOf(state),
    learned: learnedState(learned),
    faults,
    changes,
    about: standingOf(state),
  };
}

function callsOf({ trials, skips, earlierCalls }: State): NonNullable<ExperimentState['calls']> {
  return {
    trials: trials + (earlierCalls?.trials ?? 0),
    skips: addUp(SKIP_REASONS, skips, earlierCalls?.skips ?? {}),
  };
}

function standingOf({ now, rate, goal, capture, ramp, stop, owner, expiresAt }: State): SavedStanding {
  return {
    // A clock that failed knows no moment.
    at: now() || 0,
    processes: 1,
    rate: stop === undefined ? rate : 0,
    goal,
    capture,
    ...(ramp !== undefined && { steps: ramp.settings.steps }),
    ...(stop !== undefined && { stopped: stop }),
    ...(owner !== undefined && { owner }),
    ...(expiresAt !== Number.POSITIVE_INFINITY && { expiresAt }),
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
    for (const [name, one] of Object.entries(saved.history ?? {}))
      state.history.set(name, History.fromJSON(one));
    state.earlierCalls = saved.calls;
    if (saved.learned !== undefined) {
      forget(state.learned);
      addLearned(state.learned, saved.learned);
    }
  } catch (error) {
    state.tell('laboratory', error);
  }
  if (ramp === undefined || saved.ramp === undefined) return;
  for (const [name, past] of Object.entries(saved.ramp.before ?? {})) ramp.before.set(name, past);
  const step = ramp.settings.steps.indexOf(saved.ramp.rate);
  if (step === -1) return;
  ramp.step = step;
  ramp.since = saved.ramp.since;
  state.ceiling = saved.ramp.rate;
}

/** What was saved of an experiment that is revived before it has run again: its past is not held against it. */
export function forgiven({ trip: _, ramp, ...saved }: ExperimentState): ExperimentState {
  const past = Object.entries(saved.tallies).map(([name, { started, outcomes }]) => {
    const failures = FAILURES.reduce((total, outcome) => total + outcomes[outcome], 0);
    return [name, { started: started - outcomes.ignored, failures }];
  });
  // At no step, so that it begins where the ramp does.
  const again = ramp && { rate: 0, since: ramp.since, before: Object.fromEntries(past) };
  return { ...saved, guardrails: {}, ...(again !== undefined && { ramp: again }) };
}
