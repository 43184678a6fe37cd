import type { Counts, VariantCounts } from '../../src/types/publisher.js';
import type { JudgedObservation, Outcome, SkipReason, Trial } from '../../src/types/trial.js';

/** When every trial here starts: a round time, in milliseconds since the epoch. */
export const STARTED_AT = 1_700_000_000_000;

let ids = 0;

/** A candidate that returned something else, unless it is said otherwise. */
export function candidate(changes: Record<string, unknown> = {}): JudgedObservation {
  return {
    name: 'candidate',
    durationMs: 20,
    status: 'returned',
    value: { total: 2 },
    outcome: 'mismatch',
    differences: [{ path: '$.total', kind: 'changed', control: 1, candidate: 2, delta: 1 }],
    fingerprint: 'changed $.total',
    ...changes,
  } as JudgedObservation;
}

/** A candidate that threw, judged. */
export function thrown(error: unknown, changes: Record<string, unknown> = {}): JudgedObservation {
  return candidate({
    status: 'threw',
    value: undefined,
    error,
    outcome: 'candidate_error',
    differences: [],
    fingerprint: undefined,
    ...changes,
  });
}

/** A trial of `pricing.quote` with one mismatch, unless it is said otherwise. */
export function trial(changes: Partial<Trial> = {}): Trial {
  return {
    experiment: 'pricing.quote',
    id: `trial-${++ids}`,
    startedAt: STARTED_AT,
    context: {},
    order: ['control', 'candidate'],
    control: { name: 'control', durationMs: 10, status: 'returned', value: { total: 1 } },
    candidates: [candidate()],
    capture: 'shape',
    cleaned: false,
    ...changes,
  };
}

const NO_SKIPS: Record<SkipReason, number> = {
  'no-candidate': 0,
  killed: 0,
  expired: 0,
  when: 0,
  guardrail: 0,
  overloaded: 0,
  saturated: 0,
  'rate-limited': 0,
  'not-sampled': 0,
  fault: 0,
};

const NO_OUTCOMES: Record<Outcome, number> = {
  match: 0,
  mismatch: 0,
  ignored: 0,
  transient: 0,
  candidate_error: 0,
  control_error: 0,
  timeout: 0,
  comparator_error: 0,
};

/** What was counted of a candidate. */
export function variantCounts(changes: Partial<VariantCounts> = {}): VariantCounts {
  return { started: 0, settled: 0, ...changes, outcomes: { ...NO_OUTCOMES, ...changes.outcomes } };
}

/** What was counted of `pricing.quote` with one candidate: nothing yet, unless it is said otherwise. */
export function counts(
  changes: Partial<Omit<Counts, 'skips'>> & { skips?: Partial<Counts['skips']> } = {},
): Counts {
  return {
    experiment: 'pricing.quote',
    trials: 0,
    variants: { candidate: variantCounts() },
    active: 0,
    rate: 1,
    faults: {},
    ...changes,
    skips: { ...NO_SKIPS, ...changes.skips },
  };
}
