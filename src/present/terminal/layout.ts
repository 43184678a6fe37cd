import type { Paint } from '../../publish/console-text.js';

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
}

/** Rows of equally wide columns. The last column takes what is left of the width, and is cut there. */
function table(rows: readonly (readonly Cell[])[], width: number): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column]?.text ?? ''))),
  );
  return rows.map((row) => {
    let used = 0;
    const cells = row.map((cell, column) => {
      const room = Math.max(0, width - used);
      const wide = Math.min(widths[column] as number, room);
      used += wide + GAP.length;
      return drawn(cell, wide, column === row.length - 1);
    });
    return cells.join(GAP);
  });
}

const GAP = '  ';

/** The same, two columns further in. */
export function indented(rows: readonly (readonly Cell[])[], width: number): string[] {
  return table(rows, width - 2).map((line) => `  ${line}`.trimEnd());
}

function drawn(
  { text, side = 'left', paint = (plain) => plain }: Cell,
  width: number,
  isLast: boolean,
): string {
  const fitting = cut(text, width);
  const padding = ' '.repeat(Math.max(0, width - widthOf(fitting)));
  if (side === 'right') return padding + paint(fitting);
  return paint(fitting) + (isLast ? '' : padding);
}

/** Lines of at most so many columns, broken between words where that is possible. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width || line === '') {
      line = longer;
    } else {
      lines.push(cut(line, width));
      line = word;
    }
  }
  return [...lines, cut(line, width)];
}

export function cut(text: string, width: number): string {
  const characters = Array.from(text);
  if (width <= 0) return '';
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

function widthOf(text: string): number {
  return Array.from(text).length;
}
