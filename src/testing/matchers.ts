import type { SkipReason, Stage } from '../types/index.js';
import { type Equality, ownEquality } from './findings/equality.js';
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

/** What `expect` knows once it was extended with {@link matchers}. `R` is what the runner's own matchers answer. */
export interface LabcoatMatchers<R = void> {
  /** Of a test laboratory: the experiment was on trial, and all its candidates matched. */
  toHaveMatched(name: string, options?: Times): R;
  /** Of a test laboratory: a candidate of the experiment differed, there and by that much if that is said. */
  toHaveMismatched(name: string, options?: MismatchOptions): R;
  /** Of a test laboratory: a call of the experiment was not on trial. */
  toHaveSkipped(name: string, reason?: SkipReason, options?: Times): R;
  /** Of a test laboratory: a callback failed, or something on our side. */
  toHaveFaulted(stage: Stage, options?: FaultOptions): R;
  /** Of a test laboratory: a guardrail has stopped the experiment. */
  toHaveTripped(name: string, guardrail?: string): R;
  /** Of any laboratory: there is enough evidence to switch. */
  toBeReady(name: string): R;
  /** Of a test laboratory, or of what `recordTelemetry` answered: an event, a span or a metric above 0 was published. */
  toHavePublished(name: string, attributes?: Readonly<Record<string, unknown>>): R;
}

/** What a runner binds a matcher to, as far as it is used. */
interface Runner {
  readonly isNot?: boolean;
  readonly equals?: Equality;
}

interface Result {
  readonly pass: boolean;
  message(): string;
}

/**
 * For `expect.extend`, of Vitest and of Jest. `labcoat/testing/vitest` and `labcoat/testing/jest` do that, and bring the
 * types.
 */
export const matchers = {
  toHaveMatched(this: Runner, lab: unknown, name: string, options?: Times) {
    return result(this, findMatched('toHaveMatched', lab, name, options));
  },
  toHaveMismatched(this: Runner, lab: unknown, name: string, options?: MismatchOptions) {
    return result(this, findMismatched('toHaveMismatched', lab, name, options, equalityOf(this)));
  },
  toHaveSkipped(this: Runner, lab: unknown, name: string, reason?: SkipReason, options?: Times) {
    return result(this, findSkipped('toHaveSkipped', lab, name, reason, options));
  },
  toHaveFaulted(this: Runner, lab: unknown, stage: Stage, options?: FaultOptions) {
    return result(this, findFaulted('toHaveFaulted', lab, stage, options));
  },
  toHaveTripped(this: Runner, lab: unknown, name: string, guardrail?: string) {
    return result(this, findTripped('toHaveTripped', lab, name, guardrail));
  },
  toBeReady(this: Runner, lab: unknown, name: string) {
    return result(this, findReady('toBeReady', lab, name));
  },
  toHavePublished(
    this: Runner,
    published: unknown,
    name: string,
    attributes?: Readonly<Record<string, unknown>>,
  ) {
    return result(this, findPublished('toHavePublished', published, name, attributes, equalityOf(this)));
  },
};

function equalityOf({ equals }: Runner): Equality {
  return equals === undefined ? ownEquality : (actual, expected) => equals(actual, expected);
}

/** A runner turns `pass` round by itself where it was asked for the opposite. */
function result({ isNot = false }: Runner, finding: Finding): Result {
  const held = hasHeld(finding, isNot);
  return { pass: isNot ? !held : held, message: () => messageOf(finding, isNot) };
}
