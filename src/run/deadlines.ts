import { realTime } from '../decide/clock.js';
import type { Timers } from '../types/index.js';
import { after } from './time-limit.js';

/** What is done when its time is up. */
type Expire = () => void;

interface Deadline {
  readonly from: number;
  /** The same by the real time: a clock that was given may stand still. */
  readonly reallyFrom: number;
  /** Whose timer it is. Fake ones that were taken away again never call back. */
  readonly timers: Timers;
  readonly runtime: unknown;
  readonly watch: Watch;
  cancel(): void;
}

/** What the timer holds on to: of a laboratory whose trials are over nothing, long as the timer may still run. */
interface Watch {
  readonly members: Set<Expire>;
  isOver: boolean;
}

/** Time limits that begin within so many milliseconds share a timer: the runtime's own are no more exact than that. */
const SHARED_MS = 1;

/** The time limits of trials, which nearly all end long before: one timer serves all that begin at the same time. */
export class Deadlines {
  /** By length in milliseconds: the one that can be joined. */
  readonly #latest = new Map<number, Deadline>();
  readonly #timers: () => Timers;
  readonly #tell: (error: unknown) => void;
  readonly #realNow: () => number;
  /** In workerd a timer ends with the request that set it: who joined it in another one would wait for ever. */
  readonly #isShared = !('WebSocketPair' in globalThis);

  constructor(timers: () => Timers, tell: (error: unknown) => void, realNow: () => number = realTime) {
    this.#timers = timers;
    this.#tell = tell;
    this.#realNow = realNow;
  }

  /**
   * Calls back after so many milliseconds, until the function that this answers is called.
   *
   * @param now milliseconds of whatever clock
   */
  join(ms: number, now: number, expire: Expire): () => void {
    const deadline = this.#at(ms, now);
    const { members, isOver } = deadline.watch;
    members.add(expire);
    // Timers that call back at once have done so already.
    if (isOver) expire();
    return () => {
      members.delete(expire);
      if (members.size === 0 && this.#latest.get(ms) !== deadline) deadline.cancel();
    };
  }

  #at(ms: number, now: number): Deadline {
    const timers = this.#timers();
    const runtime = globalThis.setTimeout;
    const latest = this.#latest.get(ms);
    if (latest !== undefined) {
      const isAlike = !latest.watch.isOver && latest.timers === timers && latest.runtime === runtime;
      if (isAlike && isJustNow(latest.from, now) && isJustNow(latest.reallyFrom, this.#realNow()))
        return latest;
      if (latest.watch.members.size === 0) latest.cancel();
    }
    const watch: Watch = { members: new Set(), isOver: false };
    const cancel = after(ms, timers, this.#tell, () => expireAll(watch));
    const deadline = { from: now, reallyFrom: this.#realNow(), timers, runtime, watch, cancel };
    // Only now: nobody may join one that has no timer.
    if (this.#isShared) this.#latest.set(ms, deadline);
    return deadline;
  }
}

function expireAll(watch: Watch): void {
  watch.isOver = true;
  for (const expire of [...watch.members]) expire();
}

function isJustNow(from: number, now: number): boolean {
  const passed = now - from;
  return passed >= 0 && passed < SHARED_MS;
}
