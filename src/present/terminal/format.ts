import { paint } from '../../publish/console-text.js';
import { countOf, grouped } from '../../record/wording.js';
import { refuse, requireBoolean, requireOptions } from '../../refuse.js';
import type { Quantiles, Report } from '../../types/index.js';
import { drawn, requireReport } from '../given.js';
import { duration, interval, moment, period, rateInForce, share } from '../numbers.js';
import { comparisonsOf, decisive, variantsOf } from '../rates.js';
import { textShown } from '../sight.js';
import { weakMatches } from '../turns.js';
import { comparisonWord, OUTCOME_WORDS, SKIP_WORDS, WEAK_MATCH_WORDS, wordsFor } from '../words.js';
import { measureLines, turnLines } from './asides.js';
import { columns, isColourful } from './colour.js';
import { fieldLines } from './fields.js';
import { type Cell, cut, type Drawing, indented, widthOf, wrap } from './layout.js';

/** How `formatReport` writes. */
export interface FormatOptions {
  /** Whether to colour. @default what FORCE_COLOR and NO_COLOR say, else whether standard output is a terminal */
  readonly colour?: boolean | undefined;
  /** Columns, 40 to 120. @default those of the terminal, or 80 */
  readonly width?: number | undefined;
}

/**
 * A report for a terminal: the verdict and why, what it is based on, and the worst fields with an example each. Rates
 * come with their interval. Lines are not longer than the width, and end in no line's end.
 *
 * @throws TypeError for what is no report, for one that lacks a field or is damaged, and for options that cannot be meant
 * @example
 * console.log(formatReport(report('pricing.quote')));
 */
export function formatReport(report: Report, options: FormatOptions = {}): string {
  requireReport('formatReport', report);
  checkOptions(options);
  const width = Math.min(120, Math.max(40, options.width ?? columns()));
  const drawing = { width, paint: paint(options.colour ?? isColourful()) };
  return drawn('formatReport', [report], () => textOf(report, drawing));
}

function textOf(report: Report, drawing: Drawing): string {
  const sections = [
    head(report, drawing),
    figures(report, drawing),
    latency(report, drawing),
    fieldLines(report, drawing),
    measureLines(report, drawing),
    turnLines(report, drawing),
    counts(report, drawing),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function checkOptions(options: FormatOptions): void {
  requireOptions('formatReport', options, ['colour', 'width']);
  const { colour, width } = options;
  if (colour !== undefined) requireBoolean('formatReport: colour ', colour);
  if (width !== undefined && !(typeof width === 'number' && width > 0))
    refuse('formatReport: width ', width, 'give the number of columns, from 40 to 120');
}

function head({ experiment, verdict, why, verdicts }: Report, { width, paint }: Drawing): string[] {
  const colour = { ready: paint.good, 'not-ready': paint.bad, noisy: paint.strong, undecided: paint.strong };
  const word = verdict.replace('-', ' ');
  const name = cut(textShown(experiment), width - word.length - 2);
  const gap = ' '.repeat(width - widthOf(name) - word.length);
  const others = Object.entries(verdicts);
  const each =
    others.length < 2
      ? []
      : others.map(([candidate, one]) => `${candidate}: ${one.verdict.replace('-', ' ')}, ${one.why}`);
  const reasons = each.length === 0 ? [why] : each;
  return [
    `${paint.strong(name)}${gap}${colour[verdict](word)}`,
    ...reasons.flatMap((reason) => wrap(textShown(reason), width - 2).map((line) => `  ${line}`)),
  ];
}

function figures(report: Report, { width, paint }: Drawing): string[] {
  const { failureRate, goal, trials, calls, since, at, owner } = report;
  const { rate, by } = rateInForce(report);
  const now = by === undefined ? rate : `${rate}, ${by}`;
  const one = decisive(report);
  const whose = one === undefined ? '' : ` of ${textShown(one)}`;
  const rows: [string, string][] = [
    ['failed', `${share(failureRate.estimate)} of the runs${whose}; ${interval(failureRate, goal)}`],
    ['on trial', `${countOf(trials, 'run')} of ${countOf(calls, 'call')}; now ${now}`],
    ...(since === undefined
      ? []
      : [['for', `${period(at - since)}, since ${moment(since)}`] as [string, string]]),
    ...(owner === undefined ? [] : [['owner', textShown(owner)] as [string, string]]),
  ];
  return indented(
    rows.map(([name, text]) => [
      { text: name, paint: paint.faint },
      { text, wraps: true },
    ]),
    width,
  );
}

function latency(report: Report, { width, paint }: Drawing): string[] {
  const variants = variantsOf(report);
  if (variants.length === 0) return [];
  const right = (text: string): Cell => ({ text, side: 'right' });
  const heading = ['time', 'p50', 'p95', 'p99'].map((text, column): Cell => {
    return { text, side: column === 0 ? 'left' : 'right', paint: paint.faint };
  });
  const rows = variants.map((name) => {
    const { p50, p95, p99 } = report.latency[name] as Quantiles;
    return [{ text: textShown(name) }, ...[p50, p95, p99].map((ms) => right(duration(ms)))];
  });
  return indented([heading, ...rows], width);
}

/** What came of the calls, but for those that simply matched. */
function counts(report: Report, { width, paint }: Drawing): string[] {
  const { outcomes, skips, calls, faults } = report;
  const weak = weakMatches(report);
  const rows = [
    ...rowsOf(outcomes, OUTCOME_WORDS, comparisonsOf(report), `of the ${comparisonWord(report)}`),
    ...rowsOf(weak.counts, WEAK_MATCH_WORDS, weak.matches, 'of the matches'),
    ...rowsOf(skips, SKIP_WORDS, calls, 'of the calls', 'skipped: '),
    ...rowsOf(faults, {}, 0, '', 'faults in '),
  ];
  return indented(
    rows.map(([name, count, part]) => [
      { text: name, paint: paint.faint },
      { text: count, side: 'right' },
      { text: part, wraps: true },
    ]),
    width,
  );
}

function rowsOf(
  counts: Readonly<Record<string, number>>,
  words: Readonly<Record<string, string>>,
  whole: number,
  of: string,
  prefix = '',
): [string, string, string][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => [
      `${prefix}${wordsFor(words, name)}`,
      grouped(count),
      whole === 0 ? '' : `${share(Math.min(1, count / whole))} ${of}`,
    ]);
}
