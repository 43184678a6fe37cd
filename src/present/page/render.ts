import type { Report } from '../../types/index.js';
import { drawn, requireReport } from '../given.js';
import { isoOf, moment, unbroken } from '../numbers.js';
import { textShown } from '../sight.js';
import { article, badge } from './article.js';
import { html, idOf, Markup } from './markup.js';
import { STYLE } from './style.js';

/**
 * A page about experiments, as one HTML file that needs nothing else: it loads nothing, runs nothing, opens from disk,
 * prints, and follows the reader's choice of light or dark. Values are shown as far as each experiment's `capture` allows.
 *
 * @param reports those of one laboratory or of several, also from their JSON; those with a decision to make come first
 * @throws TypeError for what is no report, and for one that lacks a field or is damaged
 * @example
 * writeFileSync('experiments.html', renderReport(lab.reports()));
 */
export function renderReport(reports: Report | readonly Report[]): string {
  const all = [reports].flat();
  for (const report of all) requireReport('renderReport', report);
  return drawn('renderReport', all, (some) => page(some, POLICY));
}

/** Nothing is loaded and nothing runs, whatever a value may have smuggled in. */
export const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** What a served page has besides. */
export interface Served {
  /** What comes at the end. */
  readonly ending: Markup;
  /** Where an experiment is shown that has no room on this page. */
  readonly linkTo: (experiment: string) => string;
}

/** The page with a policy of one's own. */
export function page(
  reports: Report | readonly Report[],
  policy: string,
  { ending, linkTo }: Partial<Served> = {},
): string {
  const all = sorted(Array.isArray(reports) ? reports : [reports as Report]);
  const entries = all.map((report, index) => ({ report, id: idAmong(all, index) }));
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
<style>${new Markup(STYLE.trim())}</style></head>
<body><a class="skip" href="#main">To the experiments</a>
<header class="top"><h1 id="title">${title === 'Experiments' ? title : html`Experiment <span>${title}</span>`}</h1>
<p><span id="lost" role="status"></span> <span id="state">${all.length > 0 && html`as of <time datetime="${isoOf(at) ?? ''}">${moment(at)}</time>`}</span></p></header>
<main id="main" tabindex="-1">
${all.length > 1 && contents(entries, linkTo)}
${all.length === 0 && html`<p class="why">There is no experiment to show yet.</p>`}
${entries.map(({ report, id }) => id !== undefined && article(report, id))}
</main>
<footer><p>A verdict holds with the confidence that is named, however often one looks. It goes by one side of an interval, the intervals shown have two and are a little wider. Counts are of one process since it started, unless they were added up; a verdict counts from the first trial. Moments are in UTC. labcoat never serves a candidate’s value: to switch is a change of code.</p></footer>
${ending}</body></html>`.text;
}

/** Those with a decision to make first, and then by name. */
function sorted(reports: readonly Report[]): Report[] {
  const urgency = { ready: 0, 'not-ready': 1, noisy: 2, undecided: 3 };
  return [...reports].sort(
    (one, other) =>
      urgency[one.verdict] - urgency[other.verdict] ||
      one.experiment.localeCompare(other.experiment, 'en', { numeric: true }),
  );
}

/** As many as one can scroll through; the others are in the list only. */
const MOST_ARTICLES = 50;

interface Entry {
  readonly report: Report;
  /** Absent where it has no room. */
  readonly id: string | undefined;
}

/** By its name, so that a link and an open page find it again. Reports of several laboratories may have one name. */
function idAmong(all: readonly Report[], index: number): string | undefined {
  if (index >= MOST_ARTICLES) return undefined;
  const { experiment } = all[index] as Report;
  const before = all.slice(0, index).filter((report) => report.experiment === experiment).length;
  return before === 0 ? idOf('experiment', experiment) : idOf('experiment', experiment, String(before + 1));
}

function contents(entries: readonly Entry[], linkTo: Served['linkTo'] | undefined): Markup {
  return html`<nav aria-label="Experiments"><ul class="contents">${entries.map(({ report, id }) => {
    const { experiment, verdict, why } = report;
    const target = id === undefined ? linkTo?.(experiment) : `#${id}`;
    const name = html`<b>${textShown(experiment)}</b> ${badge(verdict)}`;
    return html`<li>${target === undefined ? html`<p>${name}</p>` : html`<a href="${target}">${name}</a>`} <span>${unbroken(textShown(why))}</span></li>`;
  })}</ul></nav>
${entries.length > MOST_ARTICLES && html`<p class="note">The first ${MOST_ARTICLES} are shown below.</p>`}`;
}
