import { countOf, grouped } from '../../record/wording.js';
import type { Difference, FieldReport, Report } from '../../types/index.js';
import { between, plain, share } from '../numbers.js';
import { rateOf, runsOf } from '../rates.js';
import { type Marked, mark, pathShown, proposalShown, type Side, sideShown, textShown } from '../sight.js';
import { html, type Markup } from './markup.js';

const MOST_FIELDS = 40;

/** Where they differ, the worst first. */
export function fields(report: Report): Markup | undefined {
  const differing = report.fields.filter(({ count, noise }) => count > 0 || noise > 0);
  if (differing.length === 0) return undefined;
  const shown = differing.slice(0, MOST_FIELDS);
  const most = Math.max(...shown.map(({ count }) => count), 1);
  const hasNoise = report.noise.n > 0;
  const hasSeveral = Object.keys(report.variants).length > 1;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The fields that differ"><table>
<thead><tr><th scope="col">field</th>${hasSeveral && html`<th scope="col">of</th>`}<th scope="col">runs</th><th scope="col">of all</th>${hasNoise && html`<th scope="col">noise</th>`}<th scope="col">control</th><th scope="col">candidate</th></tr></thead>
<tbody>${shown.map((field) => row(field, report, { most, hasNoise, hasSeveral }))}</tbody></table></div>
${differing.length > shown.length && html`<p class="note">and ${countOf(differing.length - shown.length, 'more field')}</p>`}
${report.proposal !== undefined && proposed(report.proposal, report.capture)}`;
}

function proposed(proposal: string, capture: Report['capture']): Markup {
  const shown = proposalShown(proposal, capture);
  const how = shown === undefined ? 'report(name).proposal' : `.compare(${shown})`;
  return html`<p class="note">The control differs from itself in some of them. To leave those out: <code>${how}</code></p>`;
}

interface Columns {
  readonly most: number;
  readonly hasNoise: boolean;
  readonly hasSeveral: boolean;
}

function row(field: FieldReport, report: Report, { most, hasNoise, hasSeveral }: Columns): Markup {
  const { path, variant, count, noise, real, kind, example } = field;
  const { estimate, lower, upper } = rateOf(runsOf(report, variant), count, report.goal.alpha);
  const sides =
    example === undefined
      ? html`<td colspan="2" class="quiet">${kind}</td>`
      : sidesOf(example, report.capture);
  return html`<tr><th scope="row"><code>${pathShown(path, report.capture)}</code>${real && html` <span class="tag">proven real</span>`}</th>
${hasSeveral && html`<td>${textShown(variant)}</td>`}<td class="number"><meter aria-hidden="true" min="0" max="${most}" value="${count}">${count}</meter> ${grouped(count)}</td>
<td class="number">${share(estimate)} <span class="quiet">${between(lower, upper)}</span></td>${hasNoise && html`<td class="number">${grouped(noise)}</td>`}${sides}</tr>`;
}

/** Both sides of a difference, as two cells, with what differs marked. */
export function sidesOf(difference: Difference, capture: Report['capture']): Markup {
  const [control, candidate] = [
    sideShown(difference, 'control', capture),
    sideShown(difference, 'candidate', capture),
  ];
  if (control.is === 'value' && candidate.is === 'value') {
    if (control.text === candidate.text) {
      return html`<td colspan="2"><code>${control.text}</code> <span class="quiet">and differs further on</span></td>`;
    }
    const [before, after] = mark(control.text, candidate.text);
    return html`<td>${marked(before, 'del')}</td><td>${marked(after, 'ins')}</td>`;
  }
  return html`<td>${alone(control, 'del')}</td><td>${alone(candidate, 'ins')}</td>`;
}

function marked({ before, differing, after }: Marked, kind: 'del' | 'ins'): Markup {
  if (differing === '') return html`<code>${before}${after}</code>`;
  const part = kind === 'del' ? html`<del>${differing}</del>` : html`<ins>${differing}</ins>`;
  return html`<code>${before}${part}${after}</code>`;
}

function alone(side: Side, kind: 'del' | 'ins'): Markup {
  if (side.is === 'value') return marked({ before: '', differing: side.text, after: '' }, kind);
  return html`<span class="quiet">${side.is === 'absent' ? 'not there' : 'not captured'}</span>`;
}

/** Candidate minus control. */
export function deltaOf({ delta }: Difference): string {
  if (typeof delta !== 'number') return '';
  return delta > 0 ? `+${plain(delta)}` : plain(delta);
}
