import { lowerBound, upperBound } from '../evidence/bounds.js';
import { logEAbove, logEBelow } from '../evidence/rate.js';
import type { FailureRate, Report } from '../types/index.js';

/** How often something happened in so many runs, with bounds that are wrong with a chance of at most alpha. */
export function rateOf(n: number, k: number, alpha: number): FailureRate {
  const runs = Math.max(n, k);
  return {
    estimate: runs === 0 ? 0 : k / runs,
    lower: lowerBound(runs, k, alpha / 2),
    upper: upperBound(runs, k, alpha / 2),
  };
}

/** The same bounds to a thousandth, for a picture: hundreds of them, whenever somebody looks. */
export function drawnBounds(
  n: number,
  k: number,
  alpha: number,
): { readonly lower: number; readonly upper: number } {
  const needed = -Math.log(alpha / 2);
  return {
    lower: k === 0 ? 0 : border((p) => logEAbove(n, k, p) >= needed),
    upper: k === n ? 1 : border((p) => logEBelow(n, k, p) < needed),
  };
}

const LEAST_DECADE = -9;
const HALVINGS = 15;

function border(isBelow: (p: number) => boolean): number {
  let low = LEAST_DECADE;
  let high = 0;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (isBelow(10 ** middle)) low = middle;
    else high = middle;
  }
  return 10 ** ((low + high) / 2);
}

/**
 * The trials of a candidate that count: those of the history, which goes on over a restart as fields and shapes do, or
 * what this process has counted where that is more.
 */
export function runsOf({ variants, history }: Report, candidate: string): number {
  const counts = Object.hasOwn(variants, candidate) ? variants[candidate] : undefined;
  const own = counts === undefined ? 0 : counts.started - (counts.outcomes.ignored ?? 0);
  const buckets = Object.hasOwn(history, candidate) ? history[candidate]?.buckets : undefined;
  const all = (buckets ?? []).reduce((sum, { runs }) => sum + runs, 0);
  return Math.max(0, own, all);
}

/** Of several candidates the one whose verdict, and failure rate, is the report's. */
export function decisive({ verdicts, why }: Report): string | undefined {
  const all = Object.entries(verdicts);
  return all.length < 2 ? undefined : all.find(([name, one]) => why === `'${name}': ${one.why}`)?.[0];
}

/** All that was judged: a trial of several candidates has an outcome for each of them. */
export function comparisonsOf({ outcomes }: Report): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

/** The control before the candidates, whatever order they were saved in. */
export function variantsOf({ latency }: Report): string[] {
  return Object.keys(latency).sort((one, other) => Number(other === 'control') - Number(one === 'control'));
}
