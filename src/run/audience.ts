import { isolateLater } from '../isolate.js';
import { hasMethod } from '../publish/publish.js';
import type { Change, Counts, Publisher, Stage } from '../types/index.js';
import type { Attendant } from '../types/run.js';

/** What an audience needs of the laboratory that it belongs to. */
interface House {
  readonly options: { readonly publishers: readonly Publisher[]; readonly attendant?: Attendant | undefined };
  tell(experiment: string, stage: Stage, error: unknown): void;
  later(work: () => void): void;
}

/** The publishers of a laboratory taken together: who of them listens, and when they look at the counts. */
export class Audience {
  readonly #house: House;
  readonly #all: () => Iterable<Counts>;
  #counts: () => Iterable<Counts>;
  #isStirred = false;

  constructor(house: House, counts: () => Iterable<Counts>) {
    this.#house = house;
    this.#all = counts;
    this.#counts = this.#shown();
  }

  /** There are other publishers: those of before are shown nothing more, though they keep what they were given. */
  renew(): void {
    this.#counts = this.#shown();
    this.stir();
  }

  #shown(): () => Iterable<Counts> {
    const shown = () => (shown === this.#counts ? this.#all() : []);
    return shown;
  }

  /** Whether anybody would hear of a trial that began or ended now. */
  isListening(): boolean {
    return this.#isTrueOfAny(isListening);
  }

  /** Whether anybody looks at the values of what matched. */
  readsMatches(): boolean {
    return this.#isTrueOfAny(readsMatches);
  }

  /** Of a publisher that fails to say, what costs more is true. */
  #isTrueOfAny(says: (publisher: Publisher) => boolean): boolean {
    const { publishers, attendant } = this.#house.options;
    if (attendant !== undefined) return true;
    for (const publisher of publishers) {
      try {
        if (says(publisher)) return true;
      } catch (error) {
        this.#house.tell('*', 'publish', error);
        return true;
      }
    }
    return false;
  }

  tellOf(change: Change): void {
    for (const publisher of this.#house.options.publishers) {
      const told = (error: unknown) => this.#house.tell(change.experiment, 'publish', error);
      this.#house.later(() => isolateLater(told, () => publisher.changed?.(change)));
    }
  }

  /** Something has been counted: publishers have a look at it in a later turn, once for all of this one. */
  stir(): void {
    if (this.#isStirred || !this.#house.options.publishers.some(isWatching)) return;
    this.#house.later(() => {
      this.#isStirred = false;
      this.showCounts();
    });
    this.#isStirred = true;
  }

  /** Gives the publishers a look at the counts, which is where they notice that a metrics SDK has been registered. */
  showCounts(): void {
    for (const publisher of this.#house.options.publishers) {
      isolateLater(
        (error) => this.#house.tell('*', 'publish', error),
        () => publisher.watch?.(this.#counts),
      );
    }
  }
}

function isListening(publisher: Publisher): boolean {
  return publisher.isListening?.() !== false;
}

function readsMatches(publisher: Publisher): boolean {
  return publisher.readsMatches !== false;
}

function isWatching(publisher: Publisher): boolean {
  return hasMethod(publisher, 'watch');
}
