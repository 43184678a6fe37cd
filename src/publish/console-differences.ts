import type { Difference, JudgedObservation } from '../types/trial.js';
import { oneLine, type Paint } from './console-text.js';
import { type Sight, valueText } from './console-value.js';
import { shapeOfPath } from './redact.js';

const MOST_ROWS = 10;
const WIDEST_PATH = 60;
const WIDEST_VALUE = 40;

/** A table of the places that differ: both values, and by how much. */
export function differenceLines(
  { name, differences }: JudgedObservation,
  sight: Sight,
  paint: Paint,
): string[] {
  const rows = differences.slice(0, MOST_ROWS).map((difference) => rowOf(difference, sight));
  const [head, ...body] = aligned([['path', 'control', oneLine(name, WIDEST_VALUE), 'delta'], ...rows]);
  const left = differences.length - rows.length;
  return [paint.faint(head as string), ...body, ...(left > 0 ? [`  and ${left} more`] : [])];
}

function rowOf(difference: Difference, { showsStrings, isFree }: Sight): string[] {
  const { path, kind, delta } = difference;
  const side = (key: 'control' | 'candidate', absentIn: Difference['kind']) => {
    if (kind === absentIn) return '(none)';
    return key in difference ? valueText(difference[key], showsStrings, WIDEST_VALUE) : `(${kind})`;
  };
  return [
    oneLine(isFree ? path : shapeOfPath(path), WIDEST_PATH),
    side('control', 'added'),
    side('candidate', 'removed'),
    typeof delta === 'number' ? signed(delta) : '',
  ];
}

// To twelve digits, or the delta of 0.1 + 0.2 and 0.3 takes the whole line.
function signed(delta: number): string {
  const text = String(Number(delta.toPrecision(12)));
  return delta > 0 ? `+${text}` : text;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] as number)).join('  ')}`.trimEnd(),
  );
}
