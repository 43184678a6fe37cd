import type { AnyFunction } from '../types/index.js';

/** A function's own properties that belong to its making, or that a strict function does not let one read. */
const NOT_WORN: readonly PropertyKey[] = ['prototype', 'arguments', 'caller'];

/** Makes one function look like another: `name`, `length` and own properties, getters as getters. */
export function dressAs(wrapped: AnyFunction, control: AnyFunction): AnyFunction {
  for (const key of Reflect.ownKeys(control)) {
    if (NOT_WORN.includes(key)) continue;
    const property = Object.getOwnPropertyDescriptor(control, key);
    if (property !== undefined) Object.defineProperty(wrapped, key, property);
  }
  return wrapped;
}
