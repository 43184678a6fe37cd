/**
 * How instances of a prototype are copied. `careful` is plain, but listing what an instance inherits runs code;
 * `reference` is not at all.
 */
export type Kind = (typeof KINDS)[keyof typeof KINDS] | 'careful' | 'reference';

// The built-in classes that can be copied, by the name in their source text. By name and not by identity, so that a
// Map of another realm is a Map. All other built-in classes are kept by reference.
const KINDS = {
  Object: 'plain',
  Array: 'array',
  Map: 'map',
  Set: 'set',
  Date: 'date',
  RegExp: 'regexp',
  Error: 'error',
  AggregateError: 'error',
  EvalError: 'error',
  RangeError: 'error',
  ReferenceError: 'error',
  SuppressedError: 'error',
  SyntaxError: 'error',
  TypeError: 'error',
  URIError: 'error',
  ArrayBuffer: 'buffer',
  SharedArrayBuffer: 'shared',
  DataView: 'view',
  Int8Array: 'view',
  Uint8Array: 'view',
  Uint8ClampedArray: 'view',
  Int16Array: 'view',
  Uint16Array: 'view',
  Int32Array: 'view',
  Uint32Array: 'view',
  Float16Array: 'view',
  Float32Array: 'view',
  Float64Array: 'view',
  BigInt64Array: 'view',
  BigUint64Array: 'view',
  Boolean: 'boolean',
  Number: 'number',
  String: 'string',
  Symbol: 'symbol',
  BigInt: 'bigint',
} as const;

const NATIVE = /^function (\w+)\(\) \{\s*\[native code\]\s*\}$/;

const NATIVE_CODE = /\[native code\]\s*\}$/;

// Private names, and what compilers make of them for older targets. That it may be a mere string is safe: then an
// instance is kept by reference that could have been copied.
const HAS_PRIVATE = /#[\w$\\\u0080-\uffff]|\[native code\]|lassPrivate|ssertClassBrand|__private/;

const plans = new WeakMap<object, Kind>();

/** How instances of this prototype are copied. Found out once per prototype. */
export function kindOf(prototype: object | null): Kind {
  if (prototype === null) return 'plain';
  let kind = plans.get(prototype);
  if (kind === undefined) {
    kind = inspect(prototype);
    plans.set(prototype, kind);
  }
  return kind;
}

function inspect(prototype: object): Kind {
  let plain: Kind = 'plain';
  for (let link: object | null = prototype; link !== null; link = Object.getPrototypeOf(link)) {
    const kind = inspectLink(link);
    if (kind !== undefined) return kind === 'plain' ? plain : kind;
    if (hasVisibleAccessor(link)) plain = 'careful';
  }
  return plain;
}

// A prototype that is an object literal; the accessors of a class are not enumerable.
function hasVisibleAccessor(link: object): boolean {
  return Object.keys(link).some((key) => Object.getOwnPropertyDescriptor(link, key)?.get !== undefined);
}

// `undefined`: this link of the chain does not decide.
function inspectLink(link: object): Kind | undefined {
  if (link === globalThis.Buffer?.prototype) return 'view';
  if (isAlive(link)) return 'reference';
  const builder = own(link, 'constructor');
  if (typeof builder !== 'function') return hasNativeMethod(link) ? 'reference' : undefined;
  const source = sourceOf(builder);
  const native = NATIVE.exec(source)?.[1];
  if (native !== undefined)
    return Object.hasOwn(KINDS, native) ? KINDS[native as keyof typeof KINDS] : 'reference';
  return HAS_PRIVATE.test(source) || isGlobal(builder) ? 'reference' : undefined;
}

// Thenables, emitters and streams, timers and sockets, resources: something that goes on, and not a value.
function isAlive(link: object): boolean {
  const has = (key: string | symbol | undefined) => key !== undefined && typeof own(link, key) === 'function';
  if (has('then') || (has('on') && has('emit')) || (has('ref') && has('unref'))) return true;
  const { dispose, asyncDispose } = Symbol as { dispose?: symbol; asyncDispose?: symbol };
  return has(dispose) || has(asyncDispose);
}

// Generators and iterators: their prototypes have no constructor to be asked.
function hasNativeMethod(link: object): boolean {
  return Reflect.ownKeys(link).some((key) => {
    const { value, get } = Object.getOwnPropertyDescriptor(link, key) ?? {};
    return [value, get].some((part) => typeof part === 'function' && NATIVE_CODE.test(sourceOf(part)));
  });
}

// A runtime may write its classes in JavaScript, with internal state under symbols or in closures.
function isGlobal(builder: { readonly name?: unknown }): boolean {
  try {
    return (globalThis as Record<string, unknown>)[String(builder.name)] === builder;
  } catch {
    return false;
  }
}

function sourceOf(callable: object): string {
  return Function.prototype.toString.call(callable);
}

function own(object: object, key: string | symbol): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
