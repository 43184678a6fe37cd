import type { Client } from '@openfeature/server-sdk';
import { refuse } from '../refuse.js';
import type { ControlDesk, Directive } from '../types/index.js';
import { evaluate } from './evaluate.js';

/** More contexts of one experiment are not remembered: the one not asked for longest makes place. */
const MOST_CONTEXTS = 1_000;

/** Flags, and how they are found. */
export interface FlagService {
  readonly client: Client;
  readonly flag: (experiment: string) => string;
  /** What flags are targeted by. */
  readonly target: (context: Readonly<Record<string, unknown>>) => object;
  readonly refreshMs: number;
}

interface Entry {
  readonly target: Readonly<Record<string, unknown>>;
  /** What the last answer was; until there has been one, nothing is on trial. */
  directive: Directive;
  isAsking: boolean;
  /** Whether what is being asked is out of date already. */
  isOutdated: boolean;
  askedAt: number;
}

/** What is known of one experiment's flag. */
interface Asked {
  /** By target. */
  readonly entries: Map<string, Entry>;
  /** What was told since the last refresh: a thousand contexts change at once, and that is one change. */
  readonly told: Set<string>;
  toldSince: number;
  /** Whether the last answer was a number. */
  isRate: boolean;
}

const UNKNOWN: Directive = Object.freeze({ rate: 0 });

/** What flags said last, by experiment and target. */
export class Flags {
  readonly #service: FlagService;
  readonly #desks: Iterable<ControlDesk>;
  readonly #experiments = new Map<string, Asked>();

  constructor(service: FlagService, desks: Iterable<ControlDesk>) {
    this.#service = service;
    this.#desks = desks;
  }

  /** At once: what the last answer was. */
  of(experiment: string, context: Readonly<Record<string, unknown>>): Directive {
    const { entries } = this.#askedOf(experiment);
    const target = this.#targetOf(context);
    const key = JSON.stringify(target);
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = { target: { ...target }, directive: UNKNOWN, isAsking: false, isOutdated: false, askedAt: 0 };
      void this.#ask(experiment, entry);
    } else {
      entries.delete(key);
      if (!entry.isAsking && performance.now() - entry.askedAt >= this.#service.refreshMs)
        void this.#ask(experiment, entry);
    }
    // The most recently asked for is the last one.
    entries.set(key, entry);
    if (entries.size > MOST_CONTEXTS) entries.delete(entries.keys().next().value as string);
    return entry.directive;
  }

  /** Asks for everything anew. What is known stands until the answers come. */
  refresh(): void {
    for (const [experiment, { entries, told }] of this.#experiments) {
      told.clear();
      for (const entry of entries.values()) {
        if (entry.isAsking) entry.isOutdated = true;
        else void this.#ask(experiment, entry);
      }
    }
  }

  /** What is not followed any longer may have changed by when somebody asks again. */
  forget(): void {
    this.#experiments.clear();
  }

  #targetOf(context: Readonly<Record<string, unknown>>): object {
    const target = this.#service.target(context);
    if (!(target instanceof Promise)) return target;
    // Nothing is in it: the flag would be evaluated as if there were nobody to target.
    target.catch(() => {});
    return refuse('openFeature: target ', target, 'answer at once, without await');
  }

  #keyOf(experiment: string): string {
    const key: unknown = this.#service.flag(experiment);
    return typeof key === 'string' ? key : refuse('openFeature: flag ', key, 'answer the key of a flag');
  }

  #askedOf(experiment: string): Asked {
    let asked = this.#experiments.get(experiment);
    if (asked === undefined) {
      asked = { entries: new Map(), told: new Set(), toldSince: performance.now(), isRate: false };
      this.#experiments.set(experiment, asked);
    }
    return asked;
  }

  /** Never rejects. */
  async #ask(experiment: string, entry: Entry): Promise<void> {
    const { client } = this.#service;
    entry.isAsking = true;
    do {
      entry.isOutdated = false;
      entry.askedAt = performance.now();
      try {
        const { isRate } = this.#askedOf(experiment);
        const question = { flag: this.#keyOf(experiment), target: entry.target, isRate };
        this.#learn(experiment, entry, await evaluate(client, question));
      } catch (error) {
        if (this.#isNews(experiment, String(error)))
          for (const desk of this.#desks) desk.fault(experiment, error);
      }
    } while (entry.isOutdated);
    entry.isAsking = false;
  }

  #learn(experiment: string, entry: Entry, directive: Directive): void {
    const was = entry.directive;
    entry.directive = directive;
    this.#askedOf(experiment).isRate = directive.rate !== undefined;
    if (was.isStopped === directive.isStopped && was.rate === directive.rate) return;
    const [from, to] = [wordsFor(was), wordsFor(directive)];
    // That it runs as it is defined is nothing to tell of, and neither is there anything to stop.
    if (was === UNKNOWN && to === AS_DEFINED) return;
    const { reason } = directive;
    const change = this.#isNews(experiment, `${from} ${to}`) ? { from, to, reason } : undefined;
    for (const desk of this.#desks) desk.changed(experiment, change);
  }

  #isNews(experiment: string, what: string): boolean {
    const asked = this.#askedOf(experiment);
    const now = performance.now();
    if (now - asked.toldSince >= this.#service.refreshMs) {
      asked.told.clear();
      asked.toldSince = now;
    }
    const isNews = !asked.told.has(what);
    asked.told.add(what);
    return isNews;
  }
}

const AS_DEFINED = 'as defined';

function wordsFor(directive: Directive): string {
  if (directive === UNKNOWN) return 'unknown';
  return directive.isStopped === true ? 'stopped' : String(directive.rate ?? AS_DEFINED);
}
