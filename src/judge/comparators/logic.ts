import type { Comparator } from '../../types/index.js';
import { show } from '../differences/show.js';
import { govern, ruleGiven } from './govern.js';
import { EXACT, type Rule } from './rule.js';

/**
 * Accepts what any of the comparators accepts, asked in this order. What none accepts differs as the one says that has
 * the least against it.
 * @throws TypeError for what is not a comparator, and without any
 * @example either(equal, by((quote: Quote) => quote.total))(control, candidate)
 */
export function either<A = any, B = A>(...comparators: readonly Comparator<A, B>[]): Comparator<A, B> {
  return govern({ is: 'either', rules: rulesGiven(comparators, 'either(...)') });
}

/**
 * Accepts what every one of the comparators accepts. What one does not accept differs where that one says.
 * @throws TypeError for what is not a comparator, and without any
 * @example both(omitting('$.total'), by((quote: Quote) => Math.round(quote.total)))(control, candidate)
 */
export function both<A = any, B = A>(...comparators: readonly Comparator<A, B>[]): Comparator<A, B> {
  return govern({ is: 'both', rules: rulesGiven(comparators, 'both(...)') });
}

/**
 * Tells what is equal from what is only good enough: what is equal matches, what the comparator accepts beyond that is
 * a match that is counted apart.
 *
 * @param reason why it is good enough
 * @throws TypeError for what is not a comparator
 * @example acceptable(approximately({ abs: 0.01 }), 'within a cent')(9.99, 10) // { acceptable: true, reason: 'within a cent' }
 */
export function acceptable<A = any, B = A>(comparator: Comparator<A, B>, reason?: string): Comparator<A, B> {
  if (reason !== undefined && typeof reason !== 'string') {
    throw new TypeError(`acceptable(...) was given ${show(reason)} for a reason; give it a string`);
  }
  return govern({ is: 'acceptable', exact: EXACT, rule: ruleGiven(comparator, 'acceptable(...)'), reason });
}

function rulesGiven(comparators: readonly unknown[], call: string): Rule[] {
  if (comparators.length === 0) throw new TypeError(`${call} was given no comparator; give it one or more`);
  return comparators.map((comparator) => ruleGiven(comparator, call));
}
