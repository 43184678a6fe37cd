import type { Trip } from './guardrails.js';
import type { Outcome } from './trial.js';

/** What a restart would forget, as JSON: see `Laboratory.save`. */
export interface LaboratoryState {
  readonly version: 1;
  readonly experiments: Readonly<Record<string, ExperimentState>>;
}

/** What one experiment has learned. */
export interface ExperimentState {
  /** By candidate: the trials that were judged. Those in flight are lost. */
  readonly tallies: Readonly<
    Record<string, { readonly started: number; readonly outcomes: Readonly<Record<Outcome, number>> }>
  >;
  /** By candidate and guardrail. */
  readonly guardrails: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly trip?: Trip;
  readonly ramp?: { readonly rate: number; readonly since: number };
}
