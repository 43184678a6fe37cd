export type Random = () => number;

/** A small generator of chance with a seed, in the public domain, by Tommy Ettinger (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal number (Box, Muller 1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** So many different positions, each with a chance in proportion to `exp` of its weight (the Gumbel-top-k trick). */
export function draw(weights: readonly number[], count: number, random: Random): number[] {
  const keys = weights.map((weight) => weight - Math.log(-Math.log(1 - random() || Number.MIN_VALUE)));
  const drawn = [...keys.keys()].sort((one, other) => (keys[other] as number) - (keys[one] as number));
  return shuffled(drawn.slice(0, count), random);
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((entry) => ({ entry, key: random() }))
    .sort((one, other) => one.key - other.key)
    .map(({ entry }) => entry);
}
