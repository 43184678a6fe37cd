import { DECISION, EXPERIMENT, STAGE, series } from '../series.js';
import { CHOSEN, RANGE, type Row } from './panel.js';

export const RUNNING: Row = {
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
};
