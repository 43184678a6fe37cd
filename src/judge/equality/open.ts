import { hidesState } from './hidden.js';

const known = new WeakMap<object, boolean>();

/**
 * Whether what an object of this prototype is can be told by its own fields alone: a record, with `Object.prototype` or
 * none, or an instance of a class written in JavaScript that keeps nothing to itself and is nothing to be consumed.
 */
export function isOpen(prototype: object | null): boolean {
  if (prototype === Object.prototype || prototype === null) return true;
  const before = known.get(prototype);
  if (before !== undefined) return before;
  const open = !hidesState(prototype) && !isStream(prototype) && !hasEnumerable(prototype);
  known.set(prototype, open);
  return open;
}

/** Iterators and streams, and what might be one: the walk has a closer look. */
function isStream(prototype: object): boolean {
  return [Symbol.iterator, Symbol.asyncIterator, Symbol.toStringTag, 'pipe'].some((key) => key in prototype);
}

/** A loop over the fields of an instance would come by what it inherits, too. */
export function hasEnumerable(prototype: object): boolean {
  for (const _ in prototype) return true;
  return false;
}
