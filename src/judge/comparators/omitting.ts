import { show } from '../../refuse.js';
import type { Comparator } from '../../types/index.js';
import { parsePath } from '../differences/pattern.js';
import { type Decisive, govern, ruleGiven } from './govern.js';
import { overlay } from './overlay.js';
import { EXACT, OMITTED } from './rule.js';

/**
 * Compares without the places that the paths lead to, and all that is below them: they are not even read. The last
 * argument may be a comparator of ours for the rest; without it the rest is compared by equality.
 *
 * @param paths `$`, then `.name`, `["any key"]`, `[3]`, `[*]` for any index, `.*` for any name. A name leads to an entry
 * of a Map as well.
 * @throws TypeError for a path that does not parse, and without any path
 * @example omitting('$.generatedAt', '$.lines[*].id')(control, candidate)
 * @example omitting('$.generatedAt', approximately({ abs: 0.01 }))(control, candidate)
 */
export function omitting<T = any>(...paths: [string, ...string[]]): Decisive<T>;
export function omitting<T = any>(...paths: [string, ...string[], Comparator]): Comparator<T>;
export function omitting(...paths: readonly unknown[]): Comparator {
  const last: unknown = paths.at(-1);
  const isInner = typeof last === 'function';
  const texts: readonly unknown[] = isInner ? paths.slice(0, -1) : paths;
  if (texts.length === 0) {
    throw new TypeError(
      `omitting(...) was given ${isInner ? 'no path' : show(last)}; name what to omit: '$.generatedAt'`,
    );
  }
  const patterns = texts.map((text) => ({
    steps: parsePath(text, 'omitting(...)'),
    rule: OMITTED,
    text: String(text),
  }));
  return govern(overlay(isInner ? ruleGiven(last, 'omitting(...)') : EXACT, patterns, 'omitting(...)'));
}
