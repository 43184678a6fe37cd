import { FAILED, isolate } from '../../isolate.js';
import type { Change, Directive, Note } from '../../types/index.js';
import type { State } from '../../types/run.js';

const EVERYTHING = '*';
const MOST_CHANGES = 100;
const MOST_NAMES = 1_000;

/** What was changed, the last 100 of each experiment: also of those that are not known yet. */
export class Audit {
  readonly #unknown = new Map<string, Change[]>();

  add(change: Change, states: ReadonlyMap<string, State>): void {
    const { experiment } = change;
    const state = states.get(experiment);
    if (state !== undefined) keep(state.changes, change);
    else this.#keepFor(experiment, change);
    if (experiment === EVERYTHING) for (const { changes } of states.values()) keep(changes, change);
  }

  /** What was changed before the experiment was known, the oldest first. */
  of(name: string): Change[] {
    const own = this.#unknown.get(name) ?? [];
    this.#unknown.delete(name);
    const all = this.#unknown.get(EVERYTHING) ?? [];
    return [...all, ...own].sort((one, other) => one.at - other.at).slice(-MOST_CHANGES);
  }

  #keepFor(name: string, change: Change): void {
    const known = this.#unknown.get(name);
    if (known !== undefined) keep(known, change);
    else if (this.#unknown.size < MOST_NAMES) this.#unknown.set(name, [change]);
  }
}

/** Puts what an earlier life of the process has written in front, as far as there is room. */
export function carryOver(earlier: readonly Change[], changes: Change[]): void {
  const room = MOST_CHANGES - changes.length;
  if (room > 0) changes.unshift(...earlier.slice(-room));
}

function keep(changes: Change[], change: Change): void {
  changes.push(change);
  if (changes.length > MOST_CHANGES) changes.shift();
}

/** Whoever leaves no name is still somebody: it was no guardrail, no ramp and no control source. */
export function signed(note: Note | string | null): Pick<Change, 'reason' | 'by'> {
  // Whoever stops something in a hurry may give null for a note, or say nothing but why.
  const { reason, by }: Note = typeof note === 'string' ? { reason: note } : (note ?? {});
  return inWords({ by: by ?? 'the code', reason });
}

/** As texts, whatever they were: a state with anything else among its changes is refused by the next process. */
export function inWords<K extends string>(
  said: { readonly [P in K]?: unknown },
): { readonly [P in K]?: string } {
  const entries = Object.entries(said).filter(([, word]) => word !== undefined && word !== null);
  return Object.fromEntries(entries.map(([key, word]) => [key, wordOf(word)])) as { [P in K]?: string };
}

function wordOf(word: unknown): string {
  const text = isolate(
    () => {},
    () => String(word),
  );
  return text === FAILED ? typeof word : text;
}

/** What a directive says, for the audit trail. */
export function wordsFor({ isStopped, rate }: Directive): string | number {
  return isStopped === true ? 'stopped' : (rate ?? 'as defined');
}
