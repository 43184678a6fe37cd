import { requireLevel } from '../levels.js';
import { copyIntrinsic } from './snapshot-intrinsics.js';
import { copyOwn, type Key, type Open } from './snapshot-own.js';
import { kindOf } from './snapshot-plan.js';

/**
 * A copy in the making. What is still to be done lies in lists and not on the call stack: a value may be nested deeper
 * than any stack.
 */
export interface Copying {
  readonly seen: Map<object, object>;
  /** The deepest comes last: what has no end is gone into until it is too deep, and not until it is too wide. */
  readonly unfilled: Unfilled[];
  /** How deep that lies which is being filled. */
  level: number;
  // How much of a buffer was copied for views of its parts.
  parts?: Map<object, number>;
}

/**
 * A copy that still points into the original: a fresh one, whose properties are all plain, one that may hold what is
 * hidden or cannot be read, or the empty one of a Map or Set.
 */
export interface Unfilled {
  readonly is: 'fresh' | 'careful' | 'map' | 'set';
  readonly copy: object;
  readonly source: object;
  readonly level: number;
}

// Finding an array's named properties means listing its indices. Beyond this length that would cost 30 times as much
// as the elements, and an array this long has none.
const LONGEST_WITH_NAMES = 10_000;

/** The copy of an object, which may still point into the original and is then on the list of those to be filled. */
export function copyOf(copying: Copying, source: object): object {
  const known = copying.seen.get(source);
  if (known !== undefined) return known;
  const copy = begin(copying, source);
  copying.seen.set(source, copy);
  return copy;
}

// Never goes deeper itself, but for the one step from a view to its buffer.
function begin(copying: Copying, source: object): object {
  const prototype = Object.getPrototypeOf(source);
  if (prototype === Object.prototype) return beginPlain(copying, source, prototype);
  if (prototype === Array.prototype && Array.isArray(source)) return beginArray(copying, source);
  const kind = kindOf(prototype);
  if (kind === 'reference') return source;
  if (Array.isArray(source)) return beginCareful(copying, source, ofLength(source.length), prototype);
  if (kind === 'careful') return beginCareful(copying, source, {}, prototype);
  if (kind === 'plain' || kind === 'array') return beginPlain(copying, source, prototype);
  const copy = copyIntrinsic(kind, source, (...part) => copyOfBuffer(copying, ...part));
  if (copy === undefined) return source;
  if (kind === 'map' || kind === 'set') fillLater(copying, kind, copy, source);
  return beginCareful(copying, source, copy, prototype);
}

// Without its copy a view takes its own part: a small message may lie in a pool, or in the memory of a WebAssembly
// instance. Once parts would come to more than the whole, the views that follow share a copy of that.
function copyOfBuffer(copying: Copying, buffer: ArrayBufferLike, length: number): object {
  if (length === buffer.byteLength || copying.seen.has(buffer)) return copyOf(copying, buffer);
  copying.parts ??= new Map();
  const taken = (copying.parts.get(buffer) ?? 0) + length;
  copying.parts.set(buffer, taken);
  return taken < buffer.byteLength ? buffer : copyOf(copying, buffer);
}

// Spreading reads every property once, getters too, and is several times faster than any loop.
function beginPlain(copying: Copying, source: object, prototype: object | null): object {
  let copy: Open;
  try {
    copy = { ...source };
  } catch {
    return beginCareful(copying, source, {}, prototype);
  }
  if (prototype !== Object.prototype) {
    Object.setPrototypeOf(copy, prototype);
    if (hasHidden(source, copy)) return beginCareful(copying, source, copy, prototype);
  }
  fillLater(copying, 'fresh', copy, source);
  return copy;
}

// Of plain data what is not enumerable is left out, as no comparison looks at it; methods of a class may need it.
function hasHidden(source: object, copy: object): boolean {
  return Object.getOwnPropertyNames(source).length !== Object.keys(copy).length;
}

function beginArray(copying: Copying, source: unknown[]): object {
  if (!isSimple(source)) return beginCareful(copying, source, ofLength(source.length), Array.prototype);
  let copy: unknown[];
  try {
    copy = source.slice();
  } catch {
    return beginCareful(copying, source, ofLength(source.length), Array.prototype);
  }
  fillLater(copying, 'fresh', copy, source);
  return copy;
}

function isSimple(source: unknown[]): boolean {
  const { length } = source;
  if (length > LONGEST_WITH_NAMES) return !isSparse(source);
  return Object.keys(source).length === length && Object.getOwnPropertySymbols(source).length === 0;
}

// An array of length 4 000 000 000 with three elements is no work. One that is dense at 64 places is dense.
function isSparse(source: unknown[]): boolean {
  const stride = Math.floor(source.length / 64);
  for (let index = 0; index < source.length; index += stride) if (!(index in source)) return true;
  return false;
}

/** Of as many holes, which take no memory: what is known by indices is not laid out in a row, and stays so. */
function ofLength(length: number): unknown[] {
  const list: unknown[] = [];
  if (length > LONGEST_WITH_NAMES) list[LAST_INDEX] = undefined;
  list.length = length;
  return list;
}

const LAST_INDEX = 2 ** 32 - 2;

function beginCareful(copying: Copying, source: object, copy: object, prototype: object | null): object {
  if (Object.getPrototypeOf(copy) !== prototype) Object.setPrototypeOf(copy, prototype);
  if (copyOwn(source, copy)) fillLater(copying, 'careful', copy, source);
  return copy;
}

function fillLater(copying: Copying, is: Unfilled['is'], copy: object, source: object): void {
  const level = copying.level + 1;
  requireLevel(level, 'copied');
  copying.unfilled.push({ is, copy, source, level });
}

export function isObject(value: unknown): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null;
}
