import { equal } from '../../judge/equality/equal.js';
import { valueText } from '../../publish/console-value.js';

/** Whether a value is what was expected. */
export type Equality = (actual: unknown, expected: unknown) => boolean;

/** For where a runner has no equality of its own. Knows `expect.any(Number)` and its like at the top. */
export const ownEquality: Equality = (actual, expected) => {
  const { asymmetricMatch } = (expected ?? {}) as { asymmetricMatch?: (actual: unknown) => boolean };
  if (typeof asymmetricMatch === 'function') return Reflect.apply(asymmetricMatch, expected, [actual]);
  return equal(actual, expected) === true;
};

/** What was expected, in words. `expect.closeTo(10, 1)` and its like have words of their own. */
export function expectedText(expected: unknown): string {
  const { asymmetricMatch, toAsymmetricMatcher, sample } = (expected ?? {}) as {
    asymmetricMatch?: unknown;
    toAsymmetricMatcher?: () => string;
    sample?: unknown;
  };
  if (typeof asymmetricMatch !== 'function') return valueText(expected, true);
  return typeof toAsymmetricMatcher === 'function'
    ? Reflect.apply(toAsymmetricMatcher, expected, [])
    : `${expected} ${valueText(sample, true)}`;
}
