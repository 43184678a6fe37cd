import type { Difference, Outcome } from './trial.js';

/** Durations in milliseconds, each within 3.2 % of the exact one; `Infinity` where that many timed out. */
export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** One bar of a histogram of durations: from `fromMs` up to but not including `toMs`, which is `Infinity` for timeouts. */
export interface LatencyBucket {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

/** How numbers are spread. Quantiles are within 3.2 % of the exact ones; the others are exact. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** One measure of one candidate, over all trials in which both sides returned. */
export interface MeasureReport {
  readonly name: string;
  /** The candidate's name. */
  readonly variant: string;
  /** For a person, of the candidate: `0.3 % lower on average, at worst 4.10 lower and 0.02 higher`. */
  readonly says: string;
  readonly control: Spread;
  readonly candidate: Spread;
  /** Candidate minus control, trial by trial. */
  readonly delta: Spread;
  /** The mean delta as a share of the control's mean: -0.003 is 0.3 % less on average. Absent where that mean is 0. */
  readonly relative?: number;
  /** In how many trials the delta was beyond the measure's limit. */
  readonly beyond: number;
}

/** One shape of mismatch, and how often it was met. */
export interface ShapeReport {
  readonly fingerprint: string;
  /** The candidate's name. */
  readonly variant: string;
  readonly outcome: Outcome;
  readonly count: number;
  /** When the first and the last trial of it were started, in milliseconds since the epoch. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** The first three. */
  readonly examples: readonly ShapeExample[];
}

/**
 * A trial that had the shape, small enough to be kept: 10 differences, 2 000 characters of text. Without `capture:
 * 'values'` it has no strings but wildcarded paths, and with a `clean` no values.
 */
export interface ShapeExample {
  /** The trial's id. */
  readonly trial: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly reason?: string;
  readonly differences: readonly Difference[];
}

/** One place where values differ, with indices and ids wildcarded. */
export interface FieldReport {
  /** `other` stands for all beyond the first 512. */
  readonly path: string;
  /** The candidate's name. */
  readonly variant: string;
  /** In how many trials the candidate's value differed here. */
  readonly count: number;
  /** In how many of the control's second runs it differed from itself here. */
  readonly noise: number;
  /** How it differed most often. */
  readonly kind: Difference['kind'];
  /**
   * Proven to be more than noise, on the trials in which the control ran twice: without the option `noise` nothing is.
   * The chance that any of the fields that are met together ever is so by accident is at most 5 %.
   */
  readonly real: boolean;
  /** The first difference here, with as much of the values as an example of a shape has. */
  readonly example?: FieldExample;
}

export interface FieldExample extends Difference {
  /** The trial's id. */
  readonly trial: string;
}

/** What came of the trials in which one side went first. Counted for each candidate. */
export interface TurnReport {
  readonly trials: number;
  readonly mismatches: number;
  /** By variant, of the trials in which neither side failed. */
  readonly latency: Readonly<Record<string, Quantiles>>;
}

/** What is known of how the candidates' values compare with the control's. */
export interface ComparisonReport {
  /** How long each variant took, of the trials in which neither side failed. */
  readonly latency: Readonly<Record<string, Quantiles>>;
  /** The same in full: the bars of a histogram that are not empty, by variant. */
  readonly durations: Readonly<Record<string, readonly LatencyBucket[]>>;
  /** By who went first: with `order: 'random'` it shows whether that made a difference. */
  readonly byOrder: Readonly<Record<'control-first' | 'candidate-first', TurnReport>>;
  /** Matches that were not equal but good enough, by candidate. */
  readonly acceptable: Readonly<Record<string, number>>;
  /** Matches of two empty values, by candidate: they prove little. */
  readonly empties: Readonly<Record<string, number>>;
  /** What mismatches and failures look like, the most frequent first: 64 at most. */
  readonly shapes: readonly ShapeReport[];
  /** How many had a shape beyond those 64. */
  readonly otherShapes: number;
  /** Where they differ, the worst first: what is proven to be real, then by how often. */
  readonly fields: readonly FieldReport[];
  /** How often the control was run a second time, and how often it disagreed with itself. */
  readonly noise: { readonly n: number; readonly k: number };
  /** A comparator that leaves out what is noise, to paste: `omitting('$.at')`. It is never applied unasked. */
  readonly proposal?: string;
  readonly measures: readonly MeasureReport[];
}
