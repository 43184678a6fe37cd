import { type FleetCount, seriesOf } from './counts.js';
import { evidenceAbove, evidenceBelow, lowerBoundOf, upperBoundOf } from './evidence.js';
import { DEFAULT_RULES } from './rules.js';
import { DECISION, EXPERIMENT, matching, OUTCOME, STAGE, series, VARIANT } from './series.js';

/** One query of a panel. */
export interface Query {
  readonly expr: string;
  /** As Grafana writes it. In a table, the column's name. */
  readonly legend: string;
  readonly unit?: string;
}

/** One panel of the dashboard, whatever draws it. */
export interface Panel {
  readonly kind: 'lines' | 'verdict' | 'table';
  readonly title: string;
  readonly description: string;
  /** Of 24. */
  readonly width: number;
  readonly unit: string;
  readonly isStacked?: boolean;
  /** Whether the last two queries are bounds of the first. */
  readonly isBounded?: boolean;
  readonly queries: readonly Query[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

// Grafana puts the chosen experiments, and a suitable range, in their places.
const CHOSEN = `${EXPERIMENT}=~"$experiment"`;
const RANGE = '[$__rate_interval]';
const BY_VARIANT = `sum by (${EXPERIMENT}, ${VARIANT})`;
const EACH = `{{${EXPERIMENT}}} {{${VARIANT}}}`;

const { target, alpha } = DEFAULT_RULES;
const percent = (share: number) => `${Number((share * 100).toPrecision(10))} %`;
/** Where the rules are not in place it goes by the processes that are there. */
const NOTE =
  `Recorded by the rules of \`labcoat rules\`, over the whole fleet and by your own goals; without them it is the
processes that are up, against ${percent(target)} at ${percent(1 - alpha)} confidence.`.replaceAll('\n', ' ');

export const DASHBOARD: readonly Row[] = [
  {
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
  },
  {
    title: 'Divergence',
    panels: [
      {
        kind: 'lines',
        title: 'Match rate',
        description:
          'The share of trials of the last hour that did not fail, with its 95 % bounds: wide means few trials.',
        width: 12,
        unit: 'percentunit',
        isBounded: true,
        queries: matchRate(),
      },
      {
        kind: 'lines',
        title: 'Mismatches',
        description: 'How many there were, by experiment and candidate.',
        width: 12,
        unit: 'short',
        queries: [
          { expr: `${BY_VARIANT} (increase(${seriesOf('mismatches', CHOSEN)}${RANGE}))`, legend: EACH },
        ],
      },
      {
        kind: 'lines',
        title: 'Candidate error rate',
        description: 'The share of trials in which only the candidate failed, or took too long.',
        width: 12,
        unit: 'percentunit',
        queries: [
          {
            expr: `${rateOf('errors')} / ${BY_VARIANT} (rate(${series('comparisons', CHOSEN)}${RANGE}))`,
            legend: EACH,
          },
        ],
      },
      {
        kind: 'lines',
        title: 'Outcomes',
        description: 'What came of comparing, a second.',
        width: 12,
        unit: 'short',
        isStacked: true,
        queries: [
          {
            expr: `sum by (${EXPERIMENT}, ${OUTCOME}) (rate(${series('comparisons', CHOSEN)}${RANGE}))`,
            legend: `{{${EXPERIMENT}}} {{${OUTCOME}}}`,
          },
        ],
      },
    ],
  },
  {
    title: 'Latency',
    panels: [
      {
        kind: 'lines',
        title: 'Latency, control against candidate',
        description: 'On trial only. The buckets are coarse: a report has quantiles to 3 %.',
        width: 12,
        unit: 's',
        queries: [0.5, 0.95, 0.99].map((q) => ({ expr: quantile(q, CHOSEN), legend: `${EACH} p${q * 100}` })),
      },
      {
        kind: 'lines',
        title: 'p99 of the candidate, of the control’s',
        description: 'Above 1 it is slower.',
        width: 12,
        unit: 'none',
        queries: [
          {
            expr: `${quantile(0.99, CHOSEN, `${VARIANT}!="control"`)}
/ on (${EXPERIMENT}) group_left ${quantile(0.99, CHOSEN, matching(VARIANT, 'control'))}`,
            legend: EACH,
          },
        ],
      },
    ],
  },
  {
    title: 'Running',
    panels: [
      {
        kind: 'lines',
        title: 'Calls, and skips by reason',
        description: 'What was decided about calls, a second.',
        width: 12,
        unit: 'reqps',
        isStacked: true,
        queries: [
          {
            expr: `sum by (${EXPERIMENT}, ${DECISION}) (rate(${series('calls', CHOSEN)}${RANGE}))`,
            legend: `{{${EXPERIMENT}}} {{${DECISION}}}`,
          },
        ],
      },
      {
        kind: 'lines',
        title: 'Rate in force',
        description: 'The lowest and the highest of all processes; 0 is stopped.',
        width: 6,
        unit: 'percentunit',
        queries: ['min', 'max'].map((which) => ({
          expr: `${which} by (${EXPERIMENT}) (${series('rate', CHOSEN)})`,
          legend: `{{${EXPERIMENT}}} ${which}`,
        })),
      },
      {
        kind: 'lines',
        title: 'In flight',
        description: 'Trials that are not judged yet.',
        width: 6,
        unit: 'short',
        queries: [
          { expr: `sum by (${EXPERIMENT}) (${series('active', CHOSEN)})`, legend: `{{${EXPERIMENT}}}` },
        ],
      },
      {
        kind: 'lines',
        title: 'Faults',
        description: 'Callbacks of the experiment that fail. Callers do not notice, so look here.',
        width: 12,
        unit: 'short',
        queries: [
          {
            expr: `sum by (${EXPERIMENT}, ${STAGE}) (increase(${series('faults', CHOSEN)}${RANGE}))`,
            legend: `{{${EXPERIMENT}}} {{${STAGE}}}`,
          },
        ],
      },
      {
        kind: 'lines',
        title: 'Events that were not sent',
        description: 'There were more than ten in a burst and one a second. The counts above have them.',
        width: 12,
        unit: 'short',
        queries: [
          {
            expr: `sum by (${EXPERIMENT}) (increase(${series('dropped', CHOSEN)}${RANGE}))`,
            legend: `{{${EXPERIMENT}}}`,
          },
        ],
      },
    ],
  },
];

function recorded(name: string): string {
  return `labcoat:${name}:fleet{${CHOSEN}}`;
}

function total(count: FleetCount): string {
  return `(${recorded(count)} or ${BY_VARIANT} (${seriesOf(count, CHOSEN)}))`;
}

function settled(): string {
  return `(${total('settled')} - ${total('ignored')})`;
}

function below(): string {
  return `(${recorded('evidence_below_target')} or (${evidenceBelow(settled(), total('failures'), target)}))`;
}

function above(): string {
  const started = `(${total('started')} - ${total('ignored')})`;
  return `(${recorded('evidence_above_target')} or (${evidenceAbove(started, total('failures'), target)}))`;
}

/** 1 ready, -1 not ready, 0 undecided. */
function verdictWord(): string {
  return `(${below()} >= bool ${1 / alpha}) - (${above()} >= bool ${1 / alpha})`;
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

function matchRate(): Query[] {
  const within = (count: FleetCount) => `${BY_VARIANT} (increase(${seriesOf(count, CHOSEN)}[1h]))`;
  const judged = `${BY_VARIANT} (increase(${series('comparisons', CHOSEN, `${OUTCOME}!="ignored"`)}[1h]))`;
  return [
    { expr: `1 - ${within('failures')} / ${judged}`, legend: EACH },
    { expr: `1 - ${upperBoundOf(judged, within('failures'), 0.025)}`, legend: `${EACH} lower` },
    { expr: `1 - ${lowerBoundOf(judged, within('failures'), 0.025)}`, legend: `${EACH} upper` },
  ];
}

function rateOf(count: FleetCount): string {
  return `${BY_VARIANT} (rate(${seriesOf(count, CHOSEN)}${RANGE}))`;
}

function quantile(q: number, ...matchers: readonly string[]): string {
  const buckets = `rate(${series('duration', ...matchers)}${RANGE})`;
  return `histogram_quantile(${q}, sum by (${EXPERIMENT}, ${VARIANT}, le) (${buckets}))`;
}
