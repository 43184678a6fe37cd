/** Stands for what is not there, which is not the same as `undefined`; for comparators of another copy of the package too. */
export const ABSENT: unique symbol = Symbol.for('labcoat.absent');

/** What a function would read where nothing is. */
export function present(value: unknown): unknown {
  return value === ABSENT ? undefined : value;
}

/** An entry of a Map, found by its key; `at` is its position, which names it where the key is an object. */
export interface Entry {
  readonly key: unknown;
  readonly at: number;
}

/** A member of a Set; `at` is its position, which names it where it is an object. */
export interface Member {
  readonly member: unknown;
  readonly at: number;
}

/** From a value to what is inside it: a property's name, an index, a symbol, an entry of a Map, a member of a Set. */
export type Step = string | number | symbol | Entry | Member;

/** The way from the root to a place; linked, so that a step costs the same at any depth. */
export interface Trail {
  readonly parent: Trail | undefined;
  readonly step: Step;
  readonly depth: number;
}

/** The same place in both values. Without a step it is the place that is being looked at, seen another way. */
export interface Place {
  readonly step?: Step;
  readonly control: unknown;
  readonly candidate: unknown;
}

/** Something that is to be said of a value as a whole, rather than of what is inside it. */
export interface Remark {
  readonly kind: 'changed' | 'order';
  readonly reason?: string;
}

/** What stands in for a value that threw when it was read. */
export class Unreadable {
  readonly #error: unknown;

  constructor(error: unknown) {
    this.#error = error;
  }

  get error(): unknown {
    return this.#error;
  }

  /** Unlike `instanceof` this asks nothing of a Proxy. */
  static is(value: unknown): value is Unreadable {
    return typeof value === 'object' && value !== null && #error in value;
  }
}

export function extend(parent: Trail | undefined, step: Step | undefined): Trail | undefined {
  return step === undefined ? parent : { parent, step, depth: (parent?.depth ?? 0) + 1 };
}
