import { countOf, grouped } from '../../record/wording.js';
import type { CandidateVerdict, Report } from '../../types/index.js';
import { duration, interval, moment, period, rateInForce, share, unbroken } from '../numbers.js';
import { decisive, runsOf } from '../rates.js';
import { textShown } from '../sight.js';
import { ANSWERS } from '../words.js';
import { counts, guardrails, measures } from './counts.js';
import { durations } from './durations.js';
import { examples } from './examples.js';
import { fields } from './fields.js';
import { html, idOf, type Markup } from './markup.js';
import { ruler } from './ruler.js';
import { timeline } from './timeline.js';
import { trail } from './trail.js';
import { turns } from './turns.js';

/** One experiment: whether to switch, why, and all that speaks for and against it. */
export function article(report: Report, id: string): Markup {
  const candidates = Object.keys(report.history);
  const sections: [title: string, content: Markup | undefined][] = [
    ...candidates.map((candidate): [string, Markup | undefined] => [
      candidates.length > 1 ? `Match rate over time: ${textShown(candidate)}` : 'Match rate over time',
      timeline(report, candidate, id),
    ]),
    ['Where they differ', fields(report)],
    ['Examples, side by side', examples(report, id)],
    ['How long they took', durations(report, id)],
    ['Measures', measures(report)],
    ['Who went first', turns(report)],
    ['What came of the calls', counts(report)],
    ['Guardrails', guardrails(report)],
    ['What was changed', trail(report)],
  ];
  return html`<article id="${id}" aria-labelledby="${id}-name">
${head(report, id)}
${sections.map(([title, content]) => content !== undefined && section(title, content, `${id}-${idOf(title)}`))}
</article>`;
}

function section(title: string, content: Markup, id: string): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h3 id="${id}-title">${title}</h3>${content}</section>`;
}

function head(report: Report, id: string): Markup {
  const { experiment, verdict, why, owner, verdicts } = report;
  const several = Object.entries(verdicts);
  return html`<header class="head ${verdict}">
<h2 id="${id}-name">${textShown(experiment)}${owner !== undefined && html` <span class="owner">${textShown(owner)}</span>`}</h2>
<div class="gist"><div>
<p class="answer">${badge(verdict)} ${ANSWERS[verdict] ?? ''}</p>
<p class="why">${several.length > 1 ? html`Of ${countOf(several.length, 'candidate')} the furthest from ready: ` : ''}${unbroken(several.length > 1 ? textShown(why) : sentence(textShown(why)))}.${tripped(report)}</p>
${progress(report)}</div>
${several.length > 1 ? html`<ul class="verdicts">${several.map(([name, one], index) => candidate(name, one, report, `${id}-ruler-${index}`))}</ul>` : ruler(report, report.goal, `${id}-ruler`)}
</div>
${figures(report)}
</header>`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What the guardrail had seen that stopped it, where that is a share of the runs. */
function tripped({ trip }: Report): Markup | undefined {
  if (trip?.evidence === undefined) return undefined;
  return html` <span class="quiet">${unbroken(`It was so in ${grouped(trip.k)} of ${countOf(trip.n, 'run')}; the limit is ${share(trip.limit)}.`)}</span>`;
}

export function badge(verdict: Report['verdict']): Markup {
  return html`<span class="badge ${verdict}">${String(verdict).replace('-', ' ')}</span>`;
}

function candidate(name: string, verdict: CandidateVerdict, { goal }: Report, id: string): Markup {
  return html`<li><div>${badge(verdict.verdict)} <b>${textShown(name)}</b><br>${unbroken(textShown(verdict.why))}</div>${ruler(verdict, goal, id)}</li>`;
}

/** How far it is, where more runs are all that is missing. */
function progress(report: Report): Markup | undefined {
  const { verdict, cleanRunsNeeded, verdicts } = report;
  const [candidate, ...others] = Object.keys(verdicts);
  if (verdict !== 'undecided' || cleanRunsNeeded === undefined || candidate === undefined) return undefined;
  if (others.length > 0) return undefined;
  const done = runsOf(report, candidate);
  const whole = done + cleanRunsNeeded;
  return html`<p class="progress"><progress aria-hidden="true" max="${whole}" value="${done}">${share(done / whole)}</progress> <span>${grouped(done)} of the ${countOf(whole, 'run')} that it takes if no other fails</span></p>`;
}

function figures(report: Report): Markup {
  const { failureRate, goal, trials, calls, since, at } = report;
  const { rate, by } = rateInForce(report);
  const one = decisive(report);
  const rows: [name: string, value: string, note: string][] = [
    [
      one === undefined ? 'failed' : `failed, of ${textShown(one)}`,
      share(failureRate.estimate),
      interval(failureRate, goal),
    ],
    ['runs on trial', grouped(trials), `of ${countOf(calls, 'call')}`],
    ['on trial now', rate, by ?? ''],
    [
      'on trial for',
      since === undefined ? 'not yet' : period(at - since),
      since === undefined ? '' : `since ${moment(since)}`,
    ],
    ...speed(report),
  ];
  return html`<dl class="figures">${rows.map(
    ([name, value, note]) =>
      html`<div><dt>${name}</dt><dd>${unbroken(value)}<small>${unbroken(note)}</small></dd></div>`,
  )}</dl>`;
}

function speed({ latency }: Report): [name: string, value: string, note: string][] {
  const { control, ...candidates } = latency;
  const [first] = Object.values(candidates);
  if (control === undefined || first === undefined || Object.keys(candidates).length > 1) return [];
  return [['median time', duration(first.p50), `the control ${duration(control.p50)}`]];
}
