import { grouped } from '../../record/wording.js';
import type { Report } from '../../types/index.js';
import { duration, share } from '../numbers.js';
import { variantsOf } from '../rates.js';
import { textShown } from '../sight.js';
import { type Turn, turnsOf } from '../turns.js';
import { html, type Markup } from './markup.js';

/** Whether it mattered who went first: whoever comes second finds warm caches, and what the first has left behind. */
export function turns(report: Report): Markup | undefined {
  const variants = variantsOf(report);
  const both = turnsOf(report, variants);
  if (both.length === 0) return undefined;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Who went first"><table>
<thead><tr><th scope="col">first</th><th scope="col">runs</th><th scope="col">differed</th>${variants.map((variant) => html`<th scope="col">${textShown(variant)}, median</th>`)}</tr></thead>
<tbody>${both.map(row)}</tbody></table></div>`;
}

function row({ first, trials, mismatches, latency }: Turn): Markup {
  return html`<tr><th scope="row">${first}</th><td class="number">${grouped(trials)}</td><td class="number">${trials > 0 && share(Math.min(1, mismatches / trials))}</td>${latency.map((times) => html`<td class="number">${duration(times?.p50)}</td>`)}</tr>`;
}
