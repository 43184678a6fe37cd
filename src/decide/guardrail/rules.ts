import type { GuardrailSettings } from '../../types/guard.js';
import type { JudgedObservation, Observation } from '../../types/index.js';

/** One candidate of one trial, judged, as guardrails see it. */
export interface Lesson {
  readonly control: Observation;
  readonly judged: JudgedObservation;
}

/** What a trial says to a guardrail: nothing, if it is withdrawn. */
export type Finding = 'passed' | 'failed' | 'withdrawn';

/** A guardrail that goes by the rate of something. */
export interface RateRule {
  readonly guardrail: string;
  /** The rate that is allowed. */
  readonly limit: number;
  /** The trials that count: all, or only those whose candidate ran inside the call. */
  readonly where: 'inside' | 'all';
  readonly find: (lesson: Lesson) => Finding;
  /** Whether it goes by how long both sides took, in milliseconds, and this is too long; else it passes what matches. */
  readonly isTooLong?: (controlMs: number, candidateMs: number) => boolean;
}

/** The guardrails of a candidate that go by the rate of something. `measures`: the names of those with a limit. */
export function rateRules(settings: GuardrailSettings, measures: readonly string[] = []): RateRule[] {
  const { errors, mismatches, slower, slo } = settings;
  const rules: RateRule[] = [];
  if (errors) rules.push({ guardrail: 'errors', limit: errors.limit, where: 'all', find: findError });
  if (mismatches)
    rules.push({ guardrail: 'mismatches', limit: mismatches.limit, where: 'all', find: findMismatch });
  if (slower) {
    const { ratio, slackMs, where } = slower;
    const isTooLong = (controlMs: number, candidateMs: number) => candidateMs > ratio * controlMs + slackMs;
    // The median ratio is above the one allowed when more than half of the trials are.
    rules.push({ guardrail: 'slower', limit: 1 / 2, where, find: findBy(isTooLong), isTooLong });
  }
  if (slo) {
    const { ms, quantile } = slo;
    const isTooLong = (_: number, candidateMs: number) => candidateMs > ms;
    rules.push({ guardrail: 'slo', limit: 1 - quantile, where: 'all', find: findBy(isTooLong), isTooLong });
  }
  for (const name of measures) {
    // A measure is an outcome like another one: as many trials may be beyond its limit as may fail.
    const limit = errors ? errors.limit : 0.01;
    rules.push({ guardrail: `measure ${name}`, limit, where: 'all', find: isBeyondMeasure(name) });
  }
  return rules;
}

function findError({ judged: { outcome } }: Lesson): Finding {
  if (outcome === 'ignored') return 'withdrawn';
  return outcome === 'candidate_error' || outcome === 'timeout' ? 'failed' : 'passed';
}

function findMismatch({ judged: { outcome } }: Lesson): Finding {
  if (outcome === 'ignored') return 'withdrawn';
  return outcome === 'mismatch' ? 'failed' : 'passed';
}

/** Whether a candidate failed of itself, whatever the control did. */
export function hasFailed({ status }: Observation): boolean {
  return status !== 'returned';
}

function findBy(isTooLong: NonNullable<RateRule['isTooLong']>): RateRule['find'] {
  return ({ control, judged }) => {
    if (hasNoDuration(control, judged)) return 'withdrawn';
    return isTooLong(durationOf(control), durationOf(judged)) ? 'failed' : 'passed';
  };
}

// How long it takes to fail says nothing about how long it takes to succeed.
function hasNoDuration(control: Observation, judged: JudgedObservation): boolean {
  return isAborted(judged) || control.status === 'threw' || judged.status === 'threw';
}

/** Whether the trial was ended by a stop: nothing is known of its candidate then. */
export function isAborted({ outcome, status }: JudgedObservation): boolean {
  return outcome === 'ignored' && status === 'timed-out';
}

function durationOf({ status, durationMs }: Observation): number {
  return status === 'timed-out' ? Number.POSITIVE_INFINITY : durationMs;
}

function isBeyondMeasure(name: string): RateRule['find'] {
  return ({ judged }) => {
    const measure = judged.measures?.find((each) => each.name === name);
    if (measure === undefined) return 'withdrawn';
    return measure.isBeyond ? 'failed' : 'passed';
  };
}
