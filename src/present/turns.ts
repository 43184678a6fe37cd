import type { Quantiles, Report } from '../types/index.js';

/** What came of the trials in which one side went first. */
export interface Turn {
  /** Who did, in words. */
  readonly first: string;
  readonly trials: number;
  readonly mismatches: number;
  /** By variant, in the order of the report's own. */
  readonly latency: readonly (Quantiles | undefined)[];
}

/** Both turns, where they were taken: with `order: 'random'`. */
export function turnsOf({ byOrder }: Report, variants: readonly string[]): Turn[] {
  if (byOrder['candidate-first'].trials === 0) return [];
  return (['control-first', 'candidate-first'] as const).map((order) => {
    const { trials, mismatches, latency } = byOrder[order];
    const first = order === 'control-first' ? 'the control' : 'the candidate';
    return { first, trials, mismatches, latency: variants.map((variant) => latency[variant]) };
  });
}

/** Matches that prove less than others, by name, and how many matches there are. */
export function weakMatches({ acceptable, empties, outcomes }: Report): {
  readonly counts: Readonly<Record<'acceptable' | 'empty', number>>;
  readonly matches: number;
} {
  return { counts: { acceptable: sum(acceptable), empty: sum(empties) }, matches: outcomes.match };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
