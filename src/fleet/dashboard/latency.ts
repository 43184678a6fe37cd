import { EXPERIMENT, matching, series, VARIANT } from '../series.js';
import { CHOSEN, EACH, RANGE, type Row } from './panel.js';

export const LATENCY: Row = {
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
};

function quantile(q: number, ...matchers: readonly string[]): string {
  const buckets = `rate(${series('duration', ...matchers)}${RANGE})`;
  return `histogram_quantile(${q}, sum by (${EXPERIMENT}, ${VARIANT}, le) (${buckets}))`;
}
