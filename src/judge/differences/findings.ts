import type { Difference } from '../../types/index.js';
import { consumable } from '../equality/incomparable.js';
import { deltaOf } from '../equality/primitive.js';
import type { Outcome } from './outcome.js';
import { isAmbiguous, printPath } from './path.js';
import { ABSENT, type Place, type Trail, Unreadable } from './place.js';

const REPORTED = 50;
const PLACES = 100_000;

/** Collects what a walk finds, and tells when that is enough. */
export class Findings {
  readonly #isSearching: boolean;
  readonly #onDifference: () => void;
  readonly #differences: Difference[] = [];
  readonly #told = new Set<string>();
  #count = 0;
  #places = 0;
  #acceptable: string | true | undefined;
  #isAtLeast = false;

  /** @param isSearching whether to go on after the first difference */
  constructor(isSearching: boolean, onDifference: () => void) {
    this.#isSearching = isSearching;
    this.#onDifference = onDifference;
  }

  /** Asked once per place. Until something is found there is no end, for then there is nothing to tell. */
  isEnough(): boolean {
    if (this.#count === 0) return false;
    this.#places += 1;
    this.#isAtLeast ||= !this.#isSearching || this.#places > PLACES;
    return this.#isAtLeast;
  }

  report(
    trail: Trail | undefined,
    kind: Difference['kind'],
    place: Place,
    reason = reasonOf(kind, place),
  ): void {
    this.#onDifference();
    if (!this.#isSearching || this.#differences.length === REPORTED) this.#count += 1;
    else this.#add(difference(printPath(trail), kind, place, reason));
  }

  include(outcome: Outcome): void {
    if (outcome.count > 0) this.#onDifference();
    for (const found of outcome.differences) this.#add(found);
    this.#count += outcome.count - outcome.differences.length;
    this.#isAtLeast ||= outcome.isAtLeast;
    this.#acceptable ??= outcome.acceptable;
  }

  /** The same place may be reached twice, by what an object shows and by what it says. */
  #add(found: Difference): void {
    const name = `${found.kind} ${found.path}`;
    if (this.#told.has(name) && !isAmbiguous(found.path)) return;
    this.#count += 1;
    if (this.#differences.length === REPORTED) return;
    this.#told.add(name);
    this.#differences.push(found);
  }

  conclude(): Outcome {
    const found = { differences: this.#differences, count: this.#count, isAtLeast: this.#isAtLeast };
    return this.#acceptable === undefined ? found : { ...found, acceptable: this.#acceptable };
  }
}

/** What only one side has may be what nobody could have compared. */
function reasonOf(kind: Difference['kind'], { control, candidate }: Place): string | undefined {
  if (kind !== 'added' && kind !== 'removed') return undefined;
  return consumable(kind === 'added' ? candidate : control);
}

function difference(
  path: string,
  kind: Difference['kind'],
  { control, candidate }: Place,
  reason: string | undefined,
): Difference {
  const delta = kind === 'changed' ? deltaOf(control, candidate) : undefined;
  return {
    path,
    kind,
    ...(isThere(control) && { control }),
    ...(isThere(candidate) && { candidate }),
    ...(delta !== undefined && { delta }),
    ...(reason !== undefined && { reason }),
  };
}

function isThere(value: unknown): boolean {
  return value !== ABSENT && !Unreadable.is(value);
}
