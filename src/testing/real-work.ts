/** As much of a Node process as is used. */
interface Process {
  getActiveResourcesInfo?(): string[];
}

/** Of these there are always some, and none of them settles a candidate. */
const NOT_WORK: readonly string[] = ['MessagePort', 'TTYWrap'];

/**
 * Whether the process has real work under way, a timer or a request, that it did not have when a run began: a candidate
 * that is not done may be waiting for it. Known in Node only.
 */
export class RealWork {
  #before = new Map<string, number>();

  /** A run begins. */
  begin(): void {
    this.#before = resources();
  }

  isOpen(): boolean {
    return [...resources()].some(([kind, count]) => count > (this.#before.get(kind) ?? 0));
  }
}

function resources(): Map<string, number> {
  const { process } = globalThis as { process?: Process };
  const counts = new Map<string, number>();
  for (const kind of process?.getActiveResourcesInfo?.() ?? []) {
    if (!NOT_WORK.includes(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
