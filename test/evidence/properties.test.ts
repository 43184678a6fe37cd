import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  certifyBoundary,
  killBoundary,
  logContrastAbove,
  logContrastBelow,
  logEAbove,
  logEBelow,
  lowerBound,
  upperBound,
} from '../../src/evidence/index.js';

const TILTS = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8];
const KILL = [1, 2, 4, 8, 16, 16, 8, 4, 2];
const rate = fc.double({ min: 1e-4, max: 0.9, noNaN: true });
const alpha = fc.double({ min: 1e-3, max: 0.3, noNaN: true });
const counts = fc.nat(5000).chain((n) => fc.tuple(fc.constant(n), fc.nat(n)));
const few = fc.nat(500);
const pairs = fc.record({ n00: few, n01: few, n10: few, n11: few });
const allowance = fc.record({
  r: fc.double({ min: 0, max: 3, noNaN: true }),
  delta: fc.double({ min: 1e-4, max: 0.5, noNaN: true }),
});

describe('the evidence', () => {
  it('that the rate is above rises with every event and falls with every clean run; that it is below, the reverse', () => {
    fc.assert(
      fc.property(counts, rate, ([n, k], p) => {
        expect(logEAbove(n + 1, k + 1, p)).toBeGreaterThan(logEAbove(n, k, p));
        expect(logEAbove(n + 1, k, p)).toBeLessThan(logEAbove(n, k, p));
        expect(logEBelow(n + 1, k, p)).toBeGreaterThan(logEBelow(n, k, p));
        expect(logEBelow(n + 1, k + 1, p)).toBeLessThan(logEBelow(n, k, p));
      }),
    );
  });

  it('is the same in whatever order the runs came, and that of bets made one after the other', () => {
    const runs = fc.array(fc.boolean(), { maxLength: 60 });
    fc.assert(
      fc.property(runs, rate, (failed, p) => {
        const stakes = failed.reduce(
          (before, isFailure) => before.map((stake, j) => stake * factor(TILTS[j] as number, isFailure, p)),
          KILL.map((weight) => weight / 61),
        );
        const sum = stakes.reduce((a, b) => a + b, 0);
        expect(logEAbove(failed.length, failed.filter(Boolean).length, p)).toBeCloseTo(Math.log(sum), 10);
      }),
    );
  });

  it('of a contrast without a control is that of the rate alone', () => {
    fc.assert(
      fc.property(counts, rate, ([n, k], p) => {
        const without = { n00: n - k, n01: 0, n10: k, n11: 0 };
        const scale = 1e-12 * (1 + n);
        expect(Math.abs(logContrastAbove(without, { r: 0, delta: p }) - logEAbove(n, k, p))).toBeLessThan(
          scale,
        );
        expect(Math.abs(logContrastBelow(without, { r: 0, delta: p }) - logEBelow(n, k, p))).toBeLessThan(
          scale,
        );
      }),
    );
  });

  it('of a contrast rises with every call on which only the candidate failed, and falls where only the control did', () => {
    fc.assert(
      fc.property(pairs, allowance, (before, allowed) => {
        const candidate = { ...before, n10: before.n10 + 1 };
        const control = { ...before, n01: before.n01 + 1 };
        expect(logContrastAbove(candidate, allowed)).toBeGreaterThan(logContrastAbove(before, allowed));
        expect(logContrastAbove(control, allowed)).toBeLessThan(logContrastAbove(before, allowed));
        expect(logContrastBelow(candidate, allowed)).toBeLessThan(logContrastBelow(before, allowed));
        expect(logContrastBelow(control, allowed)).toBeGreaterThan(logContrastBelow(before, allowed));
      }),
    );
  });

  it('is a finite number after ten million runs, whatever they brought', () => {
    for (const k of [0, 1, 1e5, 5e6, 1e7]) {
      for (const p of [1e-9, 0.001, 0.5, 1 - 1e-9]) {
        expect(logEAbove(1e7, k, p)).toSatisfy(Number.isFinite);
        expect(logEBelow(1e7, k, p)).toSatisfy(Number.isFinite);
      }
    }
  });
});

describe('a bound', () => {
  it('lies on its side of the rate that was seen, and further out the smaller the chance of being wrong', () => {
    fc.assert(
      fc.property(counts, alpha, ([n, k], a) => {
        const seen = n === 0 ? 0 : k / n;
        expect(lowerBound(n, k, a)).toBeLessThanOrEqual(seen);
        expect(upperBound(n, k, a)).toBeGreaterThanOrEqual(seen);
        expect(lowerBound(n, k, a / 10)).toBeLessThanOrEqual(lowerBound(n, k, a));
        expect(upperBound(n, k, a / 10)).toBeGreaterThanOrEqual(upperBound(n, k, a));
      }),
    );
  });

  it('is beyond the limit exactly when the evidence suffices to act on it', () => {
    fc.assert(
      fc.property(counts, rate, alpha, ([n, k], p, a) => {
        // At the border itself rounding decides.
        fc.pre(
          Math.abs(logEAbove(n, k, p) + Math.log(a)) > 1e-9 &&
            Math.abs(logEBelow(n, k, p) + Math.log(a)) > 1e-9,
        );
        expect(lowerBound(n, k, a) > p).toBe(logEAbove(n, k, p) > -Math.log(a));
        expect(upperBound(n, k, a) < p).toBe(logEBelow(n, k, p) > -Math.log(a));
      }),
    );
  });

  it('on the counts is the first count that suffices', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(50), rate, alpha, (n, k, p, a) => {
        const kill = killBoundary(n, p, a);
        const last = kill === Number.POSITIVE_INFINITY ? n : kill - 1;
        expect(logEAbove(n, last, p)).toBeLessThan(-Math.log(a));
        if (kill <= n) expect(logEAbove(n, kill, p)).toBeGreaterThanOrEqual(-Math.log(a));
        const certify = certifyBoundary(k, p, a);
        expect(logEBelow(certify, k, p)).toBeGreaterThanOrEqual(-Math.log(a));
        if (certify > k) expect(logEBelow(certify - 1, k, p)).toBeLessThan(-Math.log(a));
      }),
    );
  });
});

function factor(tilt: number, isFailure: boolean, p: number): number {
  return Math.exp(isFailure ? tilt : 0) / (1 + p * Math.expm1(tilt));
}
