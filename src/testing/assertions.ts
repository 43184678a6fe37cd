import type { Laboratory, SkipReason, Stage } from '../types/index.js';
import { ownEquality } from './findings/equality.js';
import { type Finding, hasHeld, messageOf } from './findings/finding.js';
import {
  type FaultOptions,
  findFaulted,
  findPublished,
  findReady,
  findSkipped,
  findTripped,
} from './findings/others.js';
import { findMatched, findMismatched, type MismatchOptions, type Times } from './findings/trials.js';
import type { TestLaboratory } from './laboratory.js';
import type { Telemetry } from './telemetry/record-telemetry.js';

// For node:test and any other runner: the matchers as functions that throw.

/** Throws unless the experiment was on trial, and all its candidates matched. */
export function assertMatched(lab: TestLaboratory, name: string, options?: Times): void {
  assert(findMatched('assertMatched', lab, name, options));
}

/** Throws unless a candidate of the experiment differed, there and by that much if that is said. */
export function assertMismatched(lab: TestLaboratory, name: string, options?: MismatchOptions): void {
  assert(findMismatched('assertMismatched', lab, name, options, ownEquality));
}

/** Throws unless a call of the experiment was not on trial. */
export function assertSkipped(lab: TestLaboratory, name: string, reason?: SkipReason, options?: Times): void {
  assert(findSkipped('assertSkipped', lab, name, reason, options));
}

/** Throws unless a callback failed, or something on our side. */
export function assertFaulted(lab: TestLaboratory, stage: Stage, options?: FaultOptions): void {
  assert(findFaulted('assertFaulted', lab, stage, options));
}

/** Throws unless a guardrail has stopped the experiment. */
export function assertTripped(lab: TestLaboratory, name: string, guardrail?: string): void {
  assert(findTripped('assertTripped', lab, name, guardrail));
}

/** Throws unless there is enough evidence to switch. */
export function assertReady(lab: Laboratory, name: string): void {
  assert(findReady('assertReady', lab, name));
}

/** Throws unless an event, a span or a metric above 0 of that name was published, with at least these attributes. */
export function assertPublished(
  published: TestLaboratory | Telemetry,
  name: string,
  attributes?: Readonly<Record<string, unknown>>,
): void {
  assert(findPublished('assertPublished', published, name, attributes, ownEquality));
}

/** What the functions above throw: runners show it as they show a failed assertion of their own. */
export class ExpectationError extends Error {
  readonly code = 'ERR_ASSERTION';

  override get name(): string {
    return 'AssertionError';
  }
}

function assert(finding: Finding): void {
  if (!hasHeld(finding, false)) throw new ExpectationError(messageOf(finding, false));
}
