import { oneLine } from '../publish/console-text.js';
import { valueText } from '../publish/console-value.js';
import { shapeOfFingerprint, shapeOfPath } from '../publish/redact.js';
import type { Difference, Report, ShapeReport } from '../types/index.js';

// What of an experiment's values a person may see. Reports come from files too: nothing is taken for short, or harmless.

const LONGEST_PATH = 160;
const LONGEST_VALUE = 160;
const LONGEST_FINGERPRINT = 240;
const LONGEST_TEXT = 300;

type Capture = Report['capture'];

/** Without `capture: 'values'` a path has nothing in it that may say whose it is. */
export function pathShown(path: string, capture: Capture): string {
  if (path === 'other') return 'other places';
  return oneLine(capture === 'values' ? path : shapeOfPath(String(path)), LONGEST_PATH);
}

/** What is proposed to be left out, where its paths may be shown: with a wildcard in them it would be another proposal. */
export function proposalShown(proposal: string, capture: Capture): string | undefined {
  const paths = String(proposal).match(/'(?:[^'\\]|\\.)*'/g) ?? [];
  const isShown = paths.map((path) => path.slice(1, -1)).every((path) => shapeOfPath(path) === path);
  return capture === 'values' || isShown ? textShown(proposal) : undefined;
}

/** That of a failure is made of the error's class and code, which are written into a program and say nothing of anybody. */
export function fingerprintShown(
  { fingerprint, outcome }: Pick<ShapeReport, 'fingerprint' | 'outcome'>,
  capture: Capture,
): string {
  const isFree = capture === 'values' || FAILURES.has(outcome);
  const shown = isFree ? fingerprint : shapeOfFingerprint(String(fingerprint));
  return oneLine(shown ?? 'a shape of its own', LONGEST_FINGERPRINT);
}

const FAILURES: ReadonlySet<string> = new Set(['candidate_error', 'control_error', 'timeout']);

/** Any other text, on one line and bounded. */
export function textShown(text: unknown): string {
  return oneLine(String(text ?? ''), LONGEST_TEXT);
}

/** One side of a difference: what there is, or why there is nothing. */
export type Side =
  | { readonly is: 'value'; readonly text: string }
  | { readonly is: 'absent' | 'not captured' };

export function sideShown(difference: Difference, side: 'control' | 'candidate', capture: Capture): Side {
  if (difference.kind === (side === 'control' ? 'added' : 'removed')) return { is: 'absent' };
  const value = difference[side];
  const isHidden = !Object.hasOwn(difference, side) || (typeof value !== 'number' && !isFree(value, capture));
  if (isHidden) return { is: 'not captured' };
  return { is: 'value', text: valueText(value, true, LONGEST_VALUE) };
}

function isFree(value: unknown, capture: Capture): boolean {
  return capture === 'values' || typeof value === 'boolean' || value === null;
}

/** A text in three parts, of which the middle one is what the other text has otherwise. */
export interface Marked {
  readonly before: string;
  readonly differing: string;
  readonly after: string;
}

/**
 * What two texts have in common at the beginning and at the end, and what differs in between; by whole characters. Of two
 * numbers all that follows differs: the last digits of 4.5 and 4.495 are not the same.
 */
export function mark(one: string, other: string): readonly [Marked, Marked] {
  const [left, right] = [Array.from(one), Array.from(other)];
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start += 1;
  const least = NUMBER.test(one) && NUMBER.test(other) ? shorter : start;
  let end = 0;
  while (end < shorter - least && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  return [parts(left, start, end), parts(right, start, end)];
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;

function parts(characters: readonly string[], start: number, end: number): Marked {
  const text = (from: number, to: number) => characters.slice(from, to).join('');
  const stop = characters.length - end;
  return { before: text(0, start), differing: text(start, stop), after: text(stop, characters.length) };
}
