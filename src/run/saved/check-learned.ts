import { OUTCOMES } from '../../record/tally.js';
import type { Difference, LearnedState } from '../../types/index.js';

/** Nobody counts any further: that is a million a second for thirty years. What is added to it stays exact. */
const MOST_COUNTED = 1e15;

const KINDS: readonly unknown[] = [
  'changed',
  'added',
  'removed',
  'type',
  'order',
] satisfies Difference['kind'][];

export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MOST_COUNTED;
}

/** What is no part of what was learned, in words; undefined where all can be shown as it is. */
export function flawIn(learned: LearnedState): string | undefined {
  const { turns, acceptable, empties, shapes, otherShapes, fields, noise, measures } = learned;
  const counts = [otherShapes, noise.n, noise.k, ...Object.values(acceptable), ...Object.values(empties)];
  if (!counts.every(isCount)) return 'counts';
  if (!Object.values(turns).every(isTurn)) return 'durations';
  if (!isList(shapes, isShape)) return 'shapes';
  if (!isList(fields, isField)) return 'fields';
  return isList(measures, isMeasure) ? undefined : 'measures';
}

function isTurn({ trials, mismatches, durations }: LearnedState['turns']['control-first']): boolean {
  const buckets = Object.values(durations).flatMap((one) => one.buckets);
  return [trials, mismatches, ...buckets.map(([, count]) => count)].every(isCount);
}

function isShape(shape: LearnedState['shapes'][number]): boolean {
  const { fingerprint, variant, outcome, count, firstSeen, lastSeen, examples } = shape;
  const areWords = isText(fingerprint) && isText(variant) && OUTCOMES.includes(outcome);
  return (
    areWords && isCount(count) && isMoment(firstSeen) && isMoment(lastSeen) && isList(examples, isExample)
  );
}

function isExample(example: LearnedState['shapes'][number]['examples'][number]): boolean {
  const { trial, startedAt, reason = '', differences } = Object(example) as Partial<typeof example>;
  const isOne = isText(trial) && isMoment(startedAt) && isText(reason);
  return isOne && isList(differences, isDifference);
}

function isField({ path, variant, kinds, example, ...counts }: LearnedState['fields'][number]): boolean {
  const { count, noise, onlyCandidate, onlyNoise } = counts;
  const all = [count, noise, onlyCandidate, onlyNoise, ...Object.values(kinds)];
  const areWords =
    isText(path) && isText(variant) && Object.keys(kinds).every((kind) => KINDS.includes(kind));
  const isFine = example === undefined || (isDifference(example) && isText(example.trial));
  return areWords && all.every(isCount) && isFine;
}

/** As much of a difference as an example keeps. */
function isDifference(difference: unknown): boolean {
  const {
    path,
    kind,
    control,
    candidate,
    delta = 0,
    reason = '',
  } = Object(difference) as Partial<Difference>;
  const isOne = isText(path) && KINDS.includes(kind) && isNumber(delta) && isText(reason);
  return isOne && isKept(control) && isKept(candidate);
}

function isKept(value: unknown): boolean {
  return value === undefined || isNumber(value) || isText(value) || typeof value === 'boolean';
}

/** No trial begins while the clock fails. */
function isMoment(value: unknown): boolean {
  return Number.isFinite(value);
}

/** JSON says null for what is not finite: what a clock says that failed, or the difference of two infinities. */
export function isNumber(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

/** Each trial of it has all three. */
function isMeasure({ name, variant, beyond, ...sides }: LearnedState['measures'][number]): boolean {
  const counts = [sides.control, sides.candidate, sides.delta].map(({ buckets }) =>
    buckets.map(([, count]) => count),
  );
  const [trials, ...others] = counts.map((each) => each.reduce((sum, count) => sum + count, 0)) as number[];
  const areAlike = trials !== 0 && others.every((count) => count === trials);
  return isText(name) && isText(variant) && areAlike && [beyond, ...counts.flat()].every(isCount);
}

function isList<T>(value: unknown, isOne: (one: T) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
