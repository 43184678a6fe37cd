import { percent } from '../../record/wording.js';
import { type FleetCount, seriesOf } from '../counts.js';
import { evidenceAbove, evidenceBelow, lowerBoundOf, upperBoundOf } from '../evidence.js';
import { DEFAULT_RULES } from '../rules/rule.js';
import { BY_VARIANT, CHOSEN, EACH, type Query, type Row } from './panel.js';

const { target, alpha } = DEFAULT_RULES;
/** Where the rules are not in place it goes by the processes that are there. */
const NOTE =
  `Recorded by the rules of \`labcoat rules\`, over the whole fleet and by your own goals; without them it is the
processes that are up, against ${percent(target)} at ${percent(1 - alpha)} confidence.`.replaceAll('\n', ' ');

export const VERDICT: Row = {
  title: 'Verdict',
  panels: [
    {
      kind: 'verdict',
      title: 'Is it good enough?',
      description: `Whether the evidence suffices. \`labcoat verdict\` also sees to stops and dwell. ${NOTE}`,
      width: 6,
      unit: 'none',
      queries: [{ expr: verdictWord(), legend: EACH }],
    },
    {
      kind: 'lines',
      title: 'Verdict evidence, of what is needed',
      description: `On the way to ready, and to not ready: at 100 % it is proven, however often one looks. ${NOTE}`,
      width: 9,
      unit: 'percentunit',
      queries: [
        { expr: progress(below()), legend: `${EACH} ready` },
        { expr: progress(above()), legend: `${EACH} not ready` },
      ],
    },
    {
      kind: 'table',
      title: 'Failures so far',
      description: `Of trials that have settled, with bounds that hold at every look. ${NOTE}`,
      width: 9,
      unit: 'short',
      queries: totals(),
    },
  ],
};

/** 1 ready, -1 not ready, 0 undecided. */
function verdictWord(): string {
  return `(${below()} >= bool ${1 / alpha}) - (${above()} >= bool ${1 / alpha})`;
}

function below(): string {
  return `(${recorded('evidence_below_target')} or (${evidenceBelow(settled(), total('failures'), target)}))`;
}

function above(): string {
  const started = `(${total('started')} - ${total('ignored')})`;
  return `(${recorded('evidence_above_target')} or (${evidenceAbove(started, total('failures'), target)}))`;
}

function settled(): string {
  return `(${total('settled')} - ${total('ignored')})`;
}

function total(count: FleetCount): string {
  return `(${recorded(count)} or ${BY_VARIANT} (${seriesOf(count, CHOSEN)}))`;
}

function recorded(name: string): string {
  return `labcoat:${name}:fleet{${CHOSEN}}`;
}

// Evidence multiplies with each run, so its logarithm is what grows evenly.
function progress(evidence: string): string {
  return `clamp(ln(${evidence}) / ${Math.log(1 / alpha)}, 0, 1)`;
}

function totals(): Query[] {
  const [n, k] = [settled(), total('failures')];
  return [
    { expr: n, legend: 'trials' },
    { expr: k, legend: 'failures' },
    { expr: lowerBoundOf(n, k, alpha / 2), legend: 'at least', unit: 'percentunit' },
    { expr: upperBoundOf(n, k, alpha / 2), legend: 'at most', unit: 'percentunit' },
  ];
}
