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

/** What is proven of experiments, each by what it is held to: recorded, and told. */
export function evidenceRules(all: readonly RuleSettings[]): Rule[] {
  const record = (name: string, evidence: typeof evidenceBelow, runs: string): Rule => ({
    record: `labcoat:evidence_${name}_target:fleet`,
    // Two rules for one series are an error to those who check rules.
    expr: all
      .map(({ experiments, target }) =>
        evidence(runs, `labcoat:failures:fleet${chosen(experiments)}`, target),
      )
      .join('\nor '),
  });
  return [
    record('below', evidenceBelow, RUNS_SETTLED),
    record('above', evidenceAbove, RUNS_STARTED),
    ...all.flatMap((settings) => evidenceAlerts(settings, all.length > 1)),
  ];
}

/** @param isOneOfMany there are alerts of the same name for other goals: a label tells them apart */
function evidenceAlerts(settings: RuleSettings, isOneOfMany: boolean): Rule[] {
  const { experiments, target, alpha, limit, stopAlpha } = settings;
  const only = chosen(experiments);
  const enough = 1 / alpha;
  const share = percent(target);
  const stop = { only, limit, stopAlpha };
  const goal = isOneOfMany ? { goal: `${share} at ${percent(1 - alpha)}` } : {};
  const who = `{{ $labels.${VARIANT} }} of {{ $labels.${EXPERIMENT} }}`;
  return [
    {
      alert: 'LabcoatReady',
      expr: `labcoat:evidence_below_target:fleet${only} >= ${enough}
unless labcoat:ignored:fleet > 0.2 * labcoat:started:fleet
unless on (${EXPERIMENT}) ${stoppedNow()}`,
      for: '1h',
      labels: { severity: 'info', ...goal },
      annotations: {
        summary: `${who} is ready`,
        description: `Proven: less than ${share} of the runs observed so far failed. Ask \`labcoat verdict\`, and switch.`,
      },
    },
    {
      alert: 'LabcoatNotReady',
      expr: `labcoat:evidence_above_target:fleet${only} >= ${enough}`,
      labels: { severity: 'info', ...goal },
      annotations: {
        summary: `${who} misses its target`,
        description: `Proven: more than ${share} of the runs observed so far failed. Look at the fields that differ.`,
      },
    },
    stopAlert('LabcoatCandidateErrors', 'errors', 'fails too often', { severity: 'critical', ...goal }, stop),
    stopAlert('LabcoatMismatches', 'mismatches', 'differs too often', { severity: 'warning', ...goal }, stop),
  ];
}

function stopAlert(
  alert: string,
  count: 'errors' | 'mismatches',
  what: string,
  labels: Readonly<Record<string, string>>,
  { only, limit, stopAlpha }: { readonly only: string; readonly limit: number; readonly stopAlpha: number },
): Rule {
  const k = `${fleetSeries(count)}${only}`;
  return {
    alert,
    expr: `(
${isBeyond(RUNS_STARTED, k, limit, stopAlpha)}
) >= ${LEAST_FAILURES}`,
    labels,
    annotations: {
      summary: `{{ $labels.${VARIANT} }} of {{ $labels.${EXPERIMENT} }} ${what}`,
      description: `Proven: in more than ${percent(limit)} of all runs of the fleet; {{ $value }} so far.`,
    },
  };
}

function chosen(experiments: readonly string[]): string {
  return experiments.length === 0 ? '' : `{${matchingAny(EXPERIMENT, experiments)}}`;
}
