import type { Change, Report } from '../../types/index.js';
import { isoOf, moment, share } from '../numbers.js';
import { textShown } from '../sight.js';
import { html, type Markup } from './markup.js';

/** What was changed, by whom and why, the latest first. */
export function trail({ changes }: Report): Markup | undefined {
  if (changes.length === 0) return undefined;
  return html`<ol class="trail" reversed>${[...changes].reverse().map(entry)}</ol>`;
}

function entry({ at, event, experiment, from, to, by, reason }: Change): Markup {
  const step =
    from !== undefined &&
    to !== undefined &&
    html` <span class="quiet">${wordOf(from)} → ${wordOf(to)}</span>`;
  return html`<li><time datetime="${isoOf(at) ?? ''}">${moment(at)}</time>
<p><b>${textShown(event).replace('-', ' ')}</b>${experiment === '*' && ' (all experiments)'}${step}${by !== undefined && html` by ${textShown(by)}`}${reason !== undefined && html`<br><span class="reason">${textShown(reason)}</span>`}</p></li>`;
}

function wordOf(condition: string | number): string {
  return typeof condition === 'number' ? share(condition) : textShown(condition);
}
