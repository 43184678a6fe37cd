import { createLearned } from '../../record/learned.js';
import { addLearned } from '../../record/learned-state.js';
import { historyFrom } from '../../record/restored.js';
import { OUTCOMES } from '../../record/tally.js';
import { requireName } from '../../refuse.js';
import type { ExperimentState, LaboratoryState, SavedStanding } from '../../types/index.js';
import { flawIn, isCount, isNumber, isText } from './check-learned.js';

/**
 * Nothing of it is in force yet: what is wrong with one experiment leaves the others alone too.
 *
 * @throws TypeError for what `save` has not made
 */
export function checkSaved(saved: unknown): asserts saved is LaboratoryState {
  const { version, experiments } = (saved ?? {}) as Partial<LaboratoryState>;
  if (version !== 1 || typeof experiments !== 'object' || experiments === null || Array.isArray(experiments))
    refuseSaved(
      typeof saved === 'string'
        ? 'give what save() answered, as JSON.parse gives it back'
        : 'give what save() answered',
    );
  for (const [name, one] of Object.entries(experiments)) {
    requireName('restore: experiment ', name);
    checkOne(name, one ?? {});
  }
}

function checkOne(name: string, saved: Partial<ExperimentState>): void {
  const { tallies, guardrails, trip, ramp, calls, changes, faults, about } = saved;
  if (typeof guardrails !== 'object' || guardrails === null)
    refuseSaved(`the guardrails of '${name}' are missing`);
  if (typeof tallies !== 'object' || tallies === null) refuseSaved(`the tallies of '${name}' are missing`);
  if (trip !== undefined && !isTrip(trip)) refuseSaved(`the trip of '${name}' is none`);
  if (ramp !== undefined && !(hasNumbers(ramp, 'since') && isRate(ramp.rate)))
    refuseSaved(`the ramp of '${name}' is at no step`);
  for (const [candidate, tally] of Object.entries(tallies)) {
    requireName(`restore: candidate of '${name}' `, candidate);
    if (!OUTCOMES.every((outcome) => isCount(tally?.outcomes?.[outcome])) || !isCount(tally.started))
      refuseSaved(`the tallies of '${name}' are no counts`);
  }
  if (calls !== undefined && ![calls?.trials, ...countsIn(calls?.skips)].every(isCount))
    refuseSaved(`the calls of '${name}' are no counts`);
  if (!countsIn(faults).every(isCount)) refuseSaved(`the faults of '${name}' are no counts`);
  if (about !== undefined && !isStanding(about)) refuseSaved(`what is told about '${name}' is no standing`);
  if (changes !== undefined && !(Array.isArray(changes) && changes.every(isChange)))
    refuseSaved(`the changes of '${name}' are none`);
  tryOut(name, saved);
}

/** Reads what later goes into the report, which must not fail then, or be read by half. */
function tryOut(name: string, { learned, history = {} }: Partial<ExperimentState>): void {
  let flaw: string | undefined;
  try {
    for (const one of Object.values(history)) historyFrom(one);
    if (learned === undefined) return;
    addLearned(createLearned(), learned);
    flaw = flawIn(learned);
  } catch (error) {
    refuseSaved(`what '${name}' has learned cannot be read: ${String((error as Error).message)}`);
  }
  if (flaw !== undefined) refuseSaved(`what '${name}' has learned has ${flaw} that are none`);
  const { n, k } = learned.noise;
  if (k > n || learned.fields.some(({ noise }) => noise > n))
    refuseSaved(`what '${name}' has learned has more noise than trials to hear it in`);
}

function isTrip(trip: unknown): boolean {
  const { guardrail, candidate } = (trip ?? {}) as Record<string, unknown>;
  return [guardrail, candidate].every(isText) && hasNumbers(trip, 'n', 'k', 'limit', 'at');
}

function isChange(change: unknown): boolean {
  const { event, experiment, from, to, by = '', reason = '' } = (change ?? {}) as Record<string, unknown>;
  const areWords = [event, experiment, by, reason].every(isText);
  const areStates = [from, to].every((one) => ['undefined', 'string', 'number'].includes(typeof one));
  return areWords && areStates && hasNumbers(change, 'at');
}

function isStanding(about: SavedStanding): boolean {
  const { rate, goal, capture, steps = [], owner = '', expiresAt = 0 } = about ?? {};
  const areWords = (capture === 'shape' || capture === 'values') && isText(owner);
  return (
    hasNumbers(about, 'at', 'processes') &&
    isGoal(goal) &&
    areWords &&
    Array.isArray(steps) &&
    [rate, ...steps].every(isRate) &&
    hasNumbers({ expiresAt }, 'expiresAt')
  );
}

/** JSON says null for a dwell that never ends. */
function isGoal(goal: Partial<SavedStanding['goal']> | null = {}): boolean {
  const { target, alpha, dwellMs } = goal ?? {};
  const areShares = [target, alpha].every((share) => isRate(share) && share !== 0 && share !== 1);
  return areShares && isNumber(dwellMs);
}

function isRate(rate: unknown): boolean {
  return typeof rate === 'number' && rate >= 0 && rate <= 1;
}

/** Of an earlier version there may be none. What is no record has something that is no count. */
function countsIn(counts: unknown = {}): unknown[] {
  return typeof counts === 'object' && counts !== null ? Object.values(counts) : [counts];
}

function hasNumbers(value: unknown, ...keys: string[]): boolean {
  const fields = (value ?? {}) as Record<string, unknown>;
  return keys.every((key) => Number.isFinite(fields[key]));
}

function refuseSaved(advice: string): never {
  throw new TypeError(`restore: ${advice}`);
}
