export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether an object is no instance of a class. */
export function isRecord(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

type Method = (this: any, ...args: any[]) => unknown;

/**
 * Whether a value is what a built-in's own method accepts. An `instanceof` is fooled by `Object.create(Map.prototype)`
 * and by another realm's Map, a `Symbol.toStringTag` by anyone; the method knows.
 */
export function isBrand(value: object, method: Method | undefined): boolean {
  try {
    method?.call(value);
    return method !== undefined;
  } catch {
    return false;
  }
}

/** The method behind a getter such as `size`. */
export function getter(prototype: object | undefined, name: string): Method | undefined {
  return prototype && Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

export const mapSize = /* @__PURE__ */ getter(Map.prototype, 'size');
export const setSize = /* @__PURE__ */ getter(Set.prototype, 'size');

/** What a value calls itself, which says where a closer look is worth its cost. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** The name of a value's class, for people. */
export function classOf(value: object): string {
  const type = value.constructor;
  return (typeof type === 'function' && type.name) || tagOf(value);
}
