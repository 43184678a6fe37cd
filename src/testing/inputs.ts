import { refuse } from '../refuse.js';

/** Refuses what nothing can be taken from. A string can be iterated over, and is still no table of inputs. */
export function requireInputs(call: string, inputs: unknown, isArbitrary = false): void {
  const { [Symbol.iterator]: all, [Symbol.asyncIterator]: later } = Object(inputs) as Partial<
    Iterable<unknown> & AsyncIterable<unknown>
  >;
  const isIterable = typeof all === 'function' || typeof later === 'function';
  if (isArbitrary || (isIterable && typeof inputs !== 'string')) return;
  refuse(`${call}: inputs `, inputs, 'give a list of inputs, each the argument or a list of the arguments');
}
