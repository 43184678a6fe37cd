import type { LimitFunction } from 'p-limit';
import type { FieldExample, ShapeExample } from './comparison.js';
import type { DistributionState } from './saved.js';
import type { Difference, Outcome } from './trial.js';

/** What an experiment has learned by comparing, beyond the outcomes. Part of its state. */
export interface Learned {
  readonly turns: Readonly<Record<'control-first' | 'candidate-first', Turn>>;
  /** By candidate. */
  readonly acceptable: Map<string, number>;
  readonly empties: Map<string, number>;
  /** By candidate and fingerprint. */
  readonly shapes: Map<string, Shape>;
  otherShapes: number;
  /** By candidate and wildcarded path. */
  readonly fields: Map<string, Field>;
  readonly noise: { n: number; k: number };
  /** Second runs of the control: how many have not been compared yet, and a place for each that is under way. */
  noiseWaiting: number;
  readonly noiseRuns: LimitFunction;
  /** By candidate and name. */
  readonly measures: Map<string, Measure>;
  /** What is told once. */
  isIncomparableTold: boolean;
  isFullTold: boolean;
}

export interface Turn {
  trials: number;
  mismatches: number;
  /** By variant. */
  readonly durations: Map<string, Durations>;
}

/** See `Latency`. */
export interface Durations {
  record(ms: number): void;
  toJSON(): { readonly buckets: readonly (readonly [bucket: number, count: number])[] };
}

export interface Shape {
  readonly fingerprint: string;
  readonly variant: string;
  readonly outcome: Outcome;
  count: number;
  readonly firstSeen: number;
  lastSeen: number;
  readonly examples: ShapeExample[];
}

export interface Field {
  readonly path: string;
  readonly variant: string;
  count: number;
  noise: number;
  readonly kinds: Map<Difference['kind'], number>;
  /** Of the trials with noise: those in which only the candidate differed here, and those in which only the control did. */
  onlyCandidate: number;
  onlyNoise: number;
  /** The first. */
  example: FieldExample | undefined;
}

export interface Measure {
  readonly name: string;
  readonly variant: string;
  readonly control: Numbers;
  readonly candidate: Numbers;
  readonly delta: Numbers;
  beyond: number;
}

/** See `Distribution`. */
export interface Numbers {
  record(value: number): void;
  toJSON(): DistributionState;
}
