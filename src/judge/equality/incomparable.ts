import { classOf, isRecord, tagOf } from './brand.js';

/** Host objects that show nothing of what they hold, or only to those who wait. */
const SEALED = new Set(['Blob', 'File', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry']);
const CONSUMED = new Set([
  'Promise',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'Request',
  'Response',
]);

/**
 * Why a value can only be compared by consuming it: a promise, an iterator, a generator, a stream, a request or response
 * body, anything to be iterated asynchronously. `undefined` for every other value.
 *
 * Such a value is left untouched and is never equal to anything, itself included: that both variants answered the same
 * promise says nothing about what either would have made of it.
 */
export function consumable(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  // A record is data, whatever its fields are called.
  if (!isIterator(value) && (isRecord(value) || !isConsumed(value))) return undefined;
  return `${article(classOf(value))} can only be compared by consuming it`;
}

function isConsumed(value: object): boolean {
  return CONSUMED.has(tagOf(value)) || value instanceof Promise || isNodeStream(value);
}

/** Why two distinct objects of this kind cannot be compared at all. One and the same is equal to itself. */
export function sealed(value: object): string | undefined {
  return SEALED.has(tagOf(value)) ? showsNothing(value) : undefined;
}

export function showsNothing(value: object): string {
  return `${article(classOf(value))} does not show what it holds; compare it with by(...)`;
}

function isIterator(value: any): boolean {
  if (typeof value[Symbol.asyncIterator] === 'function') return true;
  return typeof value[Symbol.iterator] === 'function' && typeof value.next === 'function';
}

/** Known by what it can do: to import the class would need a `node:` module. */
function isNodeStream(value: any): boolean {
  return typeof value.pipe === 'function' && typeof value.on === 'function';
}

function article(name: string): string {
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}
