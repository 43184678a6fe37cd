import { type Collection, type Copying, copyOf, isObject } from './snapshot-begin.js';
import type { Open } from './snapshot-own.js';

/**
 * A faithful copy of a value as it is now: the original may change afterwards without the copy showing it.
 *
 * Copied are plain data, arrays, Map, Set, Date, RegExp, errors, buffers and their views, boxed primitives, and
 * instances made of own fields, with cycles and shared references kept. Functions and instances with private or
 * internal state stay what they are, as nobody but their class can copy them.
 *
 * @param value anything; its getters are read once
 * @param seen what was copied before, and its copies: what two values share is shared by their copies too
 * @throws what a trap of a Proxy in it throws
 */
export function snapshot<T>(value: T, seen = new Map<object, object>()): T {
  if (!isObject(value)) return value;
  const copying: Copying = { seen, fresh: [], careful: [], collections: [] };
  const copy = copyOf(copying, value);
  while (fillNext(copying));
  return copy as T;
}

function fillNext(copying: Copying): boolean {
  const fresh = copying.fresh.pop();
  if (fresh !== undefined) return fillFresh(copying, fresh);
  const careful = copying.careful.pop();
  if (careful !== undefined) return fillCareful(copying, careful);
  const collection = copying.collections.pop();
  if (collection === undefined) return false;
  return fillCollection(copying, collection);
}

function fillFresh(copying: Copying, copy: Open): boolean {
  if (Array.isArray(copy)) {
    for (let index = 0; index < copy.length; index++) {
      if (isObject(copy[index])) copy[index] = copyOf(copying, copy[index]);
    }
    return true;
  }
  for (const key in copy) {
    // The value first: it hardly ever is an object. What is inherited and would run code was sorted out by the kind.
    const value = copy[key];
    if (isObject(value) && Object.hasOwn(copy, key)) copy[key] = copyOf(copying, value);
  }
  for (const key of Object.getOwnPropertySymbols(copy)) {
    if (isObject(copy[key])) copy[key] = copyOf(copying, copy[key]);
  }
  return true;
}

function fillCareful(copying: Copying, copy: Open): boolean {
  for (const key of Reflect.ownKeys(copy)) {
    const property = Object.getOwnPropertyDescriptor(copy, key);
    if (!isObject(property?.value)) continue;
    Object.defineProperty(copy, key, { ...property, value: copyOf(copying, property.value) });
  }
  return true;
}

// The built-in methods and not the instance's own: a subclass may do more in them than its class says.
function fillCollection(copying: Copying, { kind, source, copy }: Collection): boolean {
  const copied = (value: unknown) => (isObject(value) ? copyOf(copying, value) : value);
  if (kind === 'map') {
    Map.prototype.forEach.call(source, (value, key) => {
      Map.prototype.set.call(copy, copied(key), copied(value));
    });
  } else {
    Set.prototype.forEach.call(source, (member) => {
      Set.prototype.add.call(copy, copied(member));
    });
  }
  return true;
}
