import { show } from '../../refuse.js';
import type { Comparator } from '../../types/index.js';
import { present } from '../differences/place.js';
import { atOnce } from './ask.js';
import { type Decisive, govern, ruleGiven } from './govern.js';
import { type Decide, EXACT, type Projected, type Rule } from './rule.js';

/**
 * Compares what a function makes of both values: a part of them, or a normal form. It has to answer at once. Paths in the
 * differences begin at what it made. Without a comparator that is compared as by equality.
 *
 * @throws TypeError for what is not a function
 * @example by((quote: Quote) => quote.total.toFixed(2))(control, candidate)
 */
export function by<V>(project: (value: V) => unknown): Decisive<V>;
export function by<V, P>(project: (value: V) => P, comparator: Comparator<P>): Comparator<V>;
export function by(project: (value: unknown) => unknown, comparator?: Comparator): Comparator {
  if (typeof project !== 'function') {
    throw new TypeError(
      `by(...) was given ${show(project)}; give it a function of a value: by((quote) => quote.total)`,
    );
  }
  const rule: Rule = comparator === undefined ? EXACT : ruleGiven(comparator, 'by(...)');
  return govern({ is: 'by', project, rule, decide });
}

const decide: Decide<Projected> = ({ project, rule }, { control, candidate }, _, compare) =>
  compare(rule, atOnce(project(present(control)), 'by(...)'), atOnce(project(present(candidate)), 'by(...)'));
