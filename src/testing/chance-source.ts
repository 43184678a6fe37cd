import { seeded } from './seeded.js';

/** What fast-check's arbitraries draw from, with a seed. As its own `Random`, bounds are included. */
export class ChanceSource {
  readonly #draw: () => number;

  constructor(seed: number) {
    this.#draw = seeded(seed);
  }

  /** A source of its own, which goes on from here. */
  clone(): ChanceSource {
    return new ChanceSource(this.next(32));
  }

  next(bits: number): number {
    return Math.floor(this.#draw() * 2 ** bits);
  }

  nextBoolean(): boolean {
    return this.#draw() < 0.5;
  }

  nextInt(min = -(2 ** 31), max = 2 ** 31 - 1): number {
    const span = max - min + 1;
    // Of more than 32 bits one draw would leave the last ones empty.
    const draw = span <= 2 ** 32 ? this.#draw() : this.nextDouble();
    return min + Math.floor(draw * span);
  }

  nextBigInt(min: bigint, max: bigint): bigint {
    const span = max - min + 1n;
    let drawn = 0n;
    let reach = 1n;
    // 64 bits more than needed: what the remainder then favours is beyond any counting.
    while (reach < span << 64n) {
      drawn = (drawn << 32n) | BigInt(this.next(32));
      reach <<= 32n;
    }
    return min + (drawn % span);
  }

  nextDouble(): number {
    return (this.next(26) * 2 ** 27 + this.next(27)) / 2 ** 53;
  }

  getState(): undefined {
    return undefined;
  }
}
