import { type FleetCount, seriesOf } from '../counts.js';
import { lowerBoundOf, upperBoundOf } from '../evidence.js';
import { EXPERIMENT, OUTCOME, series } from '../series.js';
import { BY_VARIANT, CHOSEN, EACH, type Query, RANGE, type Row } from './panel.js';

export const DIVERGENCE: Row = {
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
};

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
