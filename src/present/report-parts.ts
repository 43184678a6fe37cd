import type { Report } from '../types/index.js';
import { STOPPED } from './numbers.js';
import {
  count,
  figure,
  lasting,
  list,
  moment,
  number,
  object,
  oneOf,
  optional,
  type Part,
  record,
  share,
  text,
  textOrNumber,
  within,
} from './parts.js';
import { ANSWERS } from './words.js';

/** What is shown of a report, and what it is read by. */
export function partsOfReport(): Part {
  const failureRate = object({ estimate: share, lower: share, upper: share });
  const quantiles = object({ p50: lasting, p95: lasting, p99: lasting });
  const spread = object({ count, mean: number, min: number, max: number });
  const difference = object({ path: text, kind: text });
  const turn = object({ trials: count, mismatches: count, latency: record(quantiles) });
  /** Its logarithm is divided by. */
  const needed = within(1 + Number.EPSILON, Number.MAX_VALUE);
  /** A target of 0 is out of every picture. */
  const inside = within(Number.MIN_VALUE, 1 - Number.EPSILON);
  /** Of which a share is shown. */
  const some = within(Number.MIN_VALUE, Number.MAX_SAFE_INTEGER);

  const parts: { readonly [K in keyof Report]-?: Part } = {
    experiment: text,
    verdict: oneOf(ANSWERS),
    why: text,
    failureRate,
    cleanRunsNeeded: optional(count),
    verdicts: record(object({ verdict: oneOf(ANSWERS), why: text, failureRate })),
    goal: object({ target: inside, alpha: inside }),
    at: number,
    since: optional(number),
    history: record(
      object({
        widthMs: count,
        buckets: list(object({ from: moment, runs: some, failures: count, rate: share })),
      }),
    ),
    capture: text,
    calls: count,
    trials: count,
    skips: record(count),
    outcomes: record(count),
    variants: record(object({ started: count, outcomes: record(count) })),
    faults: record(count),
    active: count,
    stuck: count,
    owner: optional(text),
    rate: share,
    stopped: optional(oneOf(STOPPED)),
    trip: optional(object({ guardrail: text, n: count, k: count, limit: figure })),
    guardrails: list(
      object({
        guardrail: text,
        candidate: text,
        n: count,
        k: count,
        limit: figure,
        evidence: figure,
        needed,
      }),
    ),
    ramp: optional(object({ rate: share, steps: list(share) })),
    changes: list(
      object({
        at: number,
        event: text,
        experiment: text,
        from: optional(textOrNumber),
        to: optional(textOrNumber),
        by: optional(text),
        reason: optional(text),
      }),
    ),
    latency: record(quantiles),
    durations: record(list(object({ fromMs: count, toMs: lasting, count: some }))),
    byOrder: object({ 'control-first': turn, 'candidate-first': turn }),
    acceptable: record(count),
    empties: record(count),
    shapes: list(
      object({
        fingerprint: text,
        variant: text,
        outcome: text,
        count,
        firstSeen: number,
        lastSeen: number,
        examples: list(
          object({ trial: text, startedAt: number, reason: optional(text), differences: list(difference) }),
        ),
      }),
    ),
    otherShapes: count,
    fields: list(
      object({ path: text, variant: text, kind: text, count, noise: count, example: optional(difference) }),
    ),
    noise: object({ n: count, k: count }),
    proposal: optional(text),
    measures: list(
      object({
        name: text,
        variant: text,
        control: spread,
        candidate: spread,
        delta: spread,
        relative: optional(number),
        beyond: count,
      }),
    ),
  };
  return object(parts);
}
