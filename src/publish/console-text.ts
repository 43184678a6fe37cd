import { cut } from './redact.js';

const LONGEST_LINE = 300;

// Control characters move the cursor and change colours, format characters turn the order of the letters round, and
// the separators break lines.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text that takes one line of a terminal and does nothing else to it. */
export function oneLine(text: string, maxBytes: number = LONGEST_LINE): string {
  const start = cut(text, maxBytes);
  return printable(start.length < text.length ? `${start}…` : start);
}

/** The same text with everything that a terminal would act upon written out. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = (character.codePointAt(0) as number).toString(16);
    return code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, '0')}`;
  });
}

/** Colours, or none. */
export interface Paint {
  strong(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  faint(text: string): string;
}

export function paint(isColoured: boolean): Paint {
  const colour = (code: number) => (text: string) => (isColoured ? `\x1b[${code}m${text}\x1b[0m` : text);
  return { strong: colour(1), good: colour(32), bad: colour(31), faint: colour(2) };
}
