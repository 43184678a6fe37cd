/** As much of a Node process as is used. */
interface Process {
  getActiveResourcesInfo?(): string[];
  getBuiltinModule?(name: string): { createHook?(events: Events): Hook } | undefined;
}

interface Events {
  init(id: number, type: string): void;
  destroy(id: number): void;
}

interface Hook {
  enable(): void;
  disable(): void;
}

const TIMER = 'Timeout';
/** One that was open before may be what a candidate asks by, as with a pool of a database: nothing new shows for it. */
const CONNECTION = 'TCPSocketWrap';
/** Of these there are always some, and none of them settles a candidate. Timers are counted one by one. */
const NOT_COUNTED: readonly string[] = ['MessagePort', 'TTYWrap', TIMER];

/**
 * Whether the process has real work under way, a timer or a request, that it did not have when a run began, or a
 * connection: a candidate that is not done may be waiting for it. Known in Node only.
 */
export class RealWork {
  #before = new Map<string, number>();
  /** By identity: a runner has timers of its own, which come and go meanwhile. */
  readonly #timers = new Set<number>();
  readonly #hook = createHook({
    init: (id, type) => {
      if (type === TIMER) this.#timers.add(id);
    },
    destroy: (id) => this.#timers.delete(id),
  });
  #isWatching = false;

  /** A run begins. */
  begin(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.#before = resources();
    this.#before.delete(CONNECTION);
    this.#timers.clear();
    this.#hook?.enable();
  }

  /** Nothing is in flight any longer: watching slows every promise of the process down. */
  end(): void {
    this.#isWatching = false;
    this.#hook?.disable();
  }

  isOpen(): boolean {
    if (this.#timers.size > 0) return true;
    return [...resources()].some(([kind, count]) => count > (this.#before.get(kind) ?? 0));
  }
}

function createHook(events: Events): Hook | undefined {
  try {
    return runtime().getBuiltinModule?.('node:async_hooks')?.createHook?.(events);
  } catch {
    return undefined;
  }
}

function resources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of runtime().getActiveResourcesInfo?.() ?? []) {
    if (!NOT_COUNTED.includes(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

function runtime(): Process {
  return (globalThis as { process?: Process }).process ?? {};
}
