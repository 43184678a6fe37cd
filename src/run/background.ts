import { isolate } from '../isolate.js';
import type { Timers } from '../types/index.js';
import { immediately } from './time-limit.js';

/**
 * More work than this does not wait: a loop that never lets the event loop turn must not fill the memory. Few, because
 * what waits for long is moved about by the garbage collector, which takes longer than to do it.
 */
const MOST_WAITING = 100;

/**
 * What can be done after the caller has its value. Any number of pieces share one turn of the event loop, and what they
 * add has the next one: a publisher that itself runs experiments would otherwise never let it turn.
 *
 * In a loop that never lets that turn come the oldest piece is done for each new one: nothing is lost, and memory
 * stays flat.
 */
export class Background {
  #waiting: (() => void)[] = [];
  #first = 0;
  /** What the next turn was asked of, by whose timers. Fake ones that were taken away again never call back. */
  #scheduledBy: unknown;
  #scheduledWith: Timers | undefined;
  readonly #timers: () => Timers;
  readonly #tell: (error: unknown) => void;
  readonly #outside: (work: () => void) => void;

  /** @param outside runs work where no caller's context is, whoever's call it was that added it */
  constructor(timers: () => Timers, tell: (error: unknown) => void, outside: (work: () => void) => void) {
    this.#timers = timers;
    this.#tell = tell;
    this.#outside = outside;
  }

  get isIdle(): boolean {
    return this.#first === this.#waiting.length;
  }

  add(work: () => void): void {
    this.#waiting.push(work);
    if (this.#waiting.length - this.#first > MOST_WAITING) this.#outside(() => this.#next());
    this.#schedule();
  }

  /** Does all that waits now. */
  flush(): void {
    this.#scheduledBy = undefined;
    const count = this.#waiting.length - this.#first;
    this.#outside(() => {
      for (let done = 0; done < count && !this.isIdle; done++) this.#next();
    });
    if (!this.isIdle) this.#schedule();
  }

  #schedule(): void {
    const runtime = globalThis.setImmediate ?? this;
    const timers = this.#timers();
    if (this.#scheduledBy === runtime && this.#scheduledWith === timers) return;
    try {
      immediately(timers, this.#tell, () => this.flush());
    } catch {
      // Workerd has no timers outside of a request: there is no later turn than this.
      queueMicrotask(() => this.flush());
    }
    // Not before: at the end of the stack nothing is asked of anybody, and the next piece of work has to ask.
    this.#scheduledBy = runtime;
    this.#scheduledWith = timers;
  }

  #next(): void {
    const work = this.#waiting[this.#first] as () => void;
    this.#waiting[this.#first] = forgotten;
    this.#first += 1;
    if (this.#first > MOST_WAITING) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
    isolate(this.#tell, work);
  }
}

/** In place of work that was done, so that it is not held on to. */
function forgotten(): void {}
