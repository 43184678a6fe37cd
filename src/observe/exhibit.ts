import { type FAILED, isolate } from '../isolate.js';
import type { JudgedObservation, Observation } from '../types/index.js';
import type { TellFault } from '../types/run.js';
import { snapshot } from './snapshot.js';

/**
 * What the control gave, kept for judging. Once the caller has it, only a copy that was taken before is shown: what is
 * compared is what the control returned at that moment, whatever the caller does to it.
 */
export class Exhibit {
  readonly original: Observation;
  readonly #tell: TellFault;
  /** The control's objects, and their copies: a candidate may have answered some of them too. */
  #seen: Map<object, object> | undefined;
  #copy: Observation | typeof FAILED | undefined;
  #isHandedOver = false;

  constructor(original: Observation, tell: TellFault) {
    this.original = original;
    this.#tell = tell;
  }

  /** Has to be called before the caller can touch the value. */
  handOver(): void {
    this.#isHandedOver = true;
    this.protected();
  }

  get isHandedOver(): boolean {
    return this.#isHandedOver;
  }

  /** What may be read, or FAILED where no copy could be made. */
  shown(): Observation | typeof FAILED {
    return this.#isHandedOver ? this.protected() : this.original;
  }

  /** What a callback of the user's may be given: it could write to it, and the caller would get that. */
  protected(): Observation | typeof FAILED {
    this.#copy ??= this.#copyOf(this.original);
    return this.#copy;
  }

  /**
   * The same for a candidate, which may have answered objects that the caller holds by now: both sides return what a
   * cache holds. They are as they were when the control's copy was taken. FAILED where no copy could be made.
   */
  protect<O extends Observation>(candidate: O): O | typeof FAILED {
    this.protected();
    return this.#copyOf(candidate);
  }

  /** For publishing what cannot be copied. */
  withoutValue(): Observation {
    return this.original.status === 'returned' ? { ...this.original, value: undefined } : this.original;
  }

  /**
   * What is published of a control that is equal to a candidate, and that nobody will read: the candidate's value. A
   * copy of every value that matches would cost as much as comparing it.
   */
  standIn(match: JudgedObservation): Observation | typeof FAILED {
    const { original } = this;
    if (this.#copy !== undefined) return this.#copy;
    if (original.status !== 'returned' || match.status !== 'returned') return this.protected();
    return { ...original, value: match.value };
  }

  #copyOf<O extends Observation>(observation: O): O | typeof FAILED {
    if (isFlat(observation)) return { ...observation };
    this.#seen ??= new Map();
    const seen = this.#seen;
    return isolate(
      (error) => this.#tell('snapshot', error),
      () => {
        if (observation.status === 'returned')
          return { ...observation, value: snapshot(observation.value, seen) };
        if (observation.status === 'threw')
          return { ...observation, error: snapshot(observation.error, seen) };
        return observation;
      },
    );
  }
}

/** There is nothing in it that a copy would have to go into. */
function isFlat(observation: Observation): boolean {
  const held = heldBy(observation);
  return (typeof held !== 'object' || held === null) && typeof held !== 'function';
}

function heldBy(observation: Observation): unknown {
  if (observation.status === 'timed-out') return undefined;
  return observation.status === 'returned' ? observation.value : observation.error;
}
