import { equal } from '../../judge/equality/equal.js';

/** Whether a value is what was expected. */
export type Equality = (actual: unknown, expected: unknown) => boolean;

/** For where a runner has no equality of its own. Knows `expect.any(Number)` and its like at the top. */
export const ownEquality: Equality = (actual, expected) => {
  const { asymmetricMatch } = (expected ?? {}) as { asymmetricMatch?: (actual: unknown) => boolean };
  if (typeof asymmetricMatch === 'function') return Reflect.apply(asymmetricMatch, expected, [actual]);
  return equal(actual, expected) === true;
};
