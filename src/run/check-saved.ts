import { History } from '../record/history.js';
import { createLearned } from '../record/learned.js';
import { addLearned } from '../record/learned-state.js';
import { OUTCOMES } from '../record/tally.js';
import type { ExperimentState, LaboratoryState } from '../types/index.js';

/**
 * Nothing of it is in force yet: what is wrong with one experiment leaves the others alone too.
 *
 * @throws TypeError for what `save` has not made
 */
export function checkSaved(saved: unknown): asserts saved is LaboratoryState {
  const { version, experiments } = (saved ?? {}) as Partial<LaboratoryState>;
  if (version !== 1 || typeof experiments !== 'object' || experiments === null || Array.isArray(experiments))
    refuseSaved('give what save() answered');
  for (const [name, one] of Object.entries(experiments)) checkOne(name, one ?? {});
}

function checkOne(name: string, saved: Partial<ExperimentState>): void {
  const { tallies, guardrails, trip, ramp, calls, changes } = saved;
  if (typeof guardrails !== 'object' || guardrails === null)
    refuseSaved(`the guardrails of '${name}' are missing`);
  if (typeof tallies !== 'object' || tallies === null) refuseSaved(`the tallies of '${name}' are missing`);
  if (trip !== undefined && !hasNumbers(trip, 'n', 'k', 'limit', 'at'))
    refuseSaved(`the trip of '${name}' is none`);
  if (ramp !== undefined && !hasNumbers(ramp, 'rate', 'since'))
    refuseSaved(`the ramp of '${name}' is at no step`);
  for (const tally of Object.values(tallies)) {
    if (!OUTCOMES.every((outcome) => isCount(tally?.outcomes?.[outcome])))
      refuseSaved(`the tallies of '${name}' are no counts`);
  }
  if (calls !== undefined && ![calls?.trials, ...Object.values(calls?.skips ?? {})].every(isCount))
    refuseSaved(`the calls of '${name}' are no counts`);
  if (changes !== undefined && !(Array.isArray(changes) && changes.every(isChange)))
    refuseSaved(`the changes of '${name}' are none`);
  tryOut(name, saved);
}

/** Reads what later goes into the report, which must not fail then, or be read by half. */
function tryOut(name: string, { learned, history }: Partial<ExperimentState>): void {
  try {
    for (const one of Object.values(history ?? {})) History.fromJSON(one);
    if (learned === undefined) return;
    addLearned(createLearned(), learned);
  } catch (error) {
    refuseSaved(`what '${name}' has learned cannot be read: ${String((error as Error).message)}`);
  }
  const { n, k } = learned.noise;
  if (k > n || learned.fields.some(({ noise }) => noise > n))
    refuseSaved(`what '${name}' has learned has more noise than trials to hear it in`);
}

function isChange(change: unknown): boolean {
  const { event, experiment } = (change ?? {}) as Record<string, unknown>;
  return typeof event === 'string' && typeof experiment === 'string' && hasNumbers(change, 'at');
}

function isCount(count: unknown): boolean {
  return Number.isSafeInteger(count) && (count as number) >= 0;
}

function hasNumbers(value: unknown, ...keys: string[]): boolean {
  const fields = (value ?? {}) as Record<string, unknown>;
  return keys.every((key) => Number.isFinite(fields[key]));
}

function refuseSaved(advice: string): never {
  throw new TypeError(`restore: ${advice}`);
}
