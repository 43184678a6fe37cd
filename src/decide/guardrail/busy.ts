const BUCKET_MS = 100;
const BUCKETS = 100;
const WINDOW_MS = BUCKETS * BUCKET_MS;

/** How much of the last ten seconds was spent on something, in constant memory. Times are milliseconds of one clock. */
export class Busy {
  readonly #spent = new Float64Array(BUCKETS);
  #total = 0;
  /** The newest bucket, counted from the clock's beginning. */
  #newest = 0;

  /** A piece of work from one moment to another. */
  add(from: number, to: number): void {
    this.#advance(to);
    // Nor does what began or ended at none take any time.
    if (!(to > from)) return;
    // Nearly all work is short, and done within a bucket.
    if (from >= this.#newest * BUCKET_MS) this.#spend(this.#newest, to - from);
    else this.#spread(from, to);
  }

  #spread(from: number, to: number): void {
    for (let at = Math.max(from, (this.#newest - BUCKETS + 1) * BUCKET_MS); at < to; ) {
      const bucket = Math.floor(at / BUCKET_MS);
      const end = Math.min(to, (bucket + 1) * BUCKET_MS);
      this.#spend(bucket, end - at);
      at = end;
    }
  }

  #spend(bucket: number, ms: number): void {
    this.#spent[bucket % BUCKETS] = (this.#spent[bucket % BUCKETS] as number) + ms;
    this.#total += ms;
  }

  /** 0 to 1: of the full ten seconds, also when there have not been that many yet. */
  share(now: number): number {
    this.#advance(now);
    return this.#total / WINDOW_MS;
  }

  // Bucket by bucket, for what left the window is not in the total any longer.
  #advance(now: number): void {
    // What is no moment, from a clock that somebody replaced, ends no bucket.
    if (now < (this.#newest + 1) * BUCKET_MS || !Number.isFinite(now)) return;
    const newest = Math.floor(now / BUCKET_MS);
    const first = Math.max(this.#newest + 1, newest - BUCKETS + 1);
    for (let bucket = first; bucket <= newest; bucket++) this.#spent[bucket % BUCKETS] = 0;
    this.#newest = newest;
    // Summed up anew: adding and taking away for months would leave a rounding error behind.
    this.#total = this.#spent.reduce((sum, ms) => sum + ms, 0);
  }
}
