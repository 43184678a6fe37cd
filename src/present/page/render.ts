import type { Report } from '../../types/index.js';
import { isoOf, moment, unbroken } from '../numbers.js';
import { textShown } from '../sight.js';
import { article, articleId, badge } from './article.js';
import { html, Markup } from './markup.js';
import { STYLE } from './style.js';

/**
 * A page about experiments, as one HTML file that needs nothing else: it loads nothing, runs nothing, opens from disk,
 * prints, and follows the reader's choice of light or dark. Values are shown as far as each experiment's `capture` allows.
 *
 * @param reports those of one laboratory or of several; those with a decision to make come first
 * @example
 * writeFileSync('experiments.html', renderReport(lab.reports()));
 */
export function renderReport(reports: Report | readonly Report[]): string {
  return page(
    reports,
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
  );
}

/** Nothing is loaded and nothing runs, whatever a value may have smuggled in. */
export const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The page with a policy of one's own, and what comes at its end. */
export function page(reports: Report | readonly Report[], policy: string, ending?: Markup): string {
  const all = sorted(Array.isArray(reports) ? reports : [reports as Report]);
  const [first] = all;
  const title = all.length === 1 && first !== undefined ? textShown(first.experiment) : 'Experiments';
  const at = Math.max(...all.map((report) => report.at));
  return html`${new Markup('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title} · labcoat</title>
<style>${new Markup(STYLE)}</style></head>
<body><a class="skip" href="#main">To the experiments</a>
<header class="top"><h1 id="title">${title === 'Experiments' ? title : html`Experiment <span>${title}</span>`}</h1>
<p><span id="lost" role="status"></span> <span id="state">${all.length > 0 && html`as of <time datetime="${isoOf(at) ?? ''}">${moment(at)}</time>`}</span></p></header>
<main id="main" tabindex="-1">
${all.length > 1 && contents(all)}
${all.length === 0 ? html`<p class="why">No experiment has run yet.</p>` : all.map(article)}
</main>
<footer><p>A verdict holds with the confidence that is named, however often one looks. It goes by one side of an interval, the intervals shown have two and are a little wider. Counts are of one process since it started, unless they were added up; a verdict counts from the first trial. Moments are in UTC. labcoat never serves a candidate’s value: to switch is a change of code.</p></footer>
${ending}</body></html>`.text;
}

/** Those with a decision to make first, and then by name. */
function sorted(reports: readonly Report[]): Report[] {
  const urgency = { ready: 0, 'not-ready': 1, noisy: 2, undecided: 3 };
  return [...reports].sort(
    (one, other) =>
      urgency[one.verdict] - urgency[other.verdict] || one.experiment.localeCompare(other.experiment, 'en'),
  );
}

function contents(reports: readonly Report[]): Markup {
  return html`<nav aria-label="Experiments"><ul class="contents">${reports.map(
    (report) =>
      html`<li><a href="#${articleId(report)}"><b>${textShown(report.experiment)}</b> ${badge(report.verdict)}</a> <span>${unbroken(textShown(report.why))}</span></li>`,
  )}</ul></nav>`;
}
