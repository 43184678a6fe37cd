/** How alike two rankings are, 0 to 1. */
export interface Likeness {
  /** Extrapolated rank-biased overlap. */
  readonly biased: number;
  /** The share of the longer ranking that both have, in whatever order. */
  readonly overlap: number;
}

/**
 * Compares two rankings without repetitions, as far as they go.
 *
 * `biased` is RBO_ext for lists of uneven length, equation 32 of Webber, Moffat, Zobel, "A similarity measure for
 * indefinite rankings", ACM Transactions on Information Systems 28 (4), 2010: the agreement at every depth d, weighted
 * by p^d, continued beyond the end as it was there. Two empty rankings are alike, an empty one is like no other.
 *
 * @param p 0 to 1, exclusive: how far down somebody reads, who goes on to the next item with this probability
 */
export function likeness(one: readonly unknown[], other: readonly unknown[], p: number): Likeness {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const [s, l] = [short.length, long.length];
  if (s === 0) return l === 0 ? { biased: 1, overlap: 1 } : { biased: 0, overlap: 0 };
  let sum = 0;
  let atShort = 0;
  let atLong = 0;
  for (const common of commonAt(short, long)) {
    const { depth } = common;
    atLong = common.count;
    if (depth <= s) atShort = atLong;
    const missing = depth > s ? (atShort * (depth - s)) / (s * depth) : 0;
    sum += (atLong / depth + missing) * p ** depth;
  }
  const beyond = ((atLong - atShort) / l + atShort / s) * p ** l;
  // Where all agrees, the sum of the weights is 1 but for rounding.
  return { biased: Math.min(1, ((1 - p) / p) * sum + beyond), overlap: atLong / l };
}

/** How many items the first of both have in common, at every depth from 1. */
function* commonAt(
  short: readonly unknown[],
  long: readonly unknown[],
): Generator<{ depth: number; count: number }> {
  const [seenShort, seenLong] = [new Set<unknown>(), new Set<unknown>()];
  let count = 0;
  for (const [at, item] of long.entries()) {
    seenLong.add(item);
    if (seenShort.has(item)) count += 1;
    if (at < short.length) {
      seenShort.add(short[at]);
      if (seenLong.has(short[at])) count += 1;
    }
    yield { depth: at + 1, count };
  }
}
