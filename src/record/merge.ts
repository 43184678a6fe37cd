import type {
  Change,
  ExperimentState,
  GoalSettings,
  LaboratoryState,
  LearnedState,
  SavedStanding,
} from '../types/index.js';
import { createLearned } from './learned.js';
import { addLearned, learnedState } from './learned-state.js';
import { historyFrom } from './restored.js';
import { addUp, OUTCOMES, SKIP_REASONS } from './tally.js';

const MOST_CHANGES = 100;

/**
 * Adds up what several processes have saved, experiment by experiment: a verdict on the sum is that of the whole fleet.
 * In any order and grouping it comes to the same.
 *
 * What guardrails have learned in different processes cannot be added up, and is left out where there are two.
 * @throws RangeError or TypeError for what no laboratory has saved
 */
export function mergeStates(states: readonly LaboratoryState[]): LaboratoryState {
  const experiments = new Map<string, ExperimentState>();
  for (const state of states) {
    for (const [name, one] of Object.entries(state.experiments)) {
      // Also where there is only one: what comes out does not depend on how many there were.
      experiments.set(name, mergeExperiments(experiments.get(name) ?? NOTHING, one));
    }
  }
  return { version: 1, experiments: Object.fromEntries(experiments) };
}

const NOTHING: ExperimentState = { tallies: {}, guardrails: {} };

function mergeExperiments(one: ExperimentState, other: ExperimentState): ExperimentState {
  return {
    tallies: byKey(one.tallies, other.tallies, (a, b) => ({
      started: a.started + b.started,
      outcomes: addUp(OUTCOMES, a.outcomes, b.outcomes),
    })),
    guardrails: one === NOTHING ? other.guardrails : {},
    ...defined(
      'trip',
      either(one.trip, other.trip, (a, b) => (a.at <= b.at ? a : b)),
    ),
    ...defined('ramp', either(one.ramp, other.ramp, mergeRamps)),
    history: byKey(one.history ?? {}, other.history ?? {}, (a, b) => historyFrom(a, b).toJSON()),
    ...defined('calls', either(one.calls, other.calls, mergeCalls)),
    ...defined('learned', either(one.learned, other.learned, mergeLearned)),
    faults: byKey(one.faults ?? {}, other.faults ?? {}, (a, b) => a + b),
    changes: mergeChanges([...(one.changes ?? []), ...(other.changes ?? [])]),
    ...defined('about', either(one.about, other.about, mergeStandings)),
  };
}

type Ramp = NonNullable<ExperimentState['ramp']>;
type Calls = NonNullable<ExperimentState['calls']>;

/** The process that is behind is the one that counts. */
function mergeRamps(one: Ramp, other: Ramp): Ramp {
  return { rate: Math.min(one.rate, other.rate), since: Math.max(one.since, other.since) };
}

function mergeCalls(one: Calls, other: Calls): Calls {
  return { trials: one.trials + other.trials, skips: addUp(SKIP_REASONS, one.skips, other.skips) };
}

function mergeLearned(one: LearnedState, other: LearnedState): LearnedState {
  const sum = createLearned();
  addLearned(sum, one);
  addLearned(sum, other);
  return learnedState(sum);
}

function mergeChanges(changes: readonly Change[]): Change[] {
  const text = new Map(changes.map((change) => [change, JSON.stringify(change)]));
  const isBefore = (one: Change, other: Change) => ((text.get(one) ?? '') < (text.get(other) ?? '') ? -1 : 1);
  return [...changes].sort((one, other) => one.at - other.at || isBefore(one, other)).slice(-MOST_CHANGES);
}

/** Where processes differ, during a deployment say, what is stricter counts. */
function mergeStandings(one: SavedStanding, other: SavedStanding): SavedStanding {
  return {
    at: Math.max(one.at, other.at),
    processes: one.processes + other.processes,
    rate: Math.max(one.rate, other.rate),
    goal: mergeGoals(one.goal, other.goal),
    capture: one.capture === 'shape' ? one.capture : other.capture,
    ...defined('steps', either(one.steps, other.steps, first)),
    ...defined('stopped', either(one.stopped, other.stopped, first)),
    ...defined('owner', either(one.owner, other.owner, first)),
    ...defined('expiresAt', either(one.expiresAt, other.expiresAt, Math.max)),
  };
}

function mergeGoals(one: GoalSettings, other: GoalSettings): GoalSettings {
  return {
    target: Math.min(one.target, other.target),
    alpha: Math.min(one.alpha, other.alpha),
    dwellMs: Math.max(one.dwellMs, other.dwellMs),
  };
}

/** In the order of their texts: `guardrail` before `killed`, which says more. */
function first<T>(one: T, other: T): T {
  return JSON.stringify(one) <= JSON.stringify(other) ? one : other;
}

function either<T>(one: T | undefined, other: T | undefined, merge: (a: T, b: T) => T): T | undefined {
  return one === undefined || other === undefined ? (one ?? other) : merge(one, other);
}

function defined<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
}

function byKey<T>(
  one: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
  merge: (a: T, b: T) => T,
): Record<string, T> {
  // Not by the objects themselves, in which a candidate named constructor would find that of all objects.
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort();
  return Object.fromEntries(keys.map((key) => [key, either(left.get(key), right.get(key), merge) as T]));
}
