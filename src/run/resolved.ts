import type { ControlSource, LaboratoryOptions, Trial } from '../types/index.js';
import type { Attendant } from '../types/run.js';

/** A laboratory's options, with every default resolved. */
export type ResolvedSurroundings = {
  readonly [K in Exclude<keyof LaboratoryOptions, Wish | 'defaults' | 'raiseOnMismatch'>]-?: Exclude<
    LaboratoryOptions[K],
    undefined
  >;
} & {
  readonly [K in Wish]: LaboratoryOptions[K] | undefined;
} & {
  /** The control sources that are asked at every call. */
  readonly directors: readonly ControlSource[];
  /** What a run ends in instead of its value, where it is to end in anything: for tests. */
  readonly objection: Objection | undefined;
  /** Nobody attends the runs of a laboratory unless a test wants it, or a recording. */
  readonly attendant?: Attendant | undefined;
};

/** The error to end in, or undefined where nothing is wrong with the trial, or there is none. */
export type Objection = (trial: Trial | undefined) => Error | undefined;

/** What has no default: it is done only where it is asked for. */
type Wish = 'freeze' | 'onFault' | 'waitUntil';
