/** A sampling rate that climbs by evidence. */
export interface Ramp {
  /**
   * The rates, rising, each above 0 and at most 1.
   * @default [0.01, 0.05, 0.25, 0.5, 1]
   */
  readonly steps?: readonly number[] | undefined;
  /**
   * For each step but the last, the failure rate that must be ruled out to leave it: between 0 and 1. Clean runs rule
   * out the default ones after 69, 175, 351 and 704 of them.
   * @default [0.05, 0.02, 0.01, 0.005]
   */
  readonly limits?: readonly number[] | undefined;
  /** How long a step lasts at least, in milliseconds. From 0. @default 300_000 */
  readonly dwellMs?: number | undefined;
  /** The step to begin at: one of `steps`. @default the first */
  readonly startAt?: number | undefined;
}

/** Where a ramp is. */
export interface RampStanding {
  /** The rate of the step. */
  readonly rate: number;
  readonly steps: readonly number[];
  /** When the step was taken, in milliseconds since the epoch. */
  readonly since: number;
  readonly isAtTop: boolean;
}
