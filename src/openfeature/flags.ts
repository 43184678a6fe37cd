import type { Client } from '@openfeature/server-sdk';
import type { ControlDesk, Directive } from '../types/index.js';
import { evaluate, NOT_SAID } from './evaluate.js';

/** More contexts of one experiment are not remembered: the one not asked for longest makes place. */
const MOST_CONTEXTS = 1_000;

interface Entry {
  readonly context: Readonly<Record<string, unknown>>;
  /** What the last answer was; until there has been one, nothing is on trial. */
  directive: Directive;
  isKnown: boolean;
  isAsking: boolean;
  /** Whether what is being asked is out of date already. */
  isOutdated: boolean;
  askedAt: number;
}

type Entries = Map<string, Entry>;

const UNKNOWN: Directive = Object.freeze({ rate: 0 });

/** What flags said last, by experiment and context. */
export class Flags {
  readonly #client: Client;
  readonly #flag: (experiment: string) => string;
  readonly #refreshMs: number;
  readonly #desks: ReadonlySet<ControlDesk>;
  readonly #experiments = new Map<string, Entries>();

  constructor(
    client: Client,
    flag: (experiment: string) => string,
    refreshMs: number,
    desks: ReadonlySet<ControlDesk>,
  ) {
    this.#client = client;
    this.#flag = flag;
    this.#refreshMs = refreshMs;
    this.#desks = desks;
  }

  /** At once: what the last answer was. */
  of(experiment: string, context: Readonly<Record<string, unknown>>): Directive {
    const entries = this.#entriesOf(experiment);
    const key = JSON.stringify(context);
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = create({ ...context });
      void this.#ask(experiment, entry);
    } else {
      entries.delete(key);
      if (!entry.isAsking && performance.now() - entry.askedAt >= this.#refreshMs)
        void this.#ask(experiment, entry);
    }
    // The most recently asked for is the last one.
    entries.set(key, entry);
    if (entries.size > MOST_CONTEXTS) entries.delete(entries.keys().next().value as string);
    return entry.directive;
  }

  /** Asks for everything anew. What is known stands until the answers come. */
  refresh(): void {
    for (const [experiment, entries] of this.#experiments) {
      for (const entry of entries.values()) {
        if (entry.isAsking) entry.isOutdated = true;
        else void this.#ask(experiment, entry);
      }
    }
  }

  #entriesOf(experiment: string): Entries {
    let entries = this.#experiments.get(experiment);
    if (entries === undefined) {
      entries = new Map();
      this.#experiments.set(experiment, entries);
    }
    return entries;
  }

  /** Never rejects. */
  async #ask(experiment: string, entry: Entry): Promise<void> {
    entry.isAsking = true;
    do {
      entry.isOutdated = false;
      entry.askedAt = performance.now();
      try {
        this.#learn(experiment, entry, await evaluate(this.#client, this.#flag(experiment), entry.context));
      } catch (error) {
        // Nothing was ever said: the experiment runs as it is defined.
        if (!entry.isKnown) this.#learn(experiment, entry, NOT_SAID);
        for (const desk of this.#desks) desk.fault(experiment, error);
      }
    } while (entry.isOutdated);
    entry.isAsking = false;
  }

  #learn(experiment: string, entry: Entry, directive: Directive): void {
    const was = entry.directive;
    const isFirst = !entry.isKnown;
    entry.directive = directive;
    entry.isKnown = true;
    if (was.isStopped === directive.isStopped && was.rate === directive.rate) return;
    if (isFirst && directive === NOT_SAID) return;
    const change = { from: isFirst ? 'unknown' : wordsFor(was), to: wordsFor(directive) };
    for (const desk of this.#desks) desk.changed(experiment, change);
  }
}

function create(context: Readonly<Record<string, unknown>>): Entry {
  return { context, directive: UNKNOWN, isKnown: false, isAsking: false, isOutdated: false, askedAt: 0 };
}

function wordsFor({ isStopped, rate }: Directive): string {
  return isStopped === true ? 'stopped' : String(rate ?? 'as defined');
}
