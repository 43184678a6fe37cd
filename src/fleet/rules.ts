import { type FleetCount, seriesOf } from './counts.js';
import { evidenceAbove, evidenceBelow, isBeyond } from './evidence.js';
import { DECISION, EXPERIMENT, matching, matchingAny, series, VARIANT } from './series.js';

/** One rule of Prometheus: it records a series, or it alerts. */
export type Rule = {
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
} & (
  | { readonly record: string }
  | { readonly alert: string; readonly for?: string; readonly annotations: Readonly<Record<string, string>> }
);

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** What the rules hold experiments to. */
export interface RuleSettings {
  /** The names of those that are held to it; all, if there are none. */
  readonly experiments: readonly string[];
  /** Fewer runs than this share may fail before a candidate is ready, between 0 and 1. */
  readonly target: number;
  /** The chance of ever calling one ready that misses the target, between 0 and 1. */
  readonly alpha: number;
  /** The share of runs that may fail, and the share that may differ, before somebody is told to stop it. */
  readonly limit: number;
  /** The chance of ever telling to stop one that is within the limit, between 0 and 1. */
  readonly stopAlpha: number;
  /** How far back runs count, as Prometheus writes it. */
  readonly window: string;
}

export const DEFAULT_RULES: RuleSettings = {
  experiments: [],
  target: 0.001,
  alpha: 0.05,
  limit: 0.01,
  stopAlpha: 0.01,
  window: '14d',
};

const COUNTS: readonly FleetCount[] = ['started', 'settled', 'failures', 'errors', 'mismatches', 'ignored'];
/** As few failures stop nothing: the guardrails in the process see it alike. */
const LEAST_FAILURES = 5;

/** The rules for one fleet: what is recorded for all experiments, and alerts by what each is held to. */
export function ruleGroups(all: readonly RuleSettings[]): RuleGroup[] {
  const [{ window } = DEFAULT_RULES] = all;
  const counts = COUNTS.flatMap((count) => countRules(count, window));
  // In one group they are evaluated one after the other: evidence is that of counts of the same moment.
  const evidence = all.flatMap((settings) => [...evidenceRules(settings), ...evidenceAlerts(settings)]);
  return [
    { name: 'labcoat-evidence', rules: [...counts, ...evidence] },
    { name: 'labcoat-health', rules: healthAlerts() },
  ];
}

/**
 * The sum over all processes of the window, in two steps: to read every sample of two weeks each minute would be too much
 * for a server. A process that is there counts as it is now, one that is gone as it was last.
 */
function countRules(count: FleetCount, window: string): Rule[] {
  const selected = seriesOf(count);
  const latest = `labcoat:${count}:max1h`;
  return [
    { record: latest, expr: `max_over_time(${selected}[1h])` },
    {
      record: fleet(count),
      expr: `sum by (${EXPERIMENT}, ${VARIANT}) (
  max_over_time(${selected}[1h])
  or max_over_time(${latest}[${window}:30m])
)`,
    },
  ];
}

function fleet(count: FleetCount): string {
  return `labcoat:${count}:fleet`;
}

const RUNS_STARTED = `(${fleet('started')} - ${fleet('ignored')})`;
const RUNS_SETTLED = `(${fleet('settled')} - ${fleet('ignored')})`;

function evidenceRules({ experiments, target }: RuleSettings): Rule[] {
  const failures = `labcoat:failures:fleet${chosen(experiments)}`;
  return [
    { record: 'labcoat:evidence_below_target:fleet', expr: evidenceBelow(RUNS_SETTLED, failures, target) },
    { record: 'labcoat:evidence_above_target:fleet', expr: evidenceAbove(RUNS_STARTED, failures, target) },
  ];
}

function evidenceAlerts({ experiments, target, alpha, limit, stopAlpha }: RuleSettings): Rule[] {
  const only = chosen(experiments);
  const enough = 1 / alpha;
  const share = `${Number((target * 100).toPrecision(10))} %`;
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
  const k = `${fleet(count)}${only}`;
  return {
    alert,
    expr: `(
${isBeyond(RUNS_STARTED, k, limit, stopAlpha)}
) >= ${LEAST_FAILURES}`,
    labels: { severity },
    annotations: {
      summary: `{{ $labels.${VARIANT} }} of {{ $labels.${EXPERIMENT} }} ${what}`,
      description: `Proven: in more than ${Number((limit * 100).toPrecision(10))} % of all runs of the fleet; {{ $value }} so far.`,
    },
  };
}

function healthAlerts(): Rule[] {
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

/** The experiments whose calls are not on trial at the moment because somebody or something has stopped them. */
function stoppedNow(): string {
  const calls = series('calls', matchingAny(DECISION, ['killed', 'guardrail']));
  return `(sum by (${EXPERIMENT}) (increase(${calls}[15m])) > 0)`;
}

function chosen(experiments: readonly string[]): string {
  return experiments.length === 0 ? '' : `{${matchingAny(EXPERIMENT, experiments)}}`;
}
