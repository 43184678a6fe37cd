import { logEBelow } from '../evidence/rate.js';
import type { GoalSettings, HistoryReport } from '../types/index.js';

/**
 * Since when a candidate has been ready without a break, in milliseconds since the epoch, as exactly as its history
 * tells. Undefined if it is not.
 */
export function readySince(
  history: HistoryReport,
  { target, alpha, dwellMs }: GoalSettings,
): number | undefined {
  const { widthMs, buckets } = history;
  const begin = buckets[0]?.from ?? 0;
  let since: number | undefined;
  let n = 0;
  let k = 0;
  for (const { from, runs, failures } of buckets) {
    n += runs;
    k += failures;
    const isProven = logEBelow(n, k, target) >= -Math.log(alpha);
    // Nothing has to be run for the time to pass.
    since = isProven ? (since ?? Math.max(from + widthMs, begin + dwellMs)) : undefined;
  }
  return since;
}
