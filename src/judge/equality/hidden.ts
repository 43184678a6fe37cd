/** Class text in which an instance's private state is read or written, as it is or as compilers put it. */
const PRIVATE = /\.\s*#[\w$\\\u0080-\uffff]|#[\w$\\\u0080-\uffff]+ in |lassPrivateField|__privateGet/;
const NATIVE = /\[native code\]\s*\}$/;

const known = new WeakMap<object, boolean>();

/**
 * Whether the instances of a prototype hold something that their fields do not show: a built-in of the host, or a class with `#private`
 * names. State that is kept in a WeakMap or in closures cannot be seen even so.
 */
export function hidesState(prototype: object | null): boolean {
  if (prototype === null || prototype === Object.prototype) return false;
  const before = known.get(prototype);
  if (before !== undefined) return before;
  const hides = classes(prototype).some((text) => NATIVE.test(text) || PRIVATE.test(text));
  known.set(prototype, hides);
  return hides;
}

/** The text of a class and of those it extends, `Object` excepted. */
function classes(prototype: object): string[] {
  const texts: string[] = [];
  for (let at = prototype; Object.getPrototypeOf(at) !== null; at = Object.getPrototypeOf(at)) {
    const type = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof type === 'function') texts.push(Function.prototype.toString.call(type));
  }
  return texts;
}

/** An object says nothing of itself. */
export const SILENT: unique symbol = Symbol('silent');

/** What an object says of itself: by `toJSON`, else `valueOf`, else `toString`, where its class has one of its own. */
export function said(value: any): unknown {
  if (typeof value.toJSON === 'function') {
    const json = value.toJSON();
    if (json !== value) return json;
  }
  if (value.valueOf !== Object.prototype.valueOf && typeof value.valueOf === 'function') {
    const primitive = value.valueOf();
    if (primitive !== value) return primitive;
  }
  if (value.toString === Object.prototype.toString || typeof value.toString !== 'function') return SILENT;
  const text = value.toString();
  return typeof text === 'string' && text.startsWith('[object ') ? SILENT : text;
}
