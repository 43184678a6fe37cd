import { FAILED, isolateAtOnce } from '../isolate.js';
import type { Measured, Observation } from '../types/index.js';
import type { NamedMeasure } from '../types/run.js';
import type { Court } from './court.js';

/**
 * What the measures say of two values, where both sides returned. A measure is given a copy of the control's value: it
 * could write to it, and the caller would get that.
 */
export function measure(
  control: Observation,
  candidate: Observation,
  measures: readonly NamedMeasure[],
  court: Court,
): readonly Measured[] | undefined {
  if (measures.length === 0 || control.status !== 'returned' || candidate.status !== 'returned')
    return undefined;
  const left = court.protect();
  const right = court.protectCandidate(candidate);
  if (left === FAILED || left.status !== 'returned' || right === FAILED) return undefined;
  const taken = measures.flatMap((each) => take(each, left.value, right.value, court));
  return taken.length === 0 ? undefined : taken;
}

function take(
  { name, measure, limit }: NamedMeasure,
  controlValue: unknown,
  candidateValue: unknown,
  court: Court,
): readonly Measured[] {
  const control = ask(name, measure, controlValue, court);
  const candidate = control === FAILED ? FAILED : ask(name, measure, candidateValue, court);
  if (control === FAILED || candidate === FAILED) return [];
  const delta = candidate - control;
  if (!Number.isFinite(delta)) {
    court.tell('measure', new RangeError(`measure '${name}' answered ${control} and ${candidate}`));
    return [];
  }
  const isBeyond = limit !== undefined && Math.abs(delta) > limit * Math.abs(control);
  return [{ name, control, candidate, delta, isBeyond }];
}

/** What is no number is told, and leaves this trial out of the measure: a guess would move its mean. */
function ask(name: string, measure: NamedMeasure['measure'], value: unknown, court: Court) {
  const answer = isolateAtOnce<unknown>(
    (error) => court.tell('measure', error),
    'measure',
    () => measure(value),
  );
  if (answer === FAILED || (typeof answer === 'number' && Number.isFinite(answer))) return answer;
  const kind = typeof answer === 'number' ? String(answer) : typeof answer;
  court.tell('measure', new TypeError(`measure '${name}' answered ${kind}; answer a finite number`));
  return FAILED;
}
