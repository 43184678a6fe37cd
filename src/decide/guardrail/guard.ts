import type { Cause, Guard, GuardrailSettings, GuardState, Stake } from '../../types/guard.js';
import type { GuardrailStanding, JudgedObservation, Observation } from '../../types/index.js';
import type { Definition } from '../../types/run.js';
import { realTime } from '../clock.js';
import { Busy } from './busy.js';
import { CandidateWatch, type Held, type Regime } from './candidate-watch.js';
import { Load } from './load.js';
import { rateRules } from './rules.js';

/** What guardrails are made for. */
export interface Guarded {
  readonly settings: GuardrailSettings;
  /** How many candidates the experiment has. */
  readonly candidates: number;
  /** The names of the measures that have a limit. */
  readonly measures: readonly string[];
}

/** The guardrails of an experiment, or undefined where they are off. */
export function guardOf(definition: Definition): Guard | undefined {
  const { candidates, options } = definition;
  if (options.guardrails === false || candidates.length === 0) return;
  const measures = definition.measures.filter(({ limit }) => limit !== undefined).map(({ name }) => name);
  return new ExperimentGuard({ settings: options.guardrails, candidates: candidates.length, measures });
}

/** The guardrails of one experiment. All of its candidates stop together, so its alpha is divided among them too. */
class ExperimentGuard implements Guard {
  readonly clock: () => number;
  readonly #regime: Regime;
  readonly #watches = new Map<string, CandidateWatch>();
  readonly #isMeasured: boolean;
  readonly #busy = new Busy();
  readonly #load: Load;

  /** @param clock the real time, whatever clock the laboratory was given: what is protected is the real process */
  constructor({ settings, candidates, measures }: Guarded, clock = realTime, load = new Load()) {
    const rules = rateRules(settings, measures);
    const tests = rules.length + (settings.againstControl ? 1 : 0);
    const limits = rules.flatMap(({ isTooLong }) => isTooLong ?? []);
    this.#regime = { settings, rules, limits, alpha: settings.alpha / Math.max(1, tests * candidates) };
    this.#isMeasured = measures.length > 0;
    this.clock = clock;
    this.#load = load;
  }

  mayRun(): 'on-trial' | 'overloaded' {
    const { maxBusy, shedAbove } = this.#regime.settings;
    // Looking at the clock would take as long as all else that is decided.
    if (maxBusy === Number.POSITIVE_INFINITY && shedAbove === Number.POSITIVE_INFINITY) return 'on-trial';
    const now = this.clock();
    const isOverloaded = this.#busy.share(now) > maxBusy || this.#load.of(now) > shedAbove;
    return isOverloaded ? 'overloaded' : 'on-trial';
  }

  passed(candidate: string, controlMs: number, candidateMs: number, since: number, until: number): boolean {
    // A trial of a definition that measures nothing leaves the guardrails of another one that does as they are.
    if (this.#isMeasured || until - since > this.#regime.settings.maxBlockMs) return false;
    if (!this.#watchOf(candidate).passed(controlMs, candidateMs)) return false;
    this.#busy.add(since, until);
    return true;
  }

  start(candidate: string): Held {
    return this.#watchOf(candidate).start();
  }

  ranInside(stake: Stake): void {
    const held = stake as Held;
    if (this.#counts(held)) held.watch.ranInside(held);
  }

  learn(stake: Stake, control: Observation, judged: JudgedObservation, stuck: number): Cause | undefined {
    const held = stake as Held;
    if (!this.#counts(held)) return;
    return held.watch.learn(held, { control, judged }) ?? held.watch.isStuck(stuck);
  }

  spent(stake: Stake, since: number, until = this.clock()): Cause | undefined {
    const held = stake as Held;
    this.#busy.add(since, until);
    const { maxBlockMs } = this.#regime.settings;
    const before = held.blockedMs;
    held.blockedMs += until - since;
    const hasCrossed = before <= maxBlockMs && held.blockedMs > maxBlockMs;
    return hasCrossed && this.#counts(held) ? held.watch.blocked() : undefined;
  }

  restart(): void {
    this.#watches.clear();
  }

  restore(state: GuardState): void {
    this.restart();
    for (const [name, saved] of Object.entries(state))
      this.#watches.set(name, new CandidateWatch(name, this.#regime, saved));
  }

  standings(): GuardrailStanding[] {
    return [...this.#watches.values()].flatMap((watch) => watch.standings());
  }

  toJSON(): GuardState {
    return Object.fromEntries([...this.#watches].map(([name, watch]) => [name, watch.toJSON()]));
  }

  #watchOf(candidate: string): CandidateWatch {
    let watch = this.#watches.get(candidate);
    if (watch === undefined) {
      watch = new CandidateWatch(candidate, this.#regime);
      this.#watches.set(candidate, watch);
    }
    return watch;
  }

  /** A trial from before a restart does not count any longer. */
  #counts({ candidate, watch }: Held): boolean {
    return this.#watches.get(candidate) === watch;
  }
}
