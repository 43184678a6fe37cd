import type { Dropped } from './points.js';

const BURST = 10;
const PER_SECOND = 1;
const MOST_EXPERIMENTS = 1_000;

interface Bucket {
  tokens: number;
  // Milliseconds since the epoch.
  filledAt: number;
  dropped: number;
}

/** How many events of each experiment may be sent, and how many were not. */
export interface RateLimit {
  /** Whether another one may be sent; one that may not is counted. */
  admits(experiment: string, at: number): boolean;
  /** How many, for every experiment that was ever asked about. */
  dropped(): Iterable<Dropped>;
}

/** At most 10 in a burst and 1 a second for each experiment, by the clock of the trials themselves. */
export function rateLimit(): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    admits: (experiment, at) => take(bucketOf(buckets, experiment, at), at),
    *dropped() {
      for (const [experiment, { dropped }] of buckets) yield { experiment, dropped };
    },
  };
}

// More experiments than a laboratory remembers share a bucket.
function bucketOf(buckets: Map<string, Bucket>, experiment: string, at: number): Bucket {
  const name = buckets.has(experiment) || buckets.size < MOST_EXPERIMENTS ? experiment : '_OTHER';
  let bucket = buckets.get(name);
  if (bucket === undefined) {
    bucket = { tokens: BURST, filledAt: Number.isNaN(at) ? 0 : at, dropped: 0 };
    buckets.set(name, bucket);
  }
  return bucket;
}

function take(bucket: Bucket, at: number): boolean {
  // Trials end in another order than they begin, and a clock may be broken: time never goes back.
  if (at > bucket.filledAt) {
    const earned = ((at - bucket.filledAt) / 1000) * PER_SECOND;
    bucket.tokens = Math.min(BURST, bucket.tokens + earned);
    bucket.filledAt = at;
  }
  if (bucket.tokens < 1) {
    bucket.dropped++;
    return false;
  }
  bucket.tokens--;
  return true;
}
