import type { Difference, Publisher } from 'labcoat';
import { type Cause, causeOf } from './causes.js';
import type { Context } from './service.js';

export interface Mismatch extends Context {
  readonly cause: Cause;
  readonly differences: readonly Difference[];
  /** The shape of it, as labcoat sees it: in which fields, and in what way. */
  readonly shape: string;
}

export interface Findings {
  readonly mismatches: readonly Mismatch[];
  /** How many orders were on trial that a cause could have made differ. */
  readonly trials: ReadonlyMap<Cause, number>;
  /** In milliseconds. */
  readonly durations: { readonly legacy: readonly number[]; readonly candidate: readonly number[] };
}

/** A publisher that keeps what the summary needs: a plain object with a `publish`. */
export function collector(): Publisher & Findings {
  const mismatches: Mismatch[] = [];
  const trials = new Map<Cause, number>();
  const durations = { legacy: [] as number[], candidate: [] as number[] };
  return {
    mismatches,
    trials,
    durations,
    publish({ control, candidates, context }) {
      const about = context as unknown as Context; // what `service.ts` says about each of its trials
      const cause = causeOf(about);
      trials.set(cause, (trials.get(cause) ?? 0) + 1);
      durations.legacy.push(control.durationMs);
      for (const { durationMs, outcome, differences, fingerprint = '' } of candidates) {
        durations.candidate.push(durationMs);
        if (outcome === 'mismatch') mismatches.push({ ...about, cause, differences, shape: fingerprint });
      }
    },
  };
}
