import { describe, expect, it } from 'vitest';
import { logContrastAbove, logContrastBelow, logEAbove, logEBelow } from '../../src/evidence/index.js';

const RUNS = Array.from({ length: 12 }, (_, index) => index + 1);

describe('nothing can be won by waiting: at the limit, over all that can happen in up to 12 runs, the evidence is 1 on average', () => {
  it.each([0.01, 0.2, 0.5, 0.9])('for a rate of %d', (p) => {
    for (const n of RUNS) {
      let above = 0;
      let below = 0;
      for (let path = 0; path < 2 ** n; path++) {
        const k = failuresOf(path);
        const chance = p ** k * (1 - p) ** (n - k);
        above += chance * Math.exp(logEAbove(n, k, p));
        below += chance * Math.exp(logEBelow(n, k, p));
      }
      expect(above).toBeCloseTo(1, 11);
      expect(below).toBeCloseTo(1, 11);
    }
  });

  // r, delta, and the chances of each pair with p10 + p11 = r * (p01 + p11) + delta.
  it.each([
    [1, 0, 0.05, 0.05, 0.02],
    [1, 0.1, 0.05, 0.15, 0.02],
    [0, 0.3, 0.2, 0.2, 0.1],
    [0.5, 0.05, 0.2, 0.1, 0.1],
    [1.5, 0.01, 0.1, 0.21, 0.1],
  ])('for a contrast with r %d and delta %d', (r, delta, p01, p10, p11) => {
    expect(p10 + p11).toBeCloseTo(r * (p01 + p11) + delta, 12);
    for (const n of RUNS) {
      const [above, below] = contrastOnAverage(n, { r, delta }, { p01, p10, p11 });
      expect(above).toBeCloseTo(1, 10);
      expect(below).toBeCloseTo(1, 10);
    }
  });
});

describe('looking after every run', () => {
  it('stops 3.44 % of the candidates exactly at the limit within 100 000 runs, where 5 % would be allowed', () => {
    expect(chanceOfEverStopping(1e5, 0.01, 0.05)).toBeCloseTo(0.034421585774889, 12);
  });

  it('stops 0.67 % of them where 1 % would be allowed', () => {
    expect(chanceOfEverStopping(1e5, 0.01, 0.01)).toBeCloseTo(0.006723120234213, 12);
  });

  it('certifies 4.39 % of the candidates exactly at a target of 0.1 % within 50 000 runs, where 5 % would be allowed', () => {
    expect(chanceOfEverCertifying(5e4, 0.001, 0.05)).toBeCloseTo(0.043921785523, 11);
  });
});

function failuresOf(path: number): number {
  let k = 0;
  for (let rest = path; rest > 0; rest >>= 1) k += rest & 1;
  return k;
}

// All paths with the same counts have the same evidence, so each set of counts stands for as many as there are.
function contrastOnAverage(
  n: number,
  allowance: { r: number; delta: number },
  { p01, p10, p11 }: { p01: number; p10: number; p11: number },
): [above: number, below: number] {
  const p00 = 1 - p01 - p10 - p11;
  let above = 0;
  let below = 0;
  for (let n01 = 0; n01 <= n; n01++) {
    for (let n10 = 0; n10 <= n - n01; n10++) {
      for (let n11 = 0; n11 <= n - n01 - n10; n11++) {
        const n00 = n - n01 - n10 - n11;
        const paths = factorial(n) / (factorial(n00) * factorial(n01) * factorial(n10) * factorial(n11));
        const chance = paths * p00 ** n00 * p01 ** n01 * p10 ** n10 * p11 ** n11;
        above += chance * Math.exp(logContrastAbove({ n00, n01, n10, n11 }, allowance));
        below += chance * Math.exp(logContrastBelow({ n00, n01, n10, n11 }, allowance));
      }
    }
  }
  return [above, below];
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

// The chance of k failures after n runs without having been stopped, run by run. The boundary never falls with n.
function chanceOfEverStopping(runs: number, p: number, alpha: number): number {
  const alive = new Float64Array(runs + 2);
  alive[0] = 1;
  let stopped = 0;
  let boundary = 1;
  for (let n = 1; n <= runs; n++) {
    for (let k = Math.min(n, boundary); k >= 1; k--) {
      alive[k] = (alive[k] as number) * (1 - p) + (alive[k - 1] as number) * p;
    }
    alive[0] = (alive[0] as number) * (1 - p);
    while (boundary <= n && logEAbove(n, boundary, p) < -Math.log(alpha)) boundary++;
    for (let k = boundary; k <= Math.min(n, boundary + 1); k++) {
      stopped += alive[k] as number;
      alive[k] = 0;
    }
  }
  return stopped;
}

// The same from below: certified are those with fewer than `boundary` failures.
function chanceOfEverCertifying(runs: number, p: number, alpha: number): number {
  let certified = 0;
  let boundary = 0;
  const most = Math.ceil(runs * p * 2);
  const alive = new Float64Array(most + 1);
  alive[0] = 1;
  for (let n = 1; n <= runs; n++) {
    for (let k = most; k >= 1; k--) alive[k] = (alive[k] as number) * (1 - p) + (alive[k - 1] as number) * p;
    alive[0] = (alive[0] as number) * (1 - p);
    while (boundary <= n && logEBelow(n, boundary, p) >= -Math.log(alpha)) boundary++;
    for (let k = 0; k < boundary; k++) {
      certified += alive[k] as number;
      alive[k] = 0;
    }
  }
  return certified;
}
