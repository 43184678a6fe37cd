import { isBrand, isObject, mapSize, setSize, tagOf } from './brand.js';

/** Without the floating ones: fast-deep-equal finds NaN unlike itself in an array of numbers. */
const INTEGERS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
].map((type) => type.prototype as object);

const prototypes = new Set<object>([...INTEGERS, Date.prototype, Map.prototype, Set.prototype]);

/**
 * Whether fast-deep-equal may be given this object as it is: a Map or Set of primitives, a valid date, or integers in
 * a row, and nothing more on it. There is nothing in these that it could get wrong.
 */
export function isWhole(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (!prototypes.has(prototype)) return false;
  if (ArrayBuffer.isView(value)) return true;
  if (Object.keys(value).length + Object.getOwnPropertySymbols(value).length > 0) return false;
  if (prototype === Map.prototype) return isBrand(value, mapSize) && isFlat(value as Map<unknown, unknown>);
  if (prototype === Set.prototype)
    return isBrand(value, setSize) && isFlat((value as Set<unknown>).entries());
  return tagOf(value) === 'Date' && !Number.isNaN((value as Date).getTime());
}

function isFlat(entries: Iterable<[unknown, unknown]>): boolean {
  for (const [key, value] of entries) {
    // What is NaN or a function is found by identity, as a key; as a value both are compared by fast-deep-equal rightly.
    if (isObject(key) || isObject(value)) return false;
  }
  return true;
}
