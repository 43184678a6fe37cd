import { measureSentence } from '../../record/measure-wording.js';
import { grouped } from '../../record/wording.js';
import type { Report } from '../../types/index.js';
import { duration, share } from '../numbers.js';
import { variantsOf } from '../rates.js';
import { textShown } from '../sight.js';
import { turnsOf } from '../turns.js';
import { type Cell, type Drawing, indented } from './layout.js';

/** What the experiment's own measures say of each candidate. */
export function measureLines({ measures, variants }: Report, { width, paint }: Drawing): string[] {
  const isOne = Object.keys(variants).length < 2;
  const rows = measures.map(({ name, variant, delta, relative }): Cell[] => [
    { text: textShown(isOne ? name : `${variant} ${name}`), paint: paint.faint },
    { text: measureSentence(delta, relative), wraps: true },
  ]);
  return indented(rows, width);
}

/** Whether it mattered who went first. */
export function turnLines(report: Report, { width, paint }: Drawing): string[] {
  const variants = variantsOf(report);
  const turns = turnsOf(report, variants);
  if (turns.length === 0) return [];
  const titles = ['first', 'runs', 'differed', ...variants.map((variant) => `${textShown(variant)} p50`)];
  const heading = titles.map((text, at): Cell => ({ text, side: sideOf(at), paint: paint.faint }));
  const rows = turns.map(({ first, trials, mismatches, latency }) => {
    const rate = trials === 0 ? '–' : share(Math.min(1, mismatches / trials));
    const texts = [first, grouped(trials), rate, ...latency.map((times) => duration(times?.p50))];
    return texts.map((text, at): Cell => ({ text, side: sideOf(at) }));
  });
  return indented([heading, ...rows], width);
}

function sideOf(column: number): 'left' | 'right' {
  return column === 0 ? 'left' : 'right';
}
