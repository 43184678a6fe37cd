const SECOND_MS = 1_000;

/** As much of `performance.eventLoopUtilization()` as is used. */
export interface Utilization {
  readonly active: number;
  readonly idle: number;
  readonly utilization: number;
}

/** Answers what the event loop did since the process began, and between two such answers. */
export type Utilizations = (now?: Utilization, before?: Utilization) => Utilization;

/**
 * How busy the event loop was over the last whole second or longer. In the first second nothing is known, and nothing is
 * ever known where the runtime does not say.
 */
export class Load {
  readonly #read: Utilizations | undefined;
  #before: Utilization | undefined;
  #since = 0;
  #last = 0;

  constructor(read = runtimeUtilizations()) {
    this.#read = read;
  }

  /** 0 to 1. @param now milliseconds of real time, or NaN where nobody knows */
  of(now: number): number {
    // At no moment nothing new is learned.
    if (this.#read === undefined || Number.isNaN(now)) return this.#last;
    if (this.#before === undefined) this.#look(this.#read(), now);
    else if (now - this.#since >= SECOND_MS) {
      const present = this.#read();
      this.#last = this.#read(present, this.#before).utilization;
      this.#look(present, now);
    }
    return this.#last;
  }

  #look(present: Utilization, now: number): void {
    this.#before = present;
    this.#since = now;
  }
}

/** Whether the runtime says how busy its event loop is. */
export function readsLoad(): boolean {
  return runtimeUtilizations() !== undefined;
}

function runtimeUtilizations(): Utilizations | undefined {
  // Theirs, where something has loaded it, always answers 0; that of workerd, which has WebSocketPair, is a method too.
  if ('Bun' in globalThis || 'Deno' in globalThis || 'WebSocketPair' in globalThis) return undefined;
  // Not a method: it needs no `this`.
  const { eventLoopUtilization } = performance as { eventLoopUtilization?: Utilizations };
  try {
    eventLoopUtilization?.();
    return eventLoopUtilization;
  } catch {
    // One that cannot be asked would keep every call off trial.
    return undefined;
  }
}
