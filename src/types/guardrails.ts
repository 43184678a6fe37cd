/**
 * What stops an experiment by evidence, and what protects the process from it: each a setting, or `false`. What is not
 * given comes field by field from the laboratory's `defaults`. The first definition of a name decides for all runs of it.
 */
export interface Guardrails {
  /** A candidate that fails where the control does not, or takes too long. @default { limit: 0.01 } */
  readonly errors?: RateLimit | false | undefined;
  /** A candidate that fails more often than the control by more than `delta`, on the same calls. @default false */
  readonly againstControl?:
    | {
        /** 0 up to but not including 1. @default 0.001 */
        readonly delta?: number | undefined;
      }
    | false
    | undefined;
  /** A candidate that differs. @default false */
  readonly mismatches?: RateLimit | false | undefined;
  /**
   * A candidate that takes more than `ratio` times as long as the control, and `slackMs` on top, in more than half of
   * the trials. By default candidates that run inside the call are watched, for their time is the caller's; given as an
   * object, all are.
   */
  readonly slower?:
    | {
        /** Above 0. @default 1.5 */
        readonly ratio?: number | undefined;
        /** Milliseconds. @default 1 */
        readonly slackMs?: number | undefined;
      }
    | false
    | undefined;
  /** A candidate that takes longer than `ms` in more than a share of 1 - `quantile` of the trials. @default false */
  readonly slo?:
    | {
        /** Milliseconds. */
        readonly ms: number;
        /** Between 0 and 1, both excluded. @default 0.99 */
        readonly quantile?: number | undefined;
      }
    | false
    | undefined;
  /** More candidates that timed out and have still not settled than this. @default { max: 10 * maxInFlight } */
  readonly stuck?:
    | {
        /** A whole number from 1. */
        readonly max?: number | undefined;
      }
    | false
    | undefined;
  /**
   * The chance of ever stopping an experiment all of whose candidates keep to all limits, over its whole life; divided
   * evenly among guardrails and candidates. Between 0 and 1, both excluded.
   * @default 0.01
   */
  readonly alpha?: number | undefined;
  /** Fewer failures than this stop nothing. A whole number from 1. @default 5 */
  readonly minFailures?: number | undefined;
  /**
   * The most that one trial may block its process for, in milliseconds of real time; ten that block it for longer stop
   * the experiment. Above 0; `Infinity` turns it off.
   * @default 50
   */
  readonly maxBlockMs?: number | undefined;
  /**
   * The most of the last ten seconds of real time that may be spent in candidates, comparisons and snapshots; beyond it
   * calls are skipped as `overloaded`. Above 0; `Infinity` turns it off.
   * @default 0.2
   */
  readonly maxBusy?: number | undefined;
  /**
   * Calls are skipped as `overloaded` while the event loop was busier than this over the last whole second, where the
   * runtime can tell: the experiment yields first. Above 0; `Infinity` turns it off.
   * @default 0.9
   */
  readonly shedAbove?: number | undefined;
}

/** The share of trials in which something may happen. */
export interface RateLimit {
  /** Between 0 and 1, both excluded. @default 0.01 */
  readonly limit?: number | undefined;
}

/** What stopped an experiment: a guardrail, and what it had seen. */
export interface Trip {
  /** The name of the guardrail: `errors`, `slower`, `maxBlockMs`, ... */
  readonly guardrail: string;
  readonly candidate: string;
  /** Trials that counted. */
  readonly n: number;
  /** Of those, the ones in which it happened; for `stuck`, the candidates that have not settled. */
  readonly k: number;
  /** The setting that was exceeded, in the unit that it is given in. */
  readonly limit: number;
  /** How strongly the counts say that the limit is exceeded; absent for guardrails that only count. */
  readonly evidence?: number;
  /** The evidence that it took. */
  readonly needed?: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What a guardrail that goes by evidence has seen of one candidate so far. */
export interface GuardrailStanding {
  readonly guardrail: string;
  readonly candidate: string;
  readonly n: number;
  readonly k: number;
  readonly limit: number;
  readonly evidence: number;
  readonly needed: number;
}
