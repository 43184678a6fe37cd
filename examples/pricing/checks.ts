import type { Report } from 'labcoat';
import { number } from './layout.js';
import type { Replay } from './replay.js';
import { EXPERIMENT } from './service.js';
import { type Series, total } from './telemetry.js';

/** Something that the demo claims, and whether it held. */
export interface Check {
  readonly claim: string;
  readonly holds: boolean;
  /** The numbers, either way. */
  readonly evidence: string;
}

const OURS = { labcoat_experiment_name: EXPERIMENT };

/** What has to hold for the demo to have succeeded. */
export function check(orders: number, replay: Replay, report: Report, scrape: readonly Series[]): Check[] {
  return [
    everyResponse(orders, replay),
    everyCall(orders, report),
    everyTrial(report),
    prometheus(report, scrape),
  ];
}

function everyResponse(orders: number, { equal, wrong }: Replay): Check {
  const first = wrong.length > 0 ? `; ${wrong[0]}` : '';
  return {
    claim: 'every response was the legacy price',
    holds: equal === orders && wrong.length === 0,
    evidence: `${number(equal)} of ${number(orders)} (checked)${first}`,
  };
}

function everyCall(orders: number, { calls, trials, skips }: Report): Check {
  const skipped = sum(skips);
  return {
    claim: 'every call is accounted for',
    holds: calls === orders && calls === trials + skipped,
    evidence: `${number(calls)} of ${number(orders)}, ${number(trials)} trials + ${number(skipped)} skips`,
  };
}

function everyTrial({ trials, outcomes }: Report): Check {
  const judged = sum(outcomes);
  return {
    claim: 'every trial was judged',
    holds: judged === trials,
    evidence: `${number(judged)} of ${number(trials)}`,
  };
}

/** Series by series, for each outcome and each decision: the dashboard must not tell another story than the report. */
function prometheus(report: Report, scrape: readonly Series[]): Check {
  const comparisons = (outcome: string) =>
    total(scrape, 'labcoat_comparisons_total', { ...OURS, labcoat_outcome: outcome });
  const calls = (decision: string) =>
    total(scrape, 'labcoat_calls_total', { ...OURS, labcoat_decision: decision.replaceAll('-', '_') });
  const agree =
    calls('on_trial') === report.trials &&
    Object.entries(report.skips).every(([reason, count]) => calls(reason) === count) &&
    Object.entries(report.outcomes).every(([outcome, count]) => comparisons(outcome) === count);
  const counted = total(scrape, 'labcoat_calls_total', OURS);
  const compared = total(scrape, 'labcoat_comparisons_total', OURS);
  return {
    claim: 'Prometheus says the same',
    holds: agree && counted === report.calls && compared === sum(report.outcomes),
    evidence: `${number(counted)} calls, ${number(compared)} comparisons`,
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
