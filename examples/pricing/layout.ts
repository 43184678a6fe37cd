/** Where the demo writes: `process.stdout`, or something like it. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type Paint = Record<'bold' | 'dim' | 'green' | 'red', (text: string) => string>;

/** Colours where they are welcome: in a terminal, unless NO_COLOR is set (no-color.org). */
export function paint(output: Output, env: NodeJS.ProcessEnv): Paint {
  const isWelcome = output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  const colour = (on: number, off: number) => (text: string) =>
    isWelcome && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: colour(1, 22), dim: colour(2, 22), green: colour(32, 39), red: colour(31, 39) };
}

/** `20 000` */
export function number(value: number, decimals = 0): string {
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `1 cause`, `4 causes` */
export function count(things: number, noun: string): string {
  return `${number(things)} ${noun}${things === 1 ? '' : 's'}`;
}

/** `4.8 %`. Never says 0 or 100 of what is not quite. */
export function share(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  if (part === whole) return '100 %';
  const percent = Math.min(Math.max((100 * part) / whole, 0.1), 99.9);
  return `${percent < 10 || percent > 90 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** `67 µs`, `1.24 ms` */
export function duration(ms: number): string {
  if (ms >= 1) return `${number(ms, ms < 10 ? 2 : 0)} ms`;
  const us = ms * 1000;
  return `${us.toFixed(us < 10 ? 1 : 0)} µs`;
}

/** Rows of equally wide columns; `<` or `>` for each column says to which side it is aligned. */
export function table(alignment: string, rows: readonly (readonly string[])[]): string[] {
  const widths = Array.from(alignment, (_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map((cell, i) => pad(cell, widths[i] ?? 0, alignment[i]));
    return cells.join('  ').trimEnd();
  });
}

function pad(cell: string, width: number, side: string | undefined): string {
  return side === '>' ? cell.padStart(width) : cell.padEnd(width);
}
