import type { FieldReport } from '../types/comparison.js';
import type { Difference, JudgedObservation } from '../types/index.js';
import type { Field, Learned } from '../types/learned.js';
import { type FieldVerdict, judgeFields } from './noise.js';
import { reduced, type Sighting } from './shapes.js';

const MOST_FIELDS = 512;
/** Stands for all paths beyond those. Not like a path, so that nobody has a field of this name. */
const OTHER = 'other';

type Places = ReadonlyMap<string, Difference>;

/** Counts the places where a candidate differed. */
export function learnFields(learned: Learned, judged: JudgedObservation, sighting: Sighting): void {
  for (const [path, difference] of placesOf(judged)) {
    const field = fieldOf(learned, judged.name, path);
    const { kind } = difference;
    field.count += 1;
    field.kinds.set(kind, (field.kinds.get(kind) ?? 0) + 1);
    field.example ??= { ...reduced(difference, sighting), trial: sighting.trial };
  }
}

/**
 * Sets what differed between control and candidate against what differed between control and control, of one trial.
 *
 * @param again the control's second run, judged as a candidate is
 */
export function learnNoise(
  learned: Learned,
  candidates: readonly JudgedObservation[],
  again: JudgedObservation,
): void {
  const isAlike = again.outcome === 'match';
  // Whatever else came of it says nothing about how often the control disagrees with itself.
  if (!isAlike && !DISAGREEMENTS.has(again.outcome)) return;
  learned.noise.n += 1;
  if (!isAlike) learned.noise.k += 1;
  const noise = placesOf(again);
  if (!isAlike && noise.size === 0) return;
  for (const judged of candidates) if (COMPARED.has(judged.outcome)) weigh(learned, judged, noise);
}

const DISAGREEMENTS: ReadonlySet<string> = new Set(['mismatch', 'candidate_error', 'control_error']);
// What was excused, or gone when rechecked, does not count as differing; that can only hide a real difference.
const COMPARED: ReadonlySet<string> = new Set(['match', 'mismatch', 'ignored', 'transient']);

function weigh(learned: Learned, judged: JudgedObservation, noise: Places): void {
  const found = placesOf(judged);
  for (const [path, { kind }] of noise) {
    const field = fieldOf(learned, judged.name, path);
    field.noise += 1;
    if (!found.has(path)) field.onlyNoise += 1;
    if (field.kinds.size === 0) field.kinds.set(kind, 0);
  }
  for (const path of found.keys()) {
    if (!noise.has(path)) fieldOf(learned, judged.name, path).onlyCandidate += 1;
  }
}

/** Each place once, however many differences it stands for. */
function placesOf({ differences }: JudgedObservation): Places {
  const places = new Map<string, Difference>();
  for (const difference of differences) {
    const { path, pattern = path } = difference;
    if (!places.has(pattern)) places.set(pattern, difference);
  }
  return places;
}

function fieldOf(learned: Learned, variant: string, path: string): Field {
  const { fields } = learned;
  const key = fieldKey(variant, path);
  const known = fields.get(key);
  if (known !== undefined) return known;
  if (path !== OTHER && fields.size >= MOST_FIELDS) return fieldOf(learned, variant, OTHER);
  const field: Field = {
    path,
    variant,
    count: 0,
    noise: 0,
    kinds: new Map(),
    onlyCandidate: 0,
    onlyNoise: 0,
    example: undefined,
  };
  fields.set(key, field);
  return field;
}

export function fieldKey(variant: string, path: string): string {
  return `${variant}\n${path}`;
}

/** The fields, the worst first, and the comparator that leaves out what is noise in them. */
export function fieldReports({ fields, noise }: Learned): {
  fields: readonly FieldReport[];
  proposal?: string;
} {
  const all = [...fields.values()];
  const verdicts = judgeFields(all, noise.n);
  const reports = all.map((field, index) => reportOf(field, verdicts[index] as FieldVerdict));
  const proposal = propose(all, verdicts);
  return {
    fields: reports.sort((one, other) => Number(other.real) - Number(one.real) || other.count - one.count),
    ...(proposal !== undefined && { proposal }),
  };
}

function reportOf(field: Field, { isReal }: FieldVerdict): FieldReport {
  const { path, variant, count, noise, kinds, example } = field;
  const [[kind] = ['changed' as const]] = [...kinds].sort(([, one], [, other]) => other - one);
  const report = { path, variant, count, noise, kind, real: isReal };
  return example === undefined ? report : { ...report, example };
}

/** What differs for real in any candidate is not proposed: leaving it out would hide it. */
function propose(fields: readonly Field[], verdicts: readonly FieldVerdict[]): string | undefined {
  const noisy = new Set<string>();
  fields.forEach(({ path }, index) => {
    if (verdicts[index]?.isNoisy && isOmittable(path)) noisy.add(path);
  });
  fields.forEach(({ path }, index) => {
    if (verdicts[index]?.isReal) noisy.delete(path);
  });
  if (noisy.size === 0) return undefined;
  return `omitting(${[...noisy].sort().map(quoted).join(', ')})`;
}

/** The whole value cannot be left out, nor what has no path that could be written down. */
function isOmittable(path: string): boolean {
  return path.startsWith('$') && path !== '$' && !path.includes('…');
}

function quoted(path: string): string {
  return `'${path.replace(/[\\']/g, '\\$&')}'`;
}
