import type { Paint } from '../../publish/console-text.js';
import { unbroken } from '../numbers.js';

/** What is needed to draw. */
export interface Drawing {
  readonly width: number;
  readonly paint: Paint;
}

/** A cell, and to which side of its column it belongs. */
export interface Cell {
  readonly text: string;
  readonly side?: 'left' | 'right';
  readonly paint?: (text: string) => string;
  /** Whether what does not fit goes on below it, and is not cut: of the last cell of a row. */
  readonly wraps?: boolean;
}

/** Rows of equally wide columns. The last column takes what is left of the width. */
function table(rows: readonly (readonly Cell[])[], width: number): string[] {
  const widths = widthsOf(rows, width);
  return rows.flatMap((row) => {
    const before = row.slice(0, -1).map((cell, column) => drawn(cell, widths[column] as number) + GAP);
    const left = widths.slice(0, row.length - 1).reduce((sum, each) => sum + each + GAP.length, 0);
    const last = row.at(-1) as Cell;
    const room = Math.min(widths[row.length - 1] as number, Math.max(0, width - left));
    const [first = '', ...more] = last.wraps ? wrap(last.text, room) : [last.text];
    return [
      before.join('') + drawn({ ...last, text: first }, room),
      ...more.map((text) => ' '.repeat(left) + drawn({ ...last, text }, room)),
    ];
  });
}

const GAP = '  ';

/** Where there is no room for all, names give way first: whatever is said of them is worth more. */
function widthsOf(rows: readonly (readonly Cell[])[], width: number): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column]?.text ?? ''))),
  );
  let missing = widths.reduce((sum, each) => sum + each, (count - 1) * GAP.length) - width;
  const giveWay = (column: number, least: number) => {
    const given = Math.max(0, Math.min(missing, (widths[column] as number) - least));
    widths[column] = (widths[column] as number) - given;
    missing -= given;
  };
  giveWay(0, 24);
  if (rows.some((row) => row.at(-1)?.wraps)) giveWay(count - 1, 12);
  giveWay(0, 12);
  return widths;
}

/** The same, two columns further in. */
export function indented(rows: readonly (readonly Cell[])[], width: number): string[] {
  return table(rows, width - 2).map((line) => `  ${line}`.trimEnd());
}

function drawn({ text, side = 'left', paint = (plain) => plain }: Cell, width: number): string {
  const fitting = cut(text, width);
  const padding = ' '.repeat(Math.max(0, width - widthOf(fitting)));
  return side === 'right' ? padding + paint(fitting) : paint(fitting) + padding;
}

/** Lines of at most so many columns, broken between words where that is possible, and never within a number. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of unbroken(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width || line === '') {
      line = longer;
    } else {
      lines.push(cut(line, width));
      line = word;
    }
  }
  return [...lines, cut(line, width)].map((each) => each.replaceAll('\u00a0', ' '));
}

export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (widthOf(text) <= width) return text;
  const kept = Array.from(text);
  while (widthOf(kept.join('')) >= width) kept.pop();
  return `${kept.join('')}…`;
}

/** How many columns of a terminal it takes. */
export function widthOf(text: string): number {
  return Array.from(text.replace(ON_OTHERS, '').replace(WIDE, '  ')).length;
}

const ON_OTHERS = /[\p{Mn}\p{Me}]/gu;
/** East Asian characters of full width, and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/gu;
