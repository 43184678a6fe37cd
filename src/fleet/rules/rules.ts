import { type FleetCount, fleetSeries, seriesOf, sumOverFleet } from '../counts.js';
import { EXPERIMENT, VARIANT } from '../series.js';
import { evidenceRules } from './evidence-rules.js';
import { healthAlerts } from './health-alerts.js';
import { DEFAULT_RULES, type Rule, type RuleGroup, type RuleSettings } from './rule.js';

const COUNTS: readonly FleetCount[] = ['started', 'settled', 'failures', 'errors', 'mismatches', 'ignored'];

/** The rules for one fleet: what is recorded for all experiments, and alerts by what each is held to. */
export function ruleGroups(all: readonly RuleSettings[]): RuleGroup[] {
  const [{ windowMs } = DEFAULT_RULES] = all;
  const counts = COUNTS.flatMap((count) => countRules(count, windowMs));
  // In one group they are evaluated one after the other: evidence is that of counts of the same moment.
  return [
    { name: 'labcoat-evidence', rules: [...counts, ...evidenceRules(all)] },
    { name: 'labcoat-health', rules: healthAlerts() },
  ];
}

const HOUR_MS = 3_600_000;

/**
 * The sum over all processes of the window, in two steps: to read every sample of two weeks each minute would be too much
 * for a server. Of a process that has started again under its old name the longest life counts, as with a verdict: else
 * what was proven would be forgotten an hour later.
 */
function countRules(count: FleetCount, windowMs: number): Rule[] {
  // What was recorded at the far end of the window is of the hour before that.
  const recordedMs = windowMs - HOUR_MS;
  const record = fleetSeries(count);
  if (recordedMs < HOUR_MS) return [{ record, expr: sumOverFleet(count, lengthOf(windowMs)) }];
  const selected = seriesOf(count);
  const latest = `labcoat:${count}:max1h`;
  return [
    { record: latest, expr: `max_over_time(${selected}[1h])` },
    {
      record,
      expr: `sum by (${EXPERIMENT}, ${VARIANT}) (
  max without (labcoat_when) (
    label_replace(max_over_time(${selected}[1h]), "labcoat_when", "now", "", "")
    or max_over_time(${latest}[${lengthOf(recordedMs)}:30m])
  )
)`,
    },
  ];
}

const UNITS = [
  ['d', 24 * HOUR_MS],
  ['h', HOUR_MS],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** A length of time as Prometheus writes it: `13d23h`. */
function lengthOf(ms: number): string {
  let left = ms;
  const parts = UNITS.map(([unit, unitMs]) => {
    const count = Math.floor(left / unitMs);
    left -= count * unitMs;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('');
}
