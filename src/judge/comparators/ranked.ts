import { requireOptions, show } from '../../refuse.js';
import type { Score } from '../../types/index.js';
import { itemsOf } from '../equality/list.js';
import { asking } from './ask.js';
import { type Key, keyGiven } from './key.js';
import { likeness } from './rank.js';
import { carry } from './rule.js';

/** How `ranked` compares two rankings, and how alike they have to be. */
export interface Ranking<M = any> {
  /** How many items from the top are looked at. A whole number from 1. */
  readonly k: number;
  /** The least score that counts as equal, 0 to 1. */
  readonly atLeast: number;
  /** What an item is known by: a property's name, a path from the item as `$`, or a function. @default the item itself */
  readonly by?: Key<M> | undefined;
  /**
   * How far down somebody reads: the probability of going on to the next item, 0 to 1, exclusive. At 0.9 the first ten
   * have 86 % of the weight. Lower weighs the top more.
   * @default 0.9
   */
  readonly p?: number | undefined;
  /** What is scored: the rank-biased overlap, or the share of the first k that both have in whatever order. @default 'biased' */
  readonly score?: 'biased' | 'overlap' | undefined;
}

/** A score with both of its measures. */
export interface RankingScore extends Score {
  /** The share of the first k that both have, 0 to 1. */
  readonly overlap: number;
  /** Rank-biased overlap of the first k, extrapolated, 0 to 1. */
  readonly biased: number;
}

/**
 * Scores how alike two rankings are, as a list of recommendations is: what is near the top counts more, and a swap less
 * than a loss. Of an item that is listed twice the first counts.
 *
 * Rank-biased overlap, extrapolated: Webber, Moffat, Zobel, "A similarity measure for indefinite rankings", ACM TOIS
 * 28 (4), 2010, equation 32.
 *
 * @throws TypeError when `k`, `atLeast`, `p`, `by` or `score` is not as described, and for any other option
 * @example ranked({ k: 10, atLeast: 0.9, by: 'sku' })(control, candidate) // { score: 0.97, atLeast: 0.9, ... }
 */
export function ranked<M>(
  ranking: Ranking<M>,
): (control: readonly M[], candidate: readonly M[]) => RankingScore {
  const { k, atLeast, p, keyOf, measure } = checked(ranking);
  const compare = (control: readonly M[], candidate: readonly M[]): RankingScore => {
    const alike = likeness(top(control, k, keyOf), top(candidate, k, keyOf), p);
    return { score: alike[measure], atLeast, ...alike };
  };
  return carry(compare, asking(compare, { own: typeof ranking.by !== 'function' }));
}

function top(list: unknown, k: number, keyOf: (item: unknown) => unknown): unknown[] {
  if (!Array.isArray(list))
    throw new TypeError(`ranked(...) was given ${show(list)} to compare; give it lists`);
  return [...new Set(itemsOf(list).map(({ value }) => keyOf(value)))].slice(0, k);
}

const SETTINGS = ['k', 'atLeast', 'by', 'p', 'score'];

function checked(ranking: Ranking) {
  requireOptions('ranked', ranking, SETTINGS);
  const { k, atLeast, by, p = 0.9, score = 'biased' } = ranking;
  require(Number.isInteger(k) && k >= 1, 'k', k, 'a whole number from 1');
  require(typeof atLeast === 'number' &&
    atLeast >= 0 &&
    atLeast <= 1, 'atLeast', atLeast, 'a number from 0 to 1');
  require(typeof p === 'number' && p > 0 && p < 1, 'p', p, 'a number between 0 and 1');
  require(score === 'biased' || score === 'overlap', 'score', score, "'biased' or 'overlap'");
  const keyOf = keyGiven(by ?? ((item: unknown) => item), 'ranked(...)');
  return { k, atLeast, p, keyOf, measure: score };
}

function require(isRight: boolean, name: string, value: unknown, what: string): void {
  if (!isRight) throw new TypeError(`ranked(...) was given ${show(value)} for ${name}; give it ${what}`);
}
