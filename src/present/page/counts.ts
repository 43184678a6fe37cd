import { measureSentence } from '../../record/measure-wording.js';
import { evidenceText, grouped } from '../../record/wording.js';
import type { GuardrailStanding, MeasureReport, Report } from '../../types/index.js';
import { plain, share } from '../numbers.js';
import { comparisonsOf } from '../rates.js';
import { textShown } from '../sight.js';
import { weakMatches } from '../turns.js';
import { comparisonWord, OUTCOME_WORDS, SKIP_WORDS, WEAK_MATCH_WORDS, wordsFor } from '../words.js';
import { html, type Markup } from './markup.js';

/** What came of the calls: why they were not on trial, and how the trials ended. */
export function counts(report: Report): Markup {
  const { outcomes, skips, trials, calls, faults } = report;
  const weak = weakMatches(report);
  const word = comparisonWord(report);
  return html`<div class="columns">
${ranked(`${word.charAt(0).toUpperCase()}${word.slice(1)}`, outcomes, OUTCOME_WORDS, comparisonsOf(report))}
${Object.values(weak.counts).some((count) => count > 0) && ranked('Matches that prove less', weak.counts, WEAK_MATCH_WORDS, weak.matches)}
${ranked('Calls that were not on trial', skips, SKIP_WORDS, calls)}
${Object.keys(faults).length > 0 && ranked('Faults in the experiment’s own callbacks', faults, {}, trials)}
</div>`;
}

function ranked(
  title: string,
  counts: Readonly<Record<string, number>>,
  words: Readonly<Record<string, string>>,
  whole: number,
): Markup {
  const rows = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, one], [, other]) => other - one);
  if (rows.length === 0)
    return html`<table class="counts"><caption>${title}</caption><tbody><tr><td class="quiet">none</td></tr></tbody></table>`;
  const most = Math.max(...rows.map(([, count]) => count));
  return html`<table class="counts"><caption>${title}</caption><tbody>${rows.map(
    ([name, count]) =>
      html`<tr><th scope="row">${wordsFor(words, name)}</th><td><meter aria-hidden="true" min="0" max="${most}" value="${count}">${count}</meter></td><td class="number">${grouped(count)}</td><td class="number quiet">${whole > 0 && share(Math.min(1, count / whole))}</td></tr>`,
  )}</tbody></table>`;
}

/** How close each guardrail is to stopping the experiment. */
export function guardrails({ guardrails, trip }: Report): Markup | undefined {
  if (guardrails.length === 0) return undefined;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Guardrails"><table>
<thead><tr><th scope="col">guardrail</th><th scope="col">candidate</th><th scope="col">seen</th><th scope="col">limit</th><th scope="col">evidence against it</th></tr></thead>
<tbody>${guardrails.map((standing) => guardrail(standing, trip?.guardrail === standing.guardrail))}</tbody></table></div>`;
}

function guardrail(
  { guardrail, candidate, n, k, limit, evidence: known, needed }: GuardrailStanding,
  hasTripped: boolean,
): Markup {
  // JSON has no Infinity, and says null.
  const evidence = known ?? Number.POSITIVE_INFINITY;
  // On a logarithmic scale, as evidence multiplies.
  const strength = Math.min(1, Math.max(0, Math.log(Math.max(evidence, 1)) / Math.log(needed)));
  return html`<tr><th scope="row">${textShown(guardrail)}${hasTripped && html` <span class="tag bad">stopped it</span>`}</th><td>${textShown(candidate)}</td>
<td class="number">${grouped(k)} of ${grouped(n)}</td><td class="number">${share(limit)}</td>
<td><meter aria-hidden="true" min="0" max="1" value="${strength.toFixed(3)}"></meter> <span class="quiet">${evidenceText(evidence)} of ${plain(Math.round(needed))} needed</span></td></tr>`;
}

/** What the experiment's own measures say. */
export function measures({ measures }: Report): Markup | undefined {
  if (measures.length === 0) return undefined;
  return html`${measures.map(sentence)}<div class="scroll" tabindex="0" role="region" aria-label="Measures"><table>
<thead><tr><th scope="col">measure</th><th scope="col">candidate</th><th scope="col">control, mean</th><th scope="col">candidate, mean</th><th scope="col">difference, mean</th><th scope="col">from</th><th scope="col">to</th><th scope="col">beyond its limit</th></tr></thead>
<tbody>${measures.map(measure)}</tbody></table></div>`;
}

function sentence({ name, variant, delta, relative }: MeasureReport): Markup {
  return html`<p>${textShown(name)} of ${textShown(variant)}: ${measureSentence(delta, relative)}.</p>`;
}

function measure({ name, variant, control, candidate, delta, relative, beyond }: MeasureReport): Markup {
  const part =
    relative === undefined
      ? ''
      : `${relative > 0 ? '+' : ''}${plain(Number((relative * 100).toPrecision(2)))} %`;
  return html`<tr><th scope="row">${textShown(name)}</th><td>${textShown(variant)}</td><td class="number">${plain(control.mean)}</td><td class="number">${plain(candidate.mean)}</td>
<td class="number">${plain(delta.mean)} <span class="quiet">${part}</span></td><td class="number">${plain(delta.min)}</td><td class="number">${plain(delta.max)}</td><td class="number">${grouped(beyond)}</td></tr>`;
}
