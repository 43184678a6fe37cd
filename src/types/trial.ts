/** What one variant did: it returned, it threw, or it was not done when its time was up. */
export type Observation = Returned | Threw | TimedOut;

interface Observed {
  /** `control`, or the candidate's name. */
  readonly name: string;
  /** How long the variant took, in milliseconds, until its promise settled where it answered one. Never negative. */
  readonly durationMs: number;
}

/** A variant that gave a value. */
export interface Returned extends Observed {
  readonly status: 'returned';
  readonly value: unknown;
}

/** A variant that threw, or whose promise was rejected. */
export interface Threw extends Observed {
  readonly status: 'threw';
  /** What was thrown or rejected, whatever it was: `undefined` too. */
  readonly error: unknown;
}

/** A variant that was not done in time. */
export interface TimedOut extends Observed {
  readonly status: 'timed-out';
}

/**
 * What came of comparing a candidate with the control.
 *
 * - `match`: both returned equal values, or both failed alike
 * - `mismatch`: both returned, or both failed, and differently
 * - `ignored`: they differed and an excuse said that this is fine, or the trial was aborted
 * - `transient`: they differed, and no longer did when rechecked
 * - `candidate_error`: only the candidate failed
 * - `control_error`: only the control failed
 * - `timeout`: the candidate was not done within `timeoutMs`
 * - `comparator_error`: nobody knows, because comparing them failed
 */
export type Outcome =
  | 'match'
  | 'mismatch'
  | 'ignored'
  | 'transient'
  | 'candidate_error'
  | 'control_error'
  | 'timeout'
  | 'comparator_error';

/** One place where the candidate's value is not the control's. */
export interface Difference {
  /** Where, from the root `$`: `$.lines[3].price`, `$["odd key"]`. */
  readonly path: string;
  /** The places that are like this one: the path with indices and ids wildcarded, `$.lines[*].price`. */
  readonly pattern?: string;
  /** `added`: only the candidate has it. `removed`: only the control has it. `order`: the same members, elsewhere. */
  readonly kind: 'changed' | 'added' | 'removed' | 'type' | 'order';
  readonly control?: unknown;
  readonly candidate?: unknown;
  /** Candidate minus control, where both are numbers. */
  readonly delta?: number;
  /** What there is to say about it: what a comparator said, why a value could not be read. */
  readonly reason?: string;
}

/** An observation of a candidate, compared with the control's. */
export type JudgedObservation = Observation & {
  readonly outcome: Outcome;
  /** What a comparator, an excuse or a stop gave as its reason. */
  readonly reason?: string;
  /** Where it differs: at most 50 places, and none unless the outcome is `mismatch`. */
  readonly differences: readonly Difference[];
  /** How many places there are in all, where somebody has counted. */
  readonly differenceCount?: number;
  /** The count was given up: there are `differenceCount` or more. */
  readonly atLeast?: true;
  /**
   * Of `ignored`: the trial was ended for no fault of the candidate's. Its experiment was killed or stopped by a
   * guardrail, or the time was over before the candidate could start.
   */
  readonly aborted?: true;
  /** Of a `match`: the comparator found the values not equal, but good enough. */
  readonly acceptable?: true;
  /** Of a `match`: both values were empty, `null` or `undefined`, which proves little. */
  readonly empty?: true;
  /** What the experiment's measures said, where both sides returned. */
  readonly measures?: readonly Measured[];
  /** The shape of the mismatch, with indices and ids wildcarded: what mismatches are grouped by. */
  readonly fingerprint?: string;
};

/** What one measure said of both values. */
export interface Measured {
  readonly name: string;
  readonly control: number;
  readonly candidate: number;
  /** Candidate minus control. */
  readonly delta: number;
  /** The delta is more than the measure's limit allows, up or down. Never without a limit. */
  readonly isBeyond: boolean;
}

/** One sampled run, judged. */
export interface Trial {
  readonly experiment: string;
  /** Unique within the process and unlikely anywhere else. */
  readonly id: string;
  /** Milliseconds since the epoch, fractional. */
  readonly startedAt: number;
  /** What the experiment's `context` answered for this call, or an empty object. */
  readonly context: Readonly<Record<string, unknown>>;
  /** The variants' names in the order in which they were started. */
  readonly order: readonly string[];
  readonly control: Observation;
  readonly candidates: readonly JudgedObservation[];
  /** How much of the values may leave the process; see `ExperimentOptions.capture`. */
  readonly capture: 'shape' | 'values';
  /** Whether the values below are what the experiment's `clean` made of them. */
  readonly cleaned: boolean;
}

/** Why a call was not on trial. */
export type SkipReason =
  | 'no-candidate'
  | 'killed'
  | 'expired'
  | 'when'
  | 'guardrail'
  | 'overloaded'
  | 'saturated'
  | 'rate-limited'
  | 'not-sampled'
  | 'fault';
