import { percent } from '../../record/wording.js';
import { fleetSeries } from '../counts.js';
import { evidenceAbove, evidenceBelow, isBeyond } from '../evidence.js';
import { EXPERIMENT, matchingAny, VARIANT } from '../series.js';
import type { Rule, RuleSettings } from './rule.js';
import { stoppedNow } from './stopped.js';

/** As few failures stop nothing: the guardrails in the process see it alike. */
const LEAST_FAILURES = 5;
const RUNS_STARTED = `(${fleetSeries('started')} - ${fleetSeries('ignored')})`;
const RUNS_SETTLED = `(${fleetSeries('settled')} - ${fleetSeries('ignored')})`;

/** What is proven of the experiments that are held to this: recorded, and told. */
export function evidenceRules(settings: RuleSettings): Rule[] {
  const { experiments, target } = settings;
  const failures = `labcoat:failures:fleet${chosen(experiments)}`;
  return [
    { record: 'labcoat:evidence_below_target:fleet', expr: evidenceBelow(RUNS_SETTLED, failures, target) },
    { record: 'labcoat:evidence_above_target:fleet', expr: evidenceAbove(RUNS_STARTED, failures, target) },
    ...evidenceAlerts(settings),
  ];
}

function evidenceAlerts({ experiments, target, alpha, limit, stopAlpha }: RuleSettings): Rule[] {
  const only = chosen(experiments);
  const enough = 1 / alpha;
  const share = percent(target);
  const who = `{{ $labels.${VARIANT} }} of {{ $labels.${EXPERIMENT} }}`;
  return [
    {
      alert: 'LabcoatReady',
      expr: `labcoat:evidence_below_target:fleet${only} >= ${enough}
unless labcoat:ignored:fleet > 0.2 * labcoat:started:fleet
unless on (${EXPERIMENT}) ${stoppedNow()}`,
      for: '1h',
      labels: { severity: 'info' },
      annotations: {
        summary: `${who} is ready`,
        description: `Proven: less than ${share} of the runs observed so far failed. Ask \`labcoat verdict\`, and switch.`,
      },
    },
    {
      alert: 'LabcoatNotReady',
      expr: `labcoat:evidence_above_target:fleet${only} >= ${enough}`,
      labels: { severity: 'info' },
      annotations: {
        summary: `${who} misses its target`,
        description: `Proven: more than ${share} of the runs observed so far failed. Look at the fields that differ.`,
      },
    },
    stopAlert('LabcoatCandidateErrors', 'errors', 'critical', 'fails too often', { only, limit, stopAlpha }),
    stopAlert('LabcoatMismatches', 'mismatches', 'warning', 'differs too often', { only, limit, stopAlpha }),
  ];
}

function stopAlert(
  alert: string,
  count: 'errors' | 'mismatches',
  severity: string,
  what: string,
  { only, limit, stopAlpha }: { readonly only: string; readonly limit: number; readonly stopAlpha: number },
): Rule {
  const k = `${fleetSeries(count)}${only}`;
  return {
    alert,
    expr: `(
${isBeyond(RUNS_STARTED, k, limit, stopAlpha)}
) >= ${LEAST_FAILURES}`,
    labels: { severity },
    annotations: {
      summary: `{{ $labels.${VARIANT} }} of {{ $labels.${EXPERIMENT} }} ${what}`,
      description: `Proven: in more than ${percent(limit)} of all runs of the fleet; {{ $value }} so far.`,
    },
  };
}

function chosen(experiments: readonly string[]): string {
  return experiments.length === 0 ? '' : `{${matchingAny(EXPERIMENT, experiments)}}`;
}
