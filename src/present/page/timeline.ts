import { countOf, percent } from '../../record/wording.js';
import type { Change, Report } from '../../types/index.js';
import { between, moment, share } from '../numbers.js';
import { type Chart, chartOf, FRAME, type Point } from './course.js';
import { html, idOf, type Markup } from './markup.js';
import { at, linear, timeTicks } from './scale.js';

const { width: WIDTH, left: LEFT, right: RIGHT, top: TOP, bottom: BOTTOM } = FRAME;
const RATE_TOP = 282;
const RATE_BOTTOM = 318;
const HEIGHT = 346;

/**
 * The share of all runs that matched, as it became known, with bounds that were true at every moment; what was decided
 * in the meantime; and below it the share of calls that was on trial.
 */
export function timeline(report: Report, candidate: string, articleId: string): Markup | undefined {
  const history = report.history[candidate];
  if (history === undefined || history.buckets.length === 0) return undefined;
  const chart = chartOf(history, report);
  const id = `${articleId}-time-${idOf(candidate)}`;
  const confidence = percent(1 - report.goal.alpha);
  return html`<figure class="chart">
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">Match rate over time</title>
<desc id="${id}-text">${summary(chart)} The same numbers are in the table below.</desc>
${grid(chart)}${band(chart)}${marks(chart, report.changes)}${misses(chart)}${line(chart)}${targetLine(chart)}${latest(chart)}${rates(chart)}
</svg>
<figcaption>
<span class="key key-line">of all runs so far matched</span>
<span class="key key-band">${confidence} confidence, at every moment</span>
<span class="key key-dot">a stretch with failures, by itself</span>
</figcaption>
${numbers(chart, id)}
</figure>`;
}

function summary({ points, target }: Chart): string {
  const { allRuns, allFailures, lower, upper } = points.at(-1) as Point;
  return `${countOf(allFailures, 'failure')} in ${countOf(allRuns, 'run')}: between ${between(lower, upper)} match; the target is ${share(target)}.`;
}

function grid({ x, y, from, to }: Chart): Markup {
  const rates = [0, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999, 0.9999999].filter(
    (rate) => y(rate) > TOP + 14,
  );
  return html`${rates.map(
    (rate) => html`<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${at(y(rate))}" y2="${at(y(rate))}"/>
<text class="tick" x="${LEFT - 10}" y="${at(y(rate) + 4)}" text-anchor="end">${percent(rate)}</text>`,
  )}<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${TOP}" y2="${TOP}"/>
<text class="tick" x="${LEFT - 10}" y="${TOP + 4}" text-anchor="end">100 %</text>
${timeTicks(from, to).map(
  ({ at: tick, name }) =>
    html`<text class="tick" x="${at(x(tick))}" y="${BOTTOM + 18}" text-anchor="middle">${name}</text>`,
)}`;
}

function band({ points, x, y }: Chart): Markup {
  const upper = points.map((point) => `${at(x(point.to))},${at(y(point.upper))}`);
  const lower = points.map((point) => `${at(x(point.to))},${at(y(point.lower))}`).reverse();
  const { from } = points[0] as Point;
  const start = [`${at(x(from))},${at(y(0))}`, `${at(x(from))},${at(y(1))}`];
  return html`<polygon class="band" points="${[...start, ...upper, ...lower].join(' ')}"/>`;
}

function line({ points, x, y }: Chart): Markup {
  return html`<polyline class="line" points="${points.map((point) => `${at(x(point.to))},${at(y(point.estimate))}`).join(' ')}"/>`;
}

function misses({ points, x, y }: Chart): Markup {
  const failing = points.filter(({ failures }) => failures > 0);
  return html`${failing.map(({ from, to, runs, failures }) => {
    const middle = (from + to) / 2;
    return html`<circle class="dot" cx="${at(x(middle))}" cy="${at(y(1 - failures / runs))}" r="2.6"><title>${moment(from)}: ${countOf(failures, 'failure')} in ${countOf(runs, 'run')}</title></circle>`;
  })}`;
}

function targetLine({ y, target }: Chart): Markup {
  return html`<line class="target" x1="${LEFT}" x2="${RIGHT}" y1="${at(y(target))}" y2="${at(y(target))}"/>
<text class="target-name" x="${RIGHT + 8}" y="${at(y(target) + 4)}">target ${percent(target)}</text>`;
}

function latest({ points, x, y, target }: Chart): Markup {
  const { to, estimate, lower } = points.at(-1) as Point;
  const isClear = Math.abs(y(lower) - y(target)) > 16;
  return html`<circle class="now" cx="${at(x(to))}" cy="${at(y(estimate))}" r="4"/>
${isClear && html`<text class="proven" x="${RIGHT + 8}" y="${at(y(lower) + 4)}">≥ ${share(lower)}</text>`}`;
}

const WORDS: Readonly<Partial<Record<Change['event'], string>>> = {
  killed: 'stopped',
  tripped: 'stopped',
  revived: 'revived',
  expired: 'expired',
};

/** What was decided: lines through the picture, with a word for each that has room. */
function marks({ x, from, to, stretch }: Chart, changes: readonly Change[]): Markup {
  let free = LEFT;
  return html`${changes
    // What has stopped it comes after its last run.
    .filter((change) => change.at >= from && change.at <= to + stretch)
    .map((change) => {
      const position = x(Math.min(change.at, to));
      const known = Object.hasOwn(WORDS, change.event) ? WORDS[change.event] : undefined;
      const word = known ?? (typeof change.to === 'number' ? `→ ${share(change.to)}` : '');
      const hasRoom = word !== '' && position >= free;
      if (hasRoom) free = position + 8 * word.length + 6;
      const label =
        hasRoom && html`<text class="mark-name" x="${at(position + 4)}" y="${TOP - 8}">${word}</text>`;
      return html`<line class="mark mark-${change.event}" x1="${at(position)}" x2="${at(position)}" y1="${TOP - 18}" y2="${RATE_BOTTOM}"/>${label}`;
    })}`;
}

/** The share of calls on trial, as a band of steps. */
function rates({ points, x }: Chart): Markup {
  const y = linear([0, 1], [RATE_BOTTOM, RATE_TOP]);
  // One shape: between steps that are drawn one by one there would be seams.
  const steps = points.flatMap(({ from, to: end, rate }, index) => {
    // Where nothing was run, the rate was still in force.
    const to = points[index + 1]?.from ?? end;
    const top = at(y(Math.min(1, rate)));
    return [`${at(x(from))},${top}`, `${at(Math.max(x(from) + 1, x(to)))},${top}`];
  });
  const [first, last] = [steps[0], steps.at(-1)].map((point) => `${point?.split(',')[0]},${RATE_BOTTOM}`);
  return html`<polygon class="rate" points="${[first, ...steps, last].join(' ')}"/><line class="axis" x1="${LEFT}" x2="${RIGHT}" y1="${RATE_BOTTOM}" y2="${RATE_BOTTOM}"/>
<text class="tick" x="${LEFT - 10}" y="${RATE_TOP + 8}" text-anchor="end">100 %</text>
<text class="tick" x="${LEFT - 10}" y="${RATE_BOTTOM}" text-anchor="end">0 %</text>
<text class="tick" x="${LEFT}" y="${RATE_BOTTOM + 18}">share of the calls on trial</text>`;
}

const MOST_ROWS = 30;

/** The picture for those who do not see it. As many rows as one can bear to listen to. */
function numbers({ points }: Chart, id: string): Markup {
  const every = Math.ceil(points.length / MOST_ROWS);
  const rows = points.filter((_, index) => index % every === every - 1 || index === points.length - 1);
  return html`<details id="${id}-table"><summary>As a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Match rate over time, as a table"><table>
<thead><tr><th scope="col">until</th><th scope="col">runs so far</th><th scope="col">failures</th><th scope="col">matched</th><th scope="col">between</th><th scope="col">on trial</th></tr></thead>
<tbody>${rows.map(
    ({ to, allRuns, allFailures, estimate, lower, upper, rate }) =>
      html`<tr><td>${moment(to)}</td><td>${allRuns}</td><td>${allFailures}</td><td>${share(estimate)}</td><td>${between(lower, upper)}</td><td>${share(rate)}</td></tr>`,
  )}</tbody></table></div></details>`;
}
