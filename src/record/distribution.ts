import type { Spread } from '../types/comparison.js';
import type { Numbers } from '../types/learned.js';
import type { DistributionState } from '../types/saved.js';
import { ExactSum } from './exact-sum.js';

const BUCKETS_PER_OCTAVE = 16;
/** Magnitudes that are told apart: 2^-40 (a millionth of a millionth) to 2^64; what is beyond counts as the nearest. */
const LEAST_EXPONENT = -40;
const OCTAVES = 104;
const LAST = OCTAVES * BUCKETS_PER_OCTAVE;

/**
 * Numbers of either sign in constant memory: 16 buckets to the octave, 3 329 at most, so that a quantile is within 3.2 %
 * of the exact one. Count, mean, least and greatest are exact.
 */
export class Distribution implements Numbers {
  readonly #counts = new Map<number, number>();
  #count = 0;
  /** Exact: the mean of 0.01s stays 0.01, and merging in any grouping gives the same. */
  readonly #sum = new ExactSum();
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  get count(): number {
    return this.#count;
  }

  /** NaN without any number, as are all that follow. */
  get mean(): number {
    return this.#sum.value / this.#count;
  }

  get min(): number {
    return this.#count === 0 ? Number.NaN : this.#min;
  }

  get max(): number {
    return this.#count === 0 ? Number.NaN : this.#max;
  }

  /** @param value what is not finite is not counted */
  record(value: number): void {
    if (!Number.isFinite(value)) return;
    // JSON knows one zero, and so does whoever reads a report.
    const number = value === 0 ? 0 : value;
    this.#add(bucketOf(number), 1);
    this.#sum.add(number);
    this.#widen(number, number);
  }

  /**
   * The smallest number that at least a share `q` of all are not greater than.
   * @param q 0 to 1
   */
  quantile(q: number): number {
    const rank = Math.max(1, Math.ceil(q * this.#count * (1 - Number.EPSILON)));
    let seen = 0;
    for (const [bucket, count] of this.#sorted()) {
      seen += count;
      if (seen >= rank) return Math.min(Math.max(middleOf(bucket), this.#min), this.#max);
    }
    return Number.NaN;
  }

  /** Adds what another one has counted. */
  merge(other: Distribution): void {
    for (const [bucket, count] of other.#counts) this.#add(bucket, count);
    for (const part of other.#sum.toJSON()) this.#sum.add(part);
    this.#widen(other.#min, other.#max);
  }

  toJSON(): DistributionState {
    return { sum: this.#sum.toJSON(), min: this.#min, max: this.#max, buckets: this.#sorted() };
  }

  /** @throws RangeError if the state has a bucket, a count or a number that no distribution has */
  static fromJSON({ sum, min, max, buckets }: DistributionState): Distribution {
    const distribution = new Distribution();
    for (const [bucket, count] of buckets) {
      requireWhole('bucket', bucket, -LAST, LAST);
      requireWhole('count', count, 1, Number.MAX_SAFE_INTEGER);
      distribution.#add(bucket, count);
    }
    // JSON has no infinities, which is what the bounds of nothing are.
    if (distribution.#count === 0) return distribution;
    for (const value of [...sum, min, max]) requireFinite(value);
    for (const part of sum) distribution.#sum.add(part);
    distribution.#widen(min, max);
    return distribution;
  }

  #add(bucket: number, count: number): void {
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count);
    this.#count += count;
  }

  #widen(min: number, max: number): void {
    if (min < this.#min) this.#min = min;
    if (max > this.#max) this.#max = max;
  }

  #sorted(): (readonly [number, number])[] {
    return [...this.#counts].sort(([one], [other]) => one - other);
  }
}

export function spreadOf(numbers: Numbers): Spread {
  const { count, mean, min, max } = numbers;
  const [p5, p50, p95] = [0.05, 0.5, 0.95].map((q) => numbers.quantile(q)) as [number, number, number];
  return { count, mean, min, p5, p50, p95, max };
}

const bits = new DataView(new ArrayBuffer(8));
const LEAST_BITS = leadingBits(2 ** LEAST_EXPONENT);

function bucketOf(value: number): number {
  if (value === 0) return 0;
  const bucket = Math.min(Math.max(leadingBits(Math.abs(value)) - LEAST_BITS + 1, 1), LAST);
  return value < 0 ? -bucket : bucket;
}

// The exponent and the first four bits behind the point are the octave and its sixteenth: no logarithm to compute.
function leadingBits(magnitude: number): number {
  bits.setFloat64(0, magnitude);
  return bits.getUint16(0);
}

function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  const magnitude = Math.abs(bucket);
  return (Math.sign(bucket) * (edgeOf(magnitude) + edgeOf(magnitude + 1))) / 2;
}

function edgeOf(bucket: number): number {
  bits.setUint32(4, 0);
  bits.setUint32(0, (LEAST_BITS + bucket - 1) << 16);
  return bits.getFloat64(0);
}

function requireWhole(what: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeError(
    `Distribution.fromJSON: a ${what} must be a whole number from ${least} to ${most}, received ${String(value)}`,
  );
}

function requireFinite(value: number): void {
  if (Number.isFinite(value)) return;
  throw new RangeError(`Distribution.fromJSON: sum, min and max must be finite, received ${String(value)}`);
}
