import { countOf, grouped } from '../../record/wording.js';
import type { FieldReport, Report } from '../../types/index.js';
import { between, share } from '../numbers.js';
import { rateOf, runsOf } from '../rates.js';
import { type Marked, mark, pathShown, type Side, sideShown, textShown } from '../sight.js';
import { type Cell, cut, type Drawing, indented } from './layout.js';

const MOST_FIELDS = 8;
const WIDEST_PATH = 30;

/** The worst fields first, with an example each. */
export function fieldLines(report: Report, { width, paint }: Drawing): string[] {
  const differing = report.fields.filter(({ count }) => count > 0);
  if (differing.length === 0) return [];
  const shown = differing.slice(0, MOST_FIELDS);
  const isNarrow = width < NARROW;
  const titles = ['differs at', 'runs', 'of all', ...(isNarrow ? [] : ['for example'])];
  const heading = titles.map((text, column): Cell => {
    return { text, side: column === 1 ? 'right' : 'left', paint: paint.faint };
  });
  const cells = shown.map((field) => countsOf(field, report, isNarrow ? width / 3 : WIDEST_PATH));
  const examples = shown.map((field) => exampleOf(field, report));
  const left = differing.length - shown.length;
  const more = left === 0 ? [] : [paint.faint(`  and ${countOf(left, 'more field')}`)];
  if (!isNarrow) {
    const rows = cells.map((row, index) => [...row, { text: examples[index] as string }]);
    return [...indented([heading, ...rows], width), ...more];
  }
  const [title, ...lines] = indented([heading, ...cells], width);
  const pairs = lines.flatMap((line, index) => [line, `    ${cut(examples[index] as string, width - 4)}`]);
  return [title as string, ...pairs, ...more];
}

/** Where there is no room beside them, examples are below. */
const NARROW = 72;

function countsOf(field: FieldReport, report: Report, widest: number): Cell[] {
  const { path, count, variant } = field;
  const { estimate, lower, upper } = rateOf(runsOf(report, variant), count, report.goal.alpha);
  const owner = Object.keys(report.variants).length > 1 ? `${textShown(variant)} ` : '';
  return [
    { text: tail(`${owner}${pathShown(path, report.capture)}`, Math.floor(widest)) },
    { text: grouped(count), side: 'right' },
    { text: `${share(estimate)} (${between(lower, upper)})` },
  ];
}

// The end of a long path says more than its beginning.
function tail(path: string, widest: number): string {
  const characters = Array.from(path);
  return characters.length <= widest ? path : `…${characters.slice(1 - widest).join('')}`;
}

function exampleOf({ example, kind, noise }: FieldReport, { capture }: Report): string {
  const noisy = noise > 0 ? `; noise ${grouped(noise)}` : '';
  if (example === undefined) return `${kind}${noisy}`;
  const control = sideShown(example, 'control', capture);
  const candidate = sideShown(example, 'candidate', capture);
  if (control.is === 'not captured' && candidate.is === 'not captured') return `${kind}${noisy}`;
  if (control.is !== 'value' || candidate.is !== 'value') {
    return `${wordsOf(control)} → ${wordsOf(candidate)}${noisy}`;
  }
  const [before, after] = mark(control.text, candidate.text);
  return `${nearby(before)} → ${nearby(after)}${noisy}`;
}

function wordsOf(side: Side): string {
  if (side.is === 'value') return side.text;
  return side.is === 'absent' ? '(none)' : '(not captured)';
}

/** What differs, and a little of what is round it. */
function nearby({ before, differing, after }: Marked): string {
  const [left, right] = [Array.from(before), Array.from(after)];
  const start = left.length > CONTEXT ? `…${left.slice(1 - CONTEXT).join('')}` : before;
  const end = right.length > CONTEXT ? `${right.slice(0, CONTEXT - 1).join('')}…` : after;
  return `${start}${differing}${end}`;
}

const CONTEXT = 6;
