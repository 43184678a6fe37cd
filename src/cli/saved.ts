import { readFile } from 'node:fs/promises';
import { reportOf } from '../record/counts.js';
import { addLearned } from '../record/learned-state.js';
import { mergeStates } from '../record/merge.js';
import { historyFrom } from '../record/restored.js';
import { addUp, SKIP_REASONS } from '../record/tally.js';
import { checkSaved } from '../run/saved/check-saved.js';
import { createState } from '../run/state.js';
import type { ExperimentState, LaboratoryState } from '../types/index.js';
import type { State } from '../types/run.js';
import { reasonOf, UsageError } from './error.js';

/**
 * What the files hold, added up: each is the JSON of what `save()` answered in one process.
 * @throws UsageError naming the file that cannot be read, or is no such thing
 */
export async function readSaved(files: readonly string[]): Promise<LaboratoryState> {
  if (files.length === 0) throw new UsageError('give the files: each the JSON of what save() answered');
  const states = await Promise.all(files.map(readOne));
  return mergeStates(states);
}

async function readOne(file: string): Promise<LaboratoryState> {
  try {
    // Some editors begin a file with a byte order mark.
    const state: unknown = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''), endless);
    checkSaved(state);
    // What is wrong with a part of it shows when it is read; here it is still known which file it was.
    for (const [name, saved] of Object.entries(state.experiments)) reportOf(stateOf(name, saved));
    return state;
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error).replace(/^restore: /, '')}`);
  }
}

/** JSON has no Infinity, and null would be no time at all. */
function endless(key: string, value: unknown): unknown {
  return key === 'dwellMs' ? (value ?? Number.POSITIVE_INFINITY) : value;
}

/** An experiment as it stood when it was saved, to be reported on. */
export function stateOf(name: string, saved: ExperimentState): State {
  const { about, calls, trip, ramp } = saved;
  const at = about?.at ?? 0;
  const state = createState(name, { options: { now: () => at, random: () => 0, maxRate: 1 } }, () => {});
  for (const [candidate, tally] of Object.entries(saved.tallies)) state.tallies.set(candidate, copyOf(tally));
  for (const [candidate, one] of Object.entries(saved.history ?? {}))
    state.history.set(candidate, historyFrom(one));
  if (saved.learned !== undefined) addLearned(state.learned, saved.learned);
  if (about !== undefined) {
    const { rate, goal, capture, owner, expiresAt = Number.POSITIVE_INFINITY, stopped } = about;
    // What a guardrail has stopped has a trip, until somebody revives it.
    const stop = stopped === 'killed' ? stopped : undefined;
    Object.assign(state, { rate, goal, capture, owner, expiresAt, stop });
  }
  if (trip !== undefined) Object.assign(state, { trip, stop: 'guardrail' });
  if (ramp !== undefined) state.ramp = rampOf(ramp, about?.steps ?? [ramp.rate]);
  const trials = Object.values(saved.tallies).map(({ started }) => started);
  state.trials = calls?.trials ?? Math.max(0, ...trials);
  Object.assign(state.skips, addUp(SKIP_REASONS, calls?.skips));
  Object.assign(state.faults, saved.faults);
  state.changes.push(...(saved.changes ?? []));
  return state;
}

function copyOf({ started, outcomes }: ExperimentState['tallies'][string]) {
  return { started, outcomes: { ...outcomes } };
}

function rampOf(
  { rate, since }: NonNullable<ExperimentState['ramp']>,
  steps: readonly number[],
): NonNullable<State['ramp']> {
  return {
    settings: { steps, limits: [], dwellMs: 0, startAt: rate },
    // What was revived has yet to begin.
    step: Math.max(0, steps.indexOf(rate)),
    since,
    before: new Map(),
  };
}
