import { type FleetCount, fleetSeries, seriesOf } from '../counts.js';
import { EXPERIMENT, VARIANT } from '../series.js';
import { evidenceRules } from './evidence-rules.js';
import { healthAlerts } from './health-alerts.js';
import { DEFAULT_RULES, type Rule, type RuleGroup, type RuleSettings } from './rule.js';

const COUNTS: readonly FleetCount[] = ['started', 'settled', 'failures', 'errors', 'mismatches', 'ignored'];

/** The rules for one fleet: what is recorded for all experiments, and alerts by what each is held to. */
export function ruleGroups(all: readonly RuleSettings[]): RuleGroup[] {
  const [{ window } = DEFAULT_RULES] = all;
  const counts = COUNTS.flatMap((count) => countRules(count, window));
  // In one group they are evaluated one after the other: evidence is that of counts of the same moment.
  return [
    { name: 'labcoat-evidence', rules: [...counts, ...evidenceRules(all)] },
    { name: 'labcoat-health', rules: healthAlerts() },
  ];
}

/**
 * The sum over all processes of the window, in two steps: to read every sample of two weeks each minute would be too much
 * for a server. Of a process that has started again under its old name the longest life counts, as with a verdict: else
 * what was proven would be forgotten an hour later.
 */
function countRules(count: FleetCount, window: string): Rule[] {
  const selected = seriesOf(count);
  const latest = `labcoat:${count}:max1h`;
  return [
    { record: latest, expr: `max_over_time(${selected}[1h])` },
    {
      record: fleetSeries(count),
      expr: `sum by (${EXPERIMENT}, ${VARIANT}) (
  max without (labcoat_when) (
    label_replace(max_over_time(${selected}[1h]), "labcoat_when", "now", "", "")
    or max_over_time(${latest}[${window}:30m])
  )
)`,
    },
  ];
}
