import type { LatencyBucket } from '../types/index.js';

const BUCKETS_PER_OCTAVE = 16;
/** 61 ns and 70 min, in milliseconds: 36 octaves, and a bucket for what is shorter and one for what is longer. */
const SHORTEST_MS = 2 ** -14;
const LONGEST_MS = 2 ** 22;
const BUCKETS = 36 * BUCKETS_PER_OCTAVE + 2;
const LAST = BUCKETS - 1;

/** A histogram as JSON: the buckets that are not empty, and what each has counted. */
export interface LatencyState {
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

/**
 * Durations in constant memory: 16 buckets to the octave from 61 ns to 70 min, so that a quantile is within 3.2 % of the
 * exact one. Most experiments never look at theirs, so the counters come with the first duration.
 */
export class Latency {
  #counts: Float64Array | undefined;
  #count = 0;

  /** How many durations were counted. */
  get count(): number {
    return this.#count;
  }

  /** @param ms `Infinity` for a variant that timed out. What is not a number is not counted: it is no duration. */
  record(ms: number): void {
    if (Number.isNaN(ms)) return;
    this.#add(bucketOf(ms), 1);
  }

  /**
   * The smallest duration that at least a share `q` of all are not longer than, in milliseconds. 0 is one below 61 ns,
   * `Infinity` one beyond 70 min or a timeout, `NaN` says that nothing was counted.
   * @param q 0 to 1
   */
  quantile(q: number): number {
    if (this.#counts === undefined) return Number.NaN;
    // 0.07 * 100 is a little more than 7: without the correction it would ask for the eighth.
    const rank = Math.max(1, Math.ceil(q * this.#count * (1 - Number.EPSILON)));
    let seen = 0;
    const bucket = this.#counts.findIndex((count) => {
      seen += count;
      return seen >= rank;
    });
    return middleOf(bucket);
  }

  /** Adds what another one has counted; in any order and grouping the sum is the same. */
  merge(other: Latency): void {
    other.#counts?.forEach((count, bucket) => {
      if (count > 0) this.#add(bucket, count);
    });
  }

  /** The buckets that are not empty, shortest first. */
  buckets(): LatencyBucket[] {
    return this.toJSON().buckets.map(([bucket, count]) => ({
      fromMs: bucket === 0 ? 0 : edgeOf(bucket),
      toMs: bucket === LAST ? Number.POSITIVE_INFINITY : edgeOf(bucket + 1),
      count,
    }));
  }

  toJSON(): LatencyState {
    const all = Array.from(this.#counts ?? [], (count, bucket) => [bucket, count] as const);
    return { buckets: all.filter(([, count]) => count > 0) };
  }

  /** @throws RangeError if the state has a bucket or a count that no histogram has */
  static fromJSON(state: LatencyState): Latency {
    const latency = new Latency();
    for (const [bucket, count] of state.buckets) {
      requireWhole('bucket', bucket, LAST);
      requireWhole('count', count, Number.MAX_SAFE_INTEGER);
      if (count > 0) latency.#add(bucket, count);
    }
    return latency;
  }

  #add(bucket: number, count: number): void {
    this.#counts ??= new Float64Array(BUCKETS);
    this.#counts[bucket] = (this.#counts[bucket] as number) + count;
    this.#count += count;
  }
}

const bits = new DataView(new ArrayBuffer(8));
const SHORTEST_BITS = leadingBits(SHORTEST_MS);

function bucketOf(ms: number): number {
  if (ms < SHORTEST_MS) return 0;
  if (ms >= LONGEST_MS) return LAST;
  return leadingBits(ms) - SHORTEST_BITS + 1;
}

// The exponent and the first four bits behind the point are the octave and its sixteenth: no logarithm to compute.
function leadingBits(ms: number): number {
  bits.setFloat64(0, ms);
  return bits.getUint16(0);
}

function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  if (bucket === LAST) return Number.POSITIVE_INFINITY;
  return (edgeOf(bucket) + edgeOf(bucket + 1)) / 2;
}

function edgeOf(bucket: number): number {
  bits.setUint32(4, 0);
  bits.setUint32(0, (SHORTEST_BITS + bucket - 1) << 16);
  return bits.getFloat64(0);
}

function requireWhole(what: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return;
  throw new RangeError(
    `Latency.fromJSON: a ${what} must be a whole number from 0 to ${most}, received ${String(value)}`,
  );
}
