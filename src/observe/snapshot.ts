import { type Copying, copyOf, isObject, type Unfilled } from './snapshot-begin.js';
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
 * @throws what a trap of a Proxy in it throws; RangeError beyond 200 000 levels, where some getters have no end
 */
export function snapshot<T>(value: T, seen = new Map<object, object>()): T {
  if (!isObject(value)) return value;
  const copying: Copying = { seen, unfilled: [], level: 0 };
  const copy = copyOf(copying, value);
  while (fillNext(copying));
  return copy as T;
}

function fillNext(copying: Copying): boolean {
  const unfilled = copying.unfilled.pop();
  if (unfilled === undefined) return false;
  copying.level = unfilled.level;
  if (unfilled.is === 'fresh') fillFresh(copying, unfilled.copy as Open);
  else if (unfilled.is === 'careful') fillCareful(copying, unfilled.copy);
  else fillCollection(copying, unfilled);
  return true;
}

function fillFresh(copying: Copying, copy: Open): void {
  if (Array.isArray(copy)) {
    for (let index = 0; index < copy.length; index++) {
      if (isObject(copy[index])) copy[index] = copyOf(copying, copy[index]);
    }
    return;
  }
  for (const key in copy) {
    // The value first: it hardly ever is an object. What is inherited and would run code was sorted out by the kind.
    const value = copy[key];
    if (isObject(value) && Object.hasOwn(copy, key)) copy[key] = copyOf(copying, value);
  }
  for (const key of Object.getOwnPropertySymbols(copy)) {
    if (isObject(copy[key])) copy[key] = copyOf(copying, copy[key]);
  }
}

function fillCareful(copying: Copying, copy: object): void {
  for (const key of Reflect.ownKeys(copy)) {
    const property = Object.getOwnPropertyDescriptor(copy, key);
    if (!isObject(property?.value)) continue;
    Object.defineProperty(copy, key, { ...property, value: copyOf(copying, property.value) });
  }
}

// The built-in methods and not the instance's own: a subclass may do more in them than its class says. All of it is
// taken out first: what a getter in it adds while it is copied was not in it, and may have no end.
function fillCollection(copying: Copying, { is, source, copy }: Unfilled): void {
  const copied = (value: unknown) => (isObject(value) ? copyOf(copying, value) : value);
  const parts: unknown[] = [];
  if (is === 'map') {
    Map.prototype.forEach.call(source, (value, key) => parts.push(key, value));
    for (let at = 0; at < parts.length; at += 2)
      Map.prototype.set.call(copy, copied(parts[at]), copied(parts[at + 1]));
  } else {
    Set.prototype.forEach.call(source, (member) => parts.push(member));
    for (const member of parts) Set.prototype.add.call(copy, copied(member));
  }
}
