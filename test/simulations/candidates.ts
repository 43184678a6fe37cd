/** Everything that a candidate can do to the process that it runs in. */
export const CANDIDATES: Readonly<Record<string, (net: number) => number | Promise<number>>> = {
  'blocks 200 ms of CPU': (net) => {
    const until = performance.now() + 200;
    while (performance.now() < until);
    return net * 1.19;
  },
  'never settles': () => new Promise(() => {}),
  throws: () => {
    throw new Error('broken');
  },
  'fills memory': (net) => {
    kept.push(Buffer.alloc(16_000_000, 1));
    return net * 1.19;
  },
};

const kept: Buffer[] = [];
