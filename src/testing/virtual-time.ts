import type { Timers } from '../types/index.js';
import { turn } from './turn.js';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still, and timers that go by it. Nothing here waits for real time, or is waited for by it. */
export class VirtualTime {
  #now: number;
  #immediates: (() => void)[] = [];
  readonly #timers = new Set<Timer>();
  /** Rises with everything that happens here: who sees it stand still has nothing to wait for but time. */
  #activity = 0;

  /** @param startAt milliseconds since the epoch */
  constructor(startAt: number) {
    this.#now = startAt;
  }

  readonly now = (): number => this.#now;

  readonly timers: Timers = {
    setTimeout: (callback, ms) => {
      const timer = { at: this.#now + ms, callback };
      this.#timers.add(timer);
      this.#activity += 1;
      return timer;
    },
    clearTimeout: (timer: Timer) => {
      if (this.#timers.delete(timer)) this.#activity += 1;
    },
    setImmediate: (callback) => {
      this.#immediates.push(callback);
      this.#activity += 1;
      // In a turn of its own, also where nobody settles anything: who drains waits for it.
      if (this.#immediates.length === 1) turn().then(() => this.runImmediates());
    },
  };

  get activity(): number {
    return this.#activity;
  }

  runImmediates(): void {
    const due = this.#immediates;
    this.#immediates = [];
    for (const callback of due) callback();
    if (due.length > 0) this.#activity += 1;
  }

  /** In how many milliseconds the next timer is due; undefined where there is none. */
  untilNext(): number | undefined {
    const next = this.#next();
    return next === undefined ? undefined : Math.max(0, next.at - this.#now);
  }

  /** Lets time pass, and leaves what is due by then to whoever advances next. */
  skip(ms: number): void {
    this.#now += ms;
  }

  /** Lets time pass, and does on the way what is due, in order. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      this.#activity += 1;
      next.callback();
      await turn();
      this.runImmediates();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Of those due at the same moment, the one that was set first: a Set keeps its order. */
  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (next === undefined || timer.at < next.at) next = timer;
    return next;
  }
}
