import type { Kind } from './snapshot-plan.js';

// Each of these is the built-in's own accessor: it answers from the internal slot, whatever the instance says, and
// throws for what only looks like one. That is how an impostor and a Proxy are told from the real thing.
const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayName = getter(TYPED_ARRAY, Symbol.toStringTag);
const typedArray = viewOf(TYPED_ARRAY);
const dataView = viewOf(DataView.prototype);
const mapSize = getter(Map.prototype, 'size');
const setSize = getter(Set.prototype, 'size');
const bufferLength = getter(ArrayBuffer.prototype, 'byteLength');
const sharedLength =
  typeof SharedArrayBuffer === 'undefined' ? bufferLength : getter(SharedArrayBuffer.prototype, 'byteLength');

/** The copy of a buffer that a view of so many bytes is to share, or the buffer itself where it shares none. */
type CopyBuffer = (buffer: ArrayBufferLike, length: number) => object;

/**
 * A new instance with the same internal state, or an empty one of a Map or Set; `undefined` where there is no such
 * state to be copied.
 */
export function copyIntrinsic(kind: Kind, source: object, copyBuffer: CopyBuffer): object | undefined {
  try {
    return MAKE[kind]?.(source as any, copyBuffer);
  } catch {
    return undefined;
  }
}

const MAKE: Partial<Record<Kind, (source: any, copyBuffer: CopyBuffer) => object>> = {
  map: (source) => {
    mapSize.call(source);
    return new Map();
  },
  set: (source) => {
    setSize.call(source);
    return new Set();
  },
  date: (source) => new Date(Date.prototype.getTime.call(source)),
  regexp: copyRegExp,
  error: copyError,
  buffer: (source) => copyBytes(source, 0, bufferLength.call(source)),
  // Copied like any other memory: it is compared later, and until then another thread may write to it.
  shared: (source) => copyBytes(source, 0, sharedLength.call(source)),
  view: copyView,
  boolean: (source) => Object(Boolean.prototype.valueOf.call(source)),
  number: (source) => Object(Number.prototype.valueOf.call(source)),
  string: (source) => Object(String.prototype.valueOf.call(source)),
  symbol: (source) => Object(Symbol.prototype.valueOf.call(source)),
  bigint: (source) => Object(BigInt.prototype.valueOf.call(source)),
};

function copyRegExp(source: RegExp): RegExp {
  const copy = new RegExp(source.source, source.flags);
  copy.lastIndex = source.lastIndex;
  return copy;
}

// A real error, so that it is one wherever that is asked of the engine. Its stack is the original's, or none.
function copyError(source: object): object {
  if (!isError(source)) return {};
  const copy = new Error();
  delete (copy as { stack?: string }).stack;
  return copy;
}

// Errors of an old style inherit from Error without ever having been constructed by it.
function isError(source: object): boolean {
  const tag = Object.prototype.toString.call(source);
  return tag === '[object Error]' || Symbol.toStringTag in source;
}

function copyView(source: object, copyBuffer: CopyBuffer): object {
  const name: string | undefined = typedArrayName.call(source);
  const view = name === undefined ? dataView : typedArray;
  const buffer: ArrayBufferLike = view.buffer.call(source);
  const offset: number = view.byteOffset.call(source);
  const length: number = view.byteLength.call(source);
  const View = (globalThis as any)[name ?? 'DataView'];
  const copy = copyBuffer(buffer, length);
  if (copy === buffer) return new View(copyBytes(buffer, offset, length));
  return new View(copy, offset, length / (View.BYTES_PER_ELEMENT ?? 1));
}

// Not `slice`, which asks a subclass to construct the result.
function copyBytes(source: ArrayBufferLike, offset: number, length: number): ArrayBufferLike {
  const isShared = typeof SharedArrayBuffer !== 'undefined' && source instanceof SharedArrayBuffer;
  const copy = isShared ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
  if (length > 0) new Uint8Array(copy).set(new Uint8Array(source, offset, length));
  return copy;
}

function viewOf(prototype: object) {
  return {
    buffer: getter(prototype, 'buffer'),
    byteOffset: getter(prototype, 'byteOffset'),
    byteLength: getter(prototype, 'byteLength'),
  };
}

function getter(prototype: object, key: string | symbol): (this: unknown) => any {
  return Object.getOwnPropertyDescriptor(prototype, key)?.get as () => any;
}
