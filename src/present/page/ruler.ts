import { percent } from '../../record/wording.js';
import type { CandidateVerdict, GoalSettings } from '../../types/index.js';
import { interval, share } from '../numbers.js';
import { html, type Markup } from './markup.js';
import { at, linear } from './scale.js';

const WIDTH = 460;
const LEFT = 10;
const RIGHT = WIDTH - 10;
const MIDDLE = 34;
const DECADES = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

/** Where the share of failures may be, against the target that it has to stay below: the verdict as a picture. */
export function ruler({ failureRate, verdict }: CandidateVerdict, goal: GoalSettings, id: string): Markup {
  const least = Math.min(1e-5, goal.target / 10);
  const scale = linear([Math.log10(least), 0], [LEFT, RIGHT]);
  const x = (rate: number) => scale(Math.log10(Math.max(rate, least)));
  const { estimate, lower, upper } = failureRate;
  const target = x(goal.target);
  const text = `${share(estimate)} of the runs failed, ${interval(failureRate, goal)}; the target is less than ${percent(goal.target)}.`;
  return html`<svg class="ruler" viewBox="0 0 ${WIDTH} 66" role="img" aria-labelledby="${id}">
<title id="${id}">${text}</title>
<rect class="good-zone" x="${LEFT}" width="${at(target - LEFT)}" y="${MIDDLE - 9}" height="18" rx="2"/>
${DECADES.map(
  (rate) =>
    html`<line class="axis" x1="${at(x(rate))}" x2="${at(x(rate))}" y1="${MIDDLE + 9}" y2="${MIDDLE + 13}"/><text class="tick" x="${at(x(rate))}" y="${MIDDLE + 26}" text-anchor="${rate === 1 ? 'end' : rate === 1e-5 ? 'start' : 'middle'}">${rate === 1e-5 ? '0' : percent(rate)}</text>`,
)}
<line class="axis" x1="${LEFT}" x2="${RIGHT}" y1="${MIDDLE + 9}" y2="${MIDDLE + 9}"/>
<line class="target" x1="${at(target)}" x2="${at(target)}" y1="${MIDDLE - 16}" y2="${MIDDLE + 9}"/>
<text class="target-name" x="${at(target)}" y="${MIDDLE - 21}" text-anchor="middle">target &lt; ${percent(goal.target)}</text>
<line class="whisker ${verdict}" x1="${at(x(lower))}" x2="${at(x(upper))}" y1="${MIDDLE}" y2="${MIDDLE}"/>
<circle class="estimate ${verdict}" cx="${at(x(estimate))}" cy="${MIDDLE}" r="5"/>
</svg>`;
}
