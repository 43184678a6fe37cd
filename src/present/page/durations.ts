import { countOf, grouped } from '../../record/wording.js';
import type { LatencyBucket, Quantiles, Report } from '../../types/index.js';
import { duration } from '../numbers.js';
import { variantsOf } from '../rates.js';
import { textShown } from '../sight.js';
import { html, type Markup } from './markup.js';
import { at, linear, type Scale } from './scale.js';

const WIDTH = 960;
const LEFT = 120;
const RIGHT = WIDTH - 112;
const TOP = 16;
const ROW = 92;
const BARS_HIGH = 60;
const MOST_BARS = 96;
const QUANTILES = ['p50', 'p95', 'p99'] as const;

interface Row {
  readonly variant: string;
  readonly bars: readonly Bar[];
  readonly quantiles: Quantiles;
  readonly timeouts: number;
  /** How many took longer than the picture shows. */
  readonly longer: number;
}

/** A bar in octaves: from 2^from to 2^to milliseconds. */
interface Bar {
  readonly from: number;
  readonly to: number;
  /** The share of the variant's durations, per octave. */
  readonly density: number;
}

/** How long each variant took: one histogram below the other, on one logarithmic axis. */
export function durations(report: Report, articleId: string): Markup | undefined {
  const variants = variantsOf(report).filter((variant) => (report.durations[variant] ?? []).length > 0);
  if (variants.length === 0) return undefined;
  const [low, high] = rangeOf(variants.map((variant) => report.durations[variant] ?? []));
  const rows = variants.map((variant) => rowOf(variant, report, barsPerOctave(high - low), high));
  const x = linear([low, high], [LEFT, RIGHT]);
  const bottom = TOP + rows.length * ROW;
  const id = `${articleId}-durations`;
  return html`<figure class="chart">
<svg viewBox="0 0 ${WIDTH} ${bottom + 26}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">How long each variant took</title>
<desc id="${id}-text">${rows.map(spoken).join(' ')}</desc>
${axis(low, high, x, bottom)}${rows.map((row, index) => drawn(row, x, TOP + (index + 1) * ROW - 18, tallest(rows)))}
</svg>
${table(rows)}
</figure>`;
}

function rowOf(variant: string, report: Report, perOctave: number, high: number): Row {
  const buckets = report.durations[variant] ?? [];
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  const timeouts = buckets.filter(isEndless).reduce((sum, { count }) => sum + count, 0);
  const counts = new Map<number, number>();
  let longer = 0;
  for (const bucket of buckets.filter((each) => !isEndless(each))) {
    if (middle(bucket) > high) longer += bucket.count;
    if (middle(bucket) > high) continue;
    const from = startOf(bucket, perOctave);
    counts.set(from, (counts.get(from) ?? 0) + bucket.count);
  }
  const bars = [...counts]
    .sort(([one], [other]) => one - other)
    .map(([from, count]) => {
      const to = Math.log2(from + octaveOf(from) / perOctave);
      const width = to - Math.log2(from);
      return { from: Math.log2(from), to, density: count / total / width };
    });
  return { variant, bars, timeouts, longer, quantiles: report.latency[variant] as Quantiles };
}

/** Where its bar begins: octaves are divided evenly, as the histogram's own are, or bars would be of uneven height. */
function startOf({ fromMs }: LatencyBucket, perOctave: number): number {
  const from = Math.max(fromMs, SHORTEST_MS);
  const octave = octaveOf(from);
  return octave + (Math.floor((from / octave - 1) * perOctave) * octave) / perOctave;
}

function octaveOf(ms: number): number {
  return 2 ** Math.floor(Math.log2(ms));
}

// JSON has no Infinity.
function isEndless({ toMs }: LatencyBucket): boolean {
  return toMs === null || !Number.isFinite(toMs);
}

const SHORTEST_MS = 2 ** -14;

/** In octaves. What is too short to be measured is drawn at the shortest that is not. */
function middle({ fromMs, toMs }: LatencyBucket): number {
  return Math.log2(fromMs === 0 ? SHORTEST_MS : (fromMs + toMs) / 2);
}

/**
 * At least two octaves, so that one peak is not spread over the whole picture; up to where all but one in a thousand are,
 * so that one garbage collection does not press the rest against the edge.
 */
function rangeOf(variants: readonly (readonly LatencyBucket[])[]): [low: number, high: number] {
  const finite = variants.map((buckets) => buckets.filter((bucket) => !isEndless(bucket)));
  const lows = finite.flatMap((buckets) => buckets.slice(0, 1).map(middle));
  if (lows.length === 0) return [0, 2];
  const low = Math.floor(Math.min(...lows) * 2) / 2;
  const high = Math.max(...finite.map(mostOf));
  return [low, Math.max(low + 2, Math.floor(high * 2 + 1) / 2)];
}

function mostOf(buckets: readonly LatencyBucket[]): number {
  const enough = 0.999 * buckets.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  const last = buckets.find(({ count }) => {
    seen += count;
    return seen >= enough;
  });
  return last === undefined ? Number.NEGATIVE_INFINITY : middle(last);
}

function barsPerOctave(octaves: number): number {
  return [16, 8, 4, 2].find((each) => each * octaves <= MOST_BARS) ?? 1;
}

function tallest(rows: readonly Row[]): number {
  return Math.max(...rows.flatMap(({ bars }) => bars.map(({ density }) => density)), 0) || 1;
}

function drawn(
  { variant, bars, quantiles, timeouts, longer }: Row,
  x: Scale,
  base: number,
  most: number,
): Markup {
  const y = linear([0, most], [base, base - BARS_HIGH]);
  const kind = variant === 'control' ? 'control' : 'candidate';
  return html`<text class="row-name" x="0" y="${base - 4}">${short(textShown(variant))}</text>
${bars.map(({ from, to, density }) => {
  const top = y(density);
  return html`<rect class="bar ${kind}" x="${at(x(from))}" width="${at(Math.max(0.6, x(to) - x(from) - 0.6))}" y="${at(top)}" height="${at(base - top)}"/>`;
})}<line class="axis" x1="${LEFT}" x2="${RIGHT}" y1="${base}" y2="${base}"/>
${quantileMarks(quantiles, x, base)}${longer > 0 && html`<text class="tick" x="${RIGHT + 8}" y="${base - 4}">${grouped(longer)} longer</text>`}${timeouts > 0 && html`<text class="proven" x="${RIGHT + 8}" y="${base - 20}">${countOf(timeouts, 'timeout')}</text>`}`;
}

/** What there is room for beside the bars: the whole name is in the table. */
function short(name: string): string {
  const characters = Array.from(name);
  return characters.length <= 14 ? name : `${characters.slice(0, 13).join('')}…`;
}

/** Marks below the bars; names only where they do not run into each other. */
function quantileMarks(quantiles: Quantiles, x: Scale, base: number): Markup {
  let free = LEFT;
  return html`${QUANTILES.map((name) => {
    const ms = quantiles[name];
    if (!Number.isFinite(ms) || ms <= 0) return undefined;
    const position = Math.min(RIGHT, Math.max(LEFT, x(Math.log2(ms))));
    const hasRoom = position - 12 >= free;
    if (hasRoom) free = position + 16;
    return html`<line class="quantile" x1="${at(position)}" x2="${at(position)}" y1="${base}" y2="${base + 5}"/>${hasRoom && html`<text class="tick" x="${at(position)}" y="${base + 15}" text-anchor="middle">${name}</text>`}`;
  })}`;
}

function axis(low: number, high: number, x: Scale, bottom: number): Markup {
  const decades = high - low > 7 ? [1] : [1, 2, 5];
  const first = Math.floor(low * Math.log10(2));
  const last = Math.ceil(high * Math.log10(2));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index))
    .flatMap((decade) => decades.map((factor) => factor * decade))
    .filter((ms) => Math.log2(ms) >= low && Math.log2(ms) <= high);
  return html`${ticks.map((ms) => {
    const position = at(x(Math.log2(ms)));
    return html`<line class="grid" x1="${position}" x2="${position}" y1="${TOP}" y2="${bottom}"/><text class="tick" x="${position}" y="${bottom + 18}" text-anchor="middle">${duration(ms)}</text>`;
  })}`;
}

function spoken({ variant, quantiles: { p50, p95, p99 } }: Row): string {
  return `${textShown(variant)}: half took at most ${duration(p50)}, 95 % at most ${duration(p95)}, 99 % at most ${duration(p99)}.`;
}

function table(rows: readonly Row[]): Markup {
  const control = rows.find(({ variant }) => variant === 'control')?.quantiles;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Durations"><table class="numbers">
<thead><tr><th scope="col">variant</th>${QUANTILES.map((name) => html`<th scope="col">${name}</th>`)}<th scope="col">against the control, at p50</th></tr></thead>
<tbody>${rows.map(
    ({ variant, quantiles }) =>
      html`<tr><th scope="row">${textShown(variant)}</th>${QUANTILES.map((name) => html`<td class="number">${duration(quantiles[name])}</td>`)}<td>${control !== undefined && variant !== 'control' && ratio(quantiles.p50, control.p50)}</td></tr>`,
  )}</tbody></table></div>`;
}

function ratio(candidate: number, control: number): string {
  const times = candidate / control;
  return Number.isFinite(times) ? `${Number(times.toPrecision(2))} × as long` : '–';
}
