import { DECISION, EXPERIMENT, matching, series, VARIANT } from '../series.js';
import type { Rule } from './rule.js';
import { stoppedNow } from './stopped.js';

/** What is wrong whatever the evidence says. */
export function healthAlerts(): Rule[] {
  const name = `{{ $labels.${EXPERIMENT} }}`;
  const p99 = (matcher: string) =>
    `histogram_quantile(0.99, sum by (${EXPERIMENT}, ${VARIANT}, le) (rate(${series('duration', matcher)}[1h])))`;
  return [
    {
      alert: 'LabcoatCandidateSlow',
      // A quantile of a few runs says nothing, so it takes a thousand of them.
      expr: `${p99(`${VARIANT}!="control"`)}
> on (${EXPERIMENT}) group_left 2 * ${p99(`${VARIANT}="control"`)}
and sum by (${EXPERIMENT}, ${VARIANT}) (increase(${series('comparisons')}[1h])) > 1000`,
      for: '15m',
      labels: { severity: 'warning' },
      annotations: {
        summary: `{{ $labels.${VARIANT} }} of ${name} is slow`,
        description: 'Its p99 is more than twice that of the control.',
      },
    },
    {
      alert: 'LabcoatNeverCompared',
      expr: `sum by (${EXPERIMENT}) (increase(${series('calls')}[1d])) > 0
unless sum by (${EXPERIMENT}) (increase(${series('comparisons')}[1d])) > 0
unless on (${EXPERIMENT}) ${stoppedNow()}`,
      for: '1d',
      labels: { severity: 'warning' },
      annotations: {
        summary: `${name} is called and never compared`,
        description: `Look at the decisions: a rate of 0, a condition that never holds, or a fault.`,
      },
    },
    {
      alert: 'LabcoatExpired',
      expr: `sum by (${EXPERIMENT}) (increase(${series('calls', matching(DECISION, 'expired'))}[1h])) > 0`,
      labels: { severity: 'warning' },
      annotations: {
        summary: `${name} has expired`,
        description: 'Its calls are not on trial any more. Decide, and take the experiment out of the code.',
      },
    },
    {
      alert: 'LabcoatStopped',
      expr: `sum by (${EXPERIMENT}) (increase(${series('calls', matching(DECISION, 'guardrail'))}[15m])) > 0`,
      labels: { severity: 'warning' },
      annotations: {
        summary: `A guardrail has stopped ${name}`,
        description:
          'The event labcoat.change says which, and what it had seen. It stays stopped until it is revived.',
      },
    },
    {
      alert: 'LabcoatFaults',
      expr: `sum by (${EXPERIMENT}, labcoat_stage) (increase(${series('faults')}[1h])) > 0`,
      labels: { severity: 'warning' },
      annotations: {
        summary: `A callback of ${name} fails: {{ $labels.labcoat_stage }}`,
        description: 'Callers do not notice, and the experiment may not be trying anything.',
      },
    },
  ];
}
