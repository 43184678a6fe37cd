import { isolateLater } from '../isolate.js';
import type { Clock } from '../observe/observe.js';
import { hasMethod } from '../publish/publish.js';
import type { Change, Counts, Publisher, Stage } from '../types/index.js';
import type { Attendant } from '../types/run.js';

/** What an audience needs of the laboratory that it belongs to. */
interface House {
  readonly audience: Audience;
  readonly options: { readonly attendant?: Attendant | undefined };
  tell(experiment: string, stage: Stage, error: unknown): void;
  later(work: () => void): void;
}

/** A trial as its audience knows it. */
export interface Told {
  readonly id: string;
  readonly audience: Audience;
  /** All of its durations are taken by the same. */
  readonly clock: Clock;
}

/**
 * The publishers of a laboratory taken together: who of them listens, and when they look at the counts. Those who take
 * their place are another audience. This one still hears of the trials that began with it, since a publisher may hold
 * something open until a trial ends; of the counts it keeps what it was shown, and is shown nothing more.
 */
export class Audience {
  readonly publishers: readonly Publisher[];
  readonly #house: House;
  readonly #counts: () => Iterable<Counts>;
  #isStirred = false;

  constructor(house: House, publishers: readonly Publisher[], counts: () => Iterable<Counts>) {
    this.publishers = publishers;
    this.#house = house;
    this.#counts = () => (this.isPresent ? counts() : []);
  }

  /** Whether it has not been replaced. */
  get isPresent(): boolean {
    return this.#house.audience === this;
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
    if (this.#house.options.attendant !== undefined) return true;
    for (const publisher of this.publishers) {
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
    for (const publisher of this.publishers) {
      const told = (error: unknown) => this.#house.tell(change.experiment, 'publish', error);
      this.#house.later(() => isolateLater(told, () => publisher.changed?.(change)));
    }
  }

  /** Something has been counted: publishers have a look at it in a later turn, once for all of this one. */
  stir(): void {
    if (this.#isStirred || !this.publishers.some(isWatching)) return;
    this.#house.later(() => {
      this.#isStirred = false;
      this.showCounts();
    });
    this.#isStirred = true;
  }

  /** Gives the publishers a look at the counts, which is where they notice that a metrics SDK has been registered. */
  showCounts(): void {
    if (!this.isPresent) return;
    for (const publisher of this.publishers) {
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
