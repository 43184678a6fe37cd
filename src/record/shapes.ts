import type { ShapeExample, ShapeReport } from '../types/comparison.js';
import type { Difference, JudgedObservation } from '../types/index.js';
import type { Learned, Shape } from '../types/learned.js';

const MOST_SHAPES = 64;
export const MOST_EXAMPLES = 3;
const MOST_DIFFERENCES = 10;
/** In characters. With 64 shapes of 3 examples an experiment keeps at most some 400 000, which is under 1 MB. */
const MOST_TEXT = 2_000;
const LONGEST_PATH = 200;
const LONGEST_STRING = 100;
const LONGEST_FINGERPRINT = 256;

/** The trial that a shape was seen in, and what of its values may be kept. */
export interface Sighting {
  readonly trial: string;
  readonly startedAt: number;
  readonly capture: 'shape' | 'values';
  /** Values are published only as `clean` makes them, and it was not asked about parts of them. */
  readonly isCleaned: boolean;
}

/** Counts a mismatch or a failure under its shape. */
export function learnShape(learned: Learned, judged: JudgedObservation, sighting: Sighting): void {
  if (judged.fingerprint === undefined || judged.outcome === 'comparator_error') return;
  const fingerprint = ownText(judged.fingerprint, LONGEST_FINGERPRINT);
  const shape = shapeOf(learned, judged, fingerprint, sighting);
  if (shape === undefined) {
    learned.otherShapes += 1;
    return;
  }
  shape.count += 1;
  shape.lastSeen = Math.max(shape.lastSeen, sighting.startedAt);
  if (shape.examples.length < MOST_EXAMPLES) shape.examples.push(exampleOf(judged, sighting));
}

function shapeOf(
  { shapes }: Learned,
  { name: variant, outcome }: JudgedObservation,
  fingerprint: string,
  { startedAt }: Sighting,
): Shape | undefined {
  const key = shapeKey(variant, fingerprint);
  const known = shapes.get(key);
  if (known !== undefined || shapes.size >= MOST_SHAPES) return known;
  const shape: Shape = {
    fingerprint,
    variant,
    outcome,
    count: 0,
    firstSeen: startedAt,
    lastSeen: startedAt,
    examples: [],
  };
  shapes.set(key, shape);
  return shape;
}

export function shapeKey(variant: string, fingerprint: string): string {
  return `${variant}\n${fingerprint}`;
}

function exampleOf({ reason, differences }: JudgedObservation, sighting: Sighting): ShapeExample {
  const { trial, startedAt, capture, isCleaned } = sighting;
  const kept: Difference[] = [];
  let text = 0;
  for (const difference of differences.slice(0, MOST_DIFFERENCES)) {
    const small = reduced(difference, sighting);
    text += textIn(small);
    if (text > MOST_TEXT) break;
    kept.push(small);
  }
  // A comparator's reason may hold anything.
  const mayTell = capture === 'values' && !isCleaned && reason !== undefined;
  return {
    trial,
    startedAt,
    ...(mayTell && { reason: ownText(reason, LONGEST_STRING) }),
    differences: kept,
  };
}

/** A difference that is small enough to be kept, and has in it what may be. */
export function reduced(difference: Difference, { capture, isCleaned }: Sighting): Difference {
  const { path, pattern = '$', kind, delta } = difference;
  const where = ownText(capture === 'values' && !isCleaned ? path : pattern, LONGEST_PATH);
  if (isCleaned) return { path: where, kind };
  const values = {
    ...side('control', difference, capture),
    ...side('candidate', difference, capture),
  };
  return { path: where, kind, ...values, ...(typeof delta === 'number' && { delta }) };
}

/** What is more than one value, or may be any size, is left out. */
function side(name: 'control' | 'candidate', difference: Difference, capture: Sighting['capture']) {
  const value = difference[name];
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return { [name]: value };
  if (typeof value === 'string' && capture === 'values') return { [name]: excerpt(value, difference) };
  return {};
}

/** The beginning of a long text; where it differs from the other side's only further on, the part round that place. */
function excerpt(text: string, { control, candidate }: Difference): string {
  const areTexts = typeof control === 'string' && typeof candidate === 'string';
  const from = areTexts ? differsFrom(control, candidate) - CONTEXT : 0;
  if (text.length <= LONGEST_STRING || from <= 0) return ownText(text, LONGEST_STRING);
  return ownText(`…${text.slice(from + 1, from + LONGEST_STRING)}`, LONGEST_STRING);
}

const CONTEXT = 20;
/** How far a text is looked through, in characters: it may be of any length, and somebody may be waiting. */
const FARTHEST = 10_000;

function differsFrom(one: string, other: string): number {
  const end = Math.min(one.length, other.length, FARTHEST);
  let index = 0;
  while (index < end && one.charCodeAt(index) === other.charCodeAt(index)) index += 1;
  return index === FARTHEST ? 0 : index;
}

function textIn({ path, control, candidate }: Difference): number {
  const lengthOf = (value: unknown) => (typeof value === 'string' ? value.length : 0);
  return path.length + lengthOf(control) + lengthOf(candidate);
}

/** The beginning of a text, as a string of its own: a slice would keep all of the text that it was cut from. */
function ownText(text: string, most: number): string {
  return Array.from(text.slice(0, most + 1))
    .join('')
    .slice(0, most);
}

export function shapeReports({ shapes }: Learned): ShapeReport[] {
  return Array.from(shapes.values(), (shape) => ({ ...shape, examples: [...shape.examples] })).sort(
    (one, other) => other.count - one.count,
  );
}
