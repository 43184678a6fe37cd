import { countOf, grouped } from '../../record/wording.js';
import type { FieldReport, Report } from '../../types/index.js';
import { between, share } from '../numbers.js';
import { rateOf, runsOf } from '../rates.js';
import { type Marked, mark, pathShown, type Side, sideShown, textShown } from '../sight.js';
import { type Cell, cut, type Drawing, indented, widthOf } from './layout.js';

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
  const room = isNarrow ? width - 4 : width - 2 - besides([heading, ...cells]);
  const examples = shown.map((field) => exampleOf(field, report, room));
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

/** What the columns beside the examples take up. */
function besides(rows: readonly (readonly Cell[])[]): number {
  const widest = [0, 1, 2].map((column) => Math.max(...rows.map((row) => widthOf(row[column]?.text ?? ''))));
  return widest.reduce((sum, each) => sum + each + 2, 0);
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

function exampleOf({ example, kind, noise }: FieldReport, { capture }: Report, room: number): string {
  const noisy = noise > 0 ? `; noise ${grouped(noise)}` : '';
  if (example === undefined) return `${kind}${noisy}`;
  const control = sideShown(example, 'control', capture);
  const candidate = sideShown(example, 'candidate', capture);
  if (control.is === 'not captured' && candidate.is === 'not captured') return `${kind}${noisy}`;
  if (control.is !== 'value' || candidate.is !== 'value') {
    return `${wordsOf(control)}${ARROW}${wordsOf(candidate)}${noisy}`;
  }
  if (control.text === candidate.text) return `differs further on${noisy}`;
  const [before, after] = mark(control.text, candidate.text);
  const texts = CONTEXTS.map(
    (context) => `${nearby(before, context)}${ARROW}${nearby(after, context)}${noisy}`,
  );
  const half = Math.floor((room - ARROW.length) / 2);
  const least = () => `${cut(nearby(before, 1), half)}${ARROW}${cut(nearby(after, 1), half)}`;
  return texts.find((text) => widthOf(text) <= room) ?? least();
}

const ARROW = ' → ';
/** How many characters round what differs are shown: as many as there is room for. */
const CONTEXTS = [40, 12, 6, 3, 1];

function wordsOf(side: Side): string {
  if (side.is === 'value') return side.text;
  return side.is === 'absent' ? '(none)' : '(not captured)';
}

/** What differs, and a little of what is round it. */
function nearby({ before, differing, after }: Marked, context: number): string {
  const [left, right] = [Array.from(before), Array.from(after)];
  const start = left.length > context ? `…${left.slice(left.length - context + 1).join('')}` : before;
  const end = right.length > context ? `${right.slice(0, context - 1).join('')}…` : after;
  return `${start}${differing}${end}`;
}
