import { learnedState } from '../../record/learned-state.js';
import { addUp, OUTCOMES, SKIP_REASONS, zeros } from '../../record/tally.js';
import type { ExperimentState, LaboratoryState, SavedStanding } from '../../types/index.js';
import type { State, Tally } from '../../types/run.js';

/** What a restart would forget, of all experiments. */
export function save(states: Iterable<State>): LaboratoryState {
  // Not by assignment, which would make a prototype of what is named __proto__.
  const experiments = Object.fromEntries(Array.from(states, (state) => [state.name, saveOne(state)]));
  // A copy through and through, that later runs leave alone and that is what is read back from a file.
  return JSON.parse(JSON.stringify({ version: 1, experiments }));
}

function saveOne(state: State): ExperimentState {
  const { tallies, earlier, guard, trip, ramp, history, learned, faults, changes, legacy } = state;
  // Not called since it was restored: what is known of it is what was known then, and what was changed by hand.
  if (legacy !== undefined) return { ...legacy.saved, changes };
  const names = new Set([...tallies.keys(), ...earlier.keys()]);
  return {
    tallies: Object.fromEntries(
      [...names].map((name) => [name, totalOf([tallies.get(name), earlier.get(name)])]),
    ),
    guardrails: guard?.toJSON() ?? {},
    ...(trip !== undefined && { trip }),
    ...(ramp !== undefined && {
      ramp: {
        rate: ramp.settings.steps[ramp.step] as number,
        since: Number.isNaN(ramp.since) ? momentOf(state) : ramp.since,
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
    skips: addUp(SKIP_REASONS, skips, earlierCalls?.skips),
  };
}

function standingOf(state: State): SavedStanding {
  const { rate, goal, capture, ramp, stop, owner, expiresAt } = state;
  return {
    at: momentOf(state),
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

/** A clock that failed knows no moment, and JSON has no NaN. */
function momentOf({ now }: State): number {
  return now() || 0;
}

/** The trials that were judged, of all these together. */
export function totalOf(tallies: readonly (Tally | undefined)[]): Tally {
  const outcomes = zeros(OUTCOMES);
  for (const tally of tallies)
    for (const outcome of OUTCOMES) outcomes[outcome] += tally?.outcomes[outcome] ?? 0;
  return { started: OUTCOMES.reduce((total, outcome) => total + outcomes[outcome], 0), outcomes };
}
