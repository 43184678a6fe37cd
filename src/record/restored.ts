import type { DistributionState, HistoryState } from '../types/index.js';
import { Distribution, LAST_BUCKET as LAST_NUMBER } from './distribution.js';
import { History, LATEST, NARROWEST_MS } from './history.js';
import { LAST_BUCKET, Latency, type LatencyState } from './latency.js';

// Of what was saved anybody can have written anything. Apart from what is made of it: a program that saves nothing need
// not carry this.

/** The sum of histories. @throws RangeError for what no history has saved */
export function historyFrom(...states: readonly HistoryState[]): History {
  for (const state of states) checkHistory(state);
  return new History(...states);
}

function checkHistory({ since, widthMs, buckets }: HistoryState): void {
  const require = requireOf('history');
  const doublings = Math.log2(widthMs / NARROWEST_MS);
  require(Number.isInteger(doublings) && doublings >= 0, 'widthMs', widthMs);
  for (const [index, runs, failures, rate] of buckets) {
    require(Number.isSafeInteger(index) && Math.abs(index * widthMs) <= LATEST, 'a bucket', index);
    require(isWhole(runs, 0), 'a count of runs', runs);
    require(isWhole(failures, 0, runs), 'a count of failures', failures);
    require(rate >= 0 && rate <= 1, 'a rate', rate);
  }
  if (buckets.length > 0) require(Math.abs(since) <= LATEST, 'since', since);
}

/** The sum of durations. @throws RangeError for what no durations have saved */
export function latencyFrom(...states: readonly LatencyState[]): Latency {
  const require = requireOf('durations');
  for (const [bucket, count] of states.flatMap(({ buckets }) => buckets)) {
    require(isWhole(bucket, 0, LAST_BUCKET), 'a bucket', bucket);
    require(isWhole(count, 0), 'a count', count);
  }
  return new Latency(...states);
}

/** The sum of distributions. @throws RangeError for what no distribution has saved */
export function distributionFrom(...states: readonly DistributionState[]): Distribution {
  const require = requireOf('distribution');
  for (const { sum, min, max, buckets } of states) {
    for (const [bucket, count] of buckets) {
      require(isWhole(bucket, -LAST_NUMBER, LAST_NUMBER), 'a bucket', bucket);
      require(isWhole(count, 1), 'a count', count);
    }
    const numbers = buckets.length > 0 ? [...sum, min, max] : [];
    for (const number of numbers) require(Number.isFinite(number), 'a number', number);
  }
  return new Distribution(...states);
}

function isWhole(value: number, least: number, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function requireOf(part: string) {
  return (isSo: boolean, what: string, received: unknown) => {
    if (!isSo) throw new RangeError(`${part}: ${what} is none that was saved, received ${String(received)}`);
  };
}
