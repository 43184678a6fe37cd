import type { Quantiles, TurnReport } from '../types/comparison.js';
import type { JudgedObservation, LatencyBucket, Observation } from '../types/index.js';
import type { Durations, Learned, Turn } from '../types/learned.js';
import { barsOf, durationAt, Latency, type LatencyState } from './latency.js';

/**
 * Counts a judged candidate under who went first, and how long both sides took. A pair in which either side threw says
 * nothing about speed; a timeout took for ever.
 */
export function learnTurn(turn: Turn, control: Observation, judged: JudgedObservation): void {
  if (judged.outcome !== 'ignored') turn.trials += 1;
  if (judged.outcome === 'mismatch') turn.mismatches += 1;
  if (control.status !== 'returned' || judged.status === 'threw') return;
  if (judged.status === 'returned') {
    durationsOf(turn, 'control').record(control.durationMs);
    durationsOf(turn, judged.name).record(judged.durationMs);
  } else if (judged.outcome === 'timeout') {
    durationsOf(turn, 'control').record(control.durationMs);
    durationsOf(turn, judged.name).record(Number.POSITIVE_INFINITY);
  }
}

export function durationsOf({ durations }: Turn, variant: string): Durations {
  let found = durations.get(variant);
  if (found === undefined) {
    found = new Latency();
    durations.set(variant, found);
  }
  return found;
}

export function turnReport({ trials, mismatches, durations }: Turn): TurnReport {
  return {
    trials,
    mismatches,
    latency: quantilesOf(Array.from(durations, ([variant, one]) => [variant, one.toJSON()] as const)),
  };
}

/** Both turns together: quantiles, and the bars of the histogram. */
export function latencyReport({ turns }: Learned): {
  readonly latency: Record<string, Quantiles>;
  readonly durations: Record<string, LatencyBucket[]>;
} {
  const sums = new Map<string, LatencyState>();
  for (const [variant, one] of Object.values(turns).flatMap(({ durations }) => [...durations])) {
    const before = sums.get(variant) ?? { buckets: [] };
    sums.set(variant, new Latency(before, one.toJSON()).toJSON());
  }
  const durations = Object.fromEntries(Array.from(sums, ([variant, one]) => [variant, barsOf(one)]));
  return { latency: quantilesOf(sums), durations };
}

function quantilesOf(durations: Iterable<readonly [string, LatencyState]>): Record<string, Quantiles> {
  return Object.fromEntries(Array.from(durations, ([variant, one]) => [variant, quantiles(one)]));
}

function quantiles(durations: LatencyState): Quantiles {
  return {
    p50: durationAt(durations, 0.5),
    p95: durationAt(durations, 0.95),
    p99: durationAt(durations, 0.99),
  };
}
