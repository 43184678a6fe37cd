import { show } from '../../refuse.js';
import type { Comparator } from '../../types/index.js';
import { parsePath } from '../differences/pattern.js';
import { govern, ruleGiven } from './govern.js';
import { overlay, type Pattern } from './overlay.js';
import { EXACT } from './rule.js';

/**
 * Compares some places by comparators of their own, and the rest by equality, or by `otherwise`. A longer path applies
 * inside what a shorter one leads to, and an exact step goes before `.*` and `[*]`. A place that one side has not got is
 * `undefined` to a function of yours.
 *
 * @param comparators by path: `$`, then `.name`, `["any key"]`, `[3]`, `[*]` for any index, `.*` for any name
 * @throws TypeError for a path that does not parse, what is not a comparator, and a path into what a function decides
 * @example at({ '$.total': approximately({ abs: 0.01 }), '$.lines': unordered('sku') })(control, candidate)
 */
export function at<T = any>(
  comparators: Readonly<Record<string, Comparator>>,
  otherwise?: Comparator,
): Comparator<T> {
  if (typeof comparators !== 'object' || comparators === null || Array.isArray(comparators)) {
    throw new TypeError(`at(...) was given ${show(comparators)}; give it an object of comparators by path`);
  }
  const patterns = Object.entries(comparators).map(([path, comparator]): Pattern => {
    const steps = parsePath(path, 'at(...)');
    return { steps, rule: ruleGiven(comparator, `at(...), at ${path},`), text: path };
  });
  const rest = otherwise === undefined ? EXACT : ruleGiven(otherwise, 'at(...)');
  return govern(overlay(rest, patterns, 'at(...)'));
}
