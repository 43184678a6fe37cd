import type { Cause, GuardrailSettings } from '../../types/guard.js';
import type { GuardrailStanding } from '../../types/index.js';
import { GuardrailEvidence, type GuardrailState } from './evidence.js';
import type { Epoch } from './restarts.js';
import { hasFailed, isAborted, type Lesson, type RateRule } from './rules.js';
import { type Pair, type PairState, SettledPairs } from './settled-pairs.js';

/** Trials that block the process for too long stop an experiment when there are so many of them. */
const MOST_BLOCKING = 10;
/** So many brief trials are taken into account at once at most: what that takes is bounded, and no caller feels it. */
const MOST_BRIEF = 500;

/** What a trial takes part in. */
export interface Held {
  readonly candidate: string;
  readonly watch: CandidateWatch;
  /** By rule; undefined where this trial does not count. */
  readonly epochs: (Epoch | undefined)[];
  readonly pair: Pair | undefined;
  blockedMs: number;
}

/** What the guardrails of one experiment share. */
export interface Regime {
  readonly settings: GuardrailSettings;
  readonly rules: readonly RateRule[];
  /** Those of the rules that go by durations. */
  readonly limits: readonly NonNullable<RateRule['isTooLong']>[];
  /** Of each guardrail of each candidate. */
  readonly alpha: number;
}

/** What the guardrails have learned of one candidate. */
export class CandidateWatch {
  readonly #candidate: string;
  readonly #regime: Regime;
  readonly #evidences: GuardrailEvidence[];
  readonly #pairs: SettledPairs | undefined;
  #started = 0;
  #blocking = 0;
  /** Brief trials that are not taken into account yet. */
  #brief = 0;

  /** @param state to go on from, once it was checked */
  constructor(candidate: string, regime: Regime, state: Readonly<Record<string, unknown>> = {}) {
    this.#candidate = candidate;
    this.#regime = regime;
    const { settings, rules, alpha } = regime;
    const { minFailures, againstControl } = settings;
    this.#evidences = rules.map(({ guardrail, limit }) => {
      const saved = state[guardrail] as GuardrailState | undefined;
      return new GuardrailEvidence({ limit, alpha, minFailures }, saved);
    });
    const saved = state.againstControl as PairState | undefined;
    this.#pairs = againstControl ? new SettledPairs(againstControl.delta, saved) : undefined;
  }

  /**
   * A trial that was over before another one could start, and has matched.
   *
   * @returns false, and nothing was learned, where it took so long that it speaks against the candidate
   */
  passed(controlMs: number, candidateMs: number): boolean {
    for (const isTooLong of this.#regime.limits) if (isTooLong(controlMs, candidateMs)) return false;
    this.#brief += 1;
    if (this.#brief === MOST_BRIEF) this.#takeIntoAccount();
    return true;
  }

  /** Before anything else is learned, or asked: evidence goes by the order in which trials were started. */
  #takeIntoAccount(): void {
    const count = this.#brief;
    if (count === 0) return;
    this.#brief = 0;
    this.#started += count;
    for (const evidence of this.#evidences) evidence.passedAtOnce(count);
    this.#pairs?.passedAtOnce(count);
  }

  start(): Held {
    this.#takeIntoAccount();
    this.#started++;
    const { rules } = this.#regime;
    // As long as it will be: a list that is filled one by one has room for many more.
    const epochs: Held['epochs'] = new Array(rules.length);
    for (let index = 0; index < rules.length; index += 1) {
      const isHere = rules[index]?.where === 'all';
      epochs[index] = isHere ? this.#evidences[index]?.started() : undefined;
    }
    return {
      candidate: this.#candidate,
      watch: this,
      epochs,
      pair: this.#pairs?.start(),
      blockedMs: 0,
    };
  }

  ranInside({ epochs }: Held): void {
    this.#takeIntoAccount();
    for (let index = 0; index < epochs.length; index += 1) {
      epochs[index] ??= this.#evidences[index]?.started();
    }
  }

  learn({ epochs, pair }: Held, lesson: Lesson): Cause | undefined {
    this.#takeIntoAccount();
    let cause: Cause | undefined;
    const { rules } = this.#regime;
    for (let index = 0; index < rules.length; index += 1) {
      const epoch = epochs[index];
      if (epoch === undefined) continue;
      const evidence = this.#evidences[index] as GuardrailEvidence;
      const finding = (rules[index] as RateRule).find(lesson);
      evidence[finding](epoch);
      if (finding === 'failed' && evidence.isBeyondLimit()) cause ??= this.#standing(index);
    }
    return cause ?? this.#learnPair(pair, lesson);
  }

  #learnPair(pair: Pair | undefined, { control, judged }: Lesson): Cause | undefined {
    if (this.#pairs === undefined || pair === undefined) return;
    const isLeftOut = judged.outcome === 'ignored' || isAborted(judged);
    const failures = `n${hasFailed(judged) ? 1 : 0}${hasFailed(control) ? 1 : 0}` as const;
    this.#pairs.end(pair, isLeftOut ? 'withdrawn' : failures);
    const { n10 } = this.#pairs.counts;
    const { alpha, settings } = this.#regime;
    if (n10 < settings.minFailures || this.#pairs.logEvidence() < -Math.log(alpha)) return;
    return this.#pairStanding(this.#pairs);
  }

  /** A trial has blocked the process for too long. */
  blocked(): Cause | undefined {
    this.#blocking++;
    if (this.#blocking < MOST_BLOCKING) return;
    const { maxBlockMs } = this.#regime.settings;
    this.#takeIntoAccount();
    return this.#counted('maxBlockMs', this.#blocking, maxBlockMs);
  }

  isStuck(stuck: number): Cause | undefined {
    const limit = this.#regime.settings.stuck;
    return limit && stuck > limit.max ? this.#counted('stuck', stuck, limit.max) : undefined;
  }

  #counted(guardrail: string, k: number, limit: number): Cause {
    return { guardrail, candidate: this.#candidate, n: this.#started, k, limit };
  }

  standings(): GuardrailStanding[] {
    this.#takeIntoAccount();
    const standings = this.#evidences.map((_, index) => this.#standing(index));
    return this.#pairs === undefined ? standings : [...standings, this.#pairStanding(this.#pairs)];
  }

  #standing(index: number): GuardrailStanding {
    const { guardrail, limit } = this.#regime.rules[index] as RateRule;
    const { n, k, logEvidence } = statistics(this.#evidences[index] as GuardrailEvidence);
    return this.#describe(guardrail, n, k, limit, logEvidence);
  }

  #pairStanding(pairs: SettledPairs): GuardrailStanding {
    const { n00, n01, n10, n11 } = pairs.counts;
    return this.#describe('againstControl', n00 + n01 + n10 + n11, n10, pairs.delta, pairs.logEvidence());
  }

  #describe(guardrail: string, n: number, k: number, limit: number, log: number): GuardrailStanding {
    const evidence = Math.min(Number.MAX_VALUE, Math.exp(log));
    return { guardrail, candidate: this.#candidate, n, k, limit, evidence, needed: 1 / this.#regime.alpha };
  }

  toJSON(): Record<string, unknown> {
    this.#takeIntoAccount();
    const entries = this.#regime.rules.map(({ guardrail }, index) => [guardrail, this.#evidences[index]]);
    return Object.fromEntries(
      this.#pairs === undefined ? entries : [...entries, ['againstControl', this.#pairs]],
    );
  }
}

function statistics(evidence: GuardrailEvidence): { n: number; k: number; logEvidence: number } {
  return { n: evidence.n, k: evidence.k, logEvidence: evidence.logEvidence() };
}
