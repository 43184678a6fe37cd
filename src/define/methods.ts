import { reportOf } from '../record/counts.js';
import { refuse, requireFunction, requireName, requireOptions, requireRate } from '../refuse.js';
import { drain as drainWithin } from '../run/drain.js';
import { checkSaved } from '../run/saved/check-saved.js';
import { restore as restoreIn } from '../run/saved/restore.js';
import { save as saveStates } from '../run/saved/save.js';
import type { LaboratoryEvents, LaboratoryState, Note, Report } from '../types/index.js';
import type { Bench } from './definition.js';

// The methods of a laboratory, each a function of its bench: a program carries those that it calls, and not all others.

const NO_NOTE: Note = Object.freeze({});
const EVENTS: readonly (keyof LaboratoryEvents)[] = [
  'killed',
  'revived',
  'overridden',
  'tripped',
  'advanced',
  'stepped-down',
  'expired',
  'control-changed',
  'fault',
];

export function kill({ surroundings }: Bench, name: string, note = NO_NOTE): void {
  requireName('kill', name);
  surroundings.stops.kill(name, note);
}

export function revive({ surroundings }: Bench, name: string, note = NO_NOTE): void {
  requireName('revive', name);
  surroundings.stops.revive(name, note);
}

export function override(
  { surroundings }: Bench,
  name: string,
  to: { readonly rate: number | undefined },
  note = NO_NOTE,
): void {
  requireName('override', name);
  // One that was misspelled would give the rate back, which is the last thing that was meant.
  if (typeof to !== 'object' || to === null || !('rate' in to))
    refuse('override: second argument ', to, 'give { rate: 0.1 }, or { rate: undefined } to give it back');
  const { rate } = to;
  if (name === '*') refuse('override', name, 'give the name of one experiment; maxRate bounds all of them');
  if (rate !== undefined) requireRate('override: rate ', rate);
  surroundings.stops.override(name, rate, note);
}

export function save({ surroundings }: Bench): LaboratoryState {
  return saveStates(surroundings.states.values());
}

export function restore({ surroundings }: Bench, saved: LaboratoryState): void {
  checkSaved(saved);
  restoreIn(surroundings, saved);
}

export function report({ surroundings }: Bench, name: string): Report {
  requireName('report', name);
  return reportOf(surroundings.states.get(name) ?? surroundings.create(name));
}

export function reports({ surroundings }: Bench): Report[] {
  return Array.from(surroundings.states.values(), reportOf);
}

export function on<E extends keyof LaboratoryEvents>(
  { surroundings }: Bench,
  event: E,
  listener: (event: LaboratoryEvents[E]) => void,
): () => void {
  if (!EVENTS.includes(event)) refuse('on', event, `give one of ${EVENTS.join(', ')}`);
  requireFunction('on', listener);
  return surroundings.listeners.on(event, listener);
}

export function drain(
  { surroundings }: Bench,
  limits: { readonly timeoutMs?: number | undefined } = {},
): Promise<void> {
  requireOptions('drain', limits, ['timeoutMs']);
  const { timeoutMs = 30_000 } = limits;
  if (!(typeof timeoutMs === 'number' && timeoutMs >= 0))
    refuse('drain: timeoutMs ', timeoutMs, 'give milliseconds from 0, or Infinity for no limit');
  return drainWithin(surroundings, timeoutMs);
}
