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

// Worked out from the formulas in numbers of 60 digits, apart from the code.
const ABOVE = [
  [1, 1, 0.01, 2.059185086816019],
  [10, 3, 0.01, 5.195534801722435],
  [1000, 0, 0.01, -2.908207584150785],
  [1000, 21, 0.01, 3.414662096120464],
  [1e6, 10500, 0.01, 8.30343378570176],
  [3000, 9, 0.001, 2.801658561165674],
  [50, 40, 0.5, 7.920113829068022],
  [1e7, 100900, 0.01, -24.822908409408],
  [1e7, 0, 0.0001, -35.85423098118661],
  [1e7, 1e7, 0.001, 66187283.95006367],
  [144, 13, 0.01, 15.053203324502528],
  [1, 0, 1e-6, -0.00010244031566387593],
  [0.5, 0.25, 0.01, 0.25008676198429686],
  [123.5, 7.25, 0.02, 2.124079666450593],
  [1, 0, 0.999, -0.7310322295675012],
  [20, 20, 1e-12, 156.5822732567875],
  [1e7, 5010000, 0.5, -912.2643315603798],
] as const;

const BELOW = [
  [3524, 0, 0.001, 2.9952625928024976],
  [3525, 0, 0.001, 2.996177595814389],
  [10000, 10, 0.001, -2.105600757217761],
  [1e6, 800, 0.001, 18.26539660120647],
  [351, 0, 0.01, 2.9961253880370973],
  [1e7, 9000, 0.001, 46.43706056060048],
  [1e7, 0, 0.001, 10003.90539265673],
  [1, 1, 0.001, -1.397127942382371],
  [1, 0, 1e-6, 7.528037218160814e-7],
  [123.5, 7.25, 0.2, 8.35153169913119],
  [40, 3, 0.9, 71.02991847997559],
  [1e7, 1e7, 0.5, -157475.70331370345],
  [9072, 2, 0.001, 2.996041891972411],
  [1e6, 0, 1e-9, 0.0007528416437316489],
] as const;

// n00, n01, n10, n11, r, delta
const CONTRAST_ABOVE = [
  [990, 0, 10, 0, 0, 0.01, -1.3340051913686557],
  [993, 0, 7, 0, 1, 0, 3.5220181047634513],
  [9900, 20, 60, 20, 1, 0.001, 4.83526503646239],
  [1e6, 2000, 2500, 500, 1, 0.001, -21.773602969722536],
  [1e7, 0, 12000, 0, 0, 0.001, 164.28191908858824],
  [5000, 40, 90, 10, 1.5, 0.002, -1.4395767630126286],
  [0, 0, 30, 0, 1, 0, 18.4818133028673],
  [0, 0, 0, 50, 0.5, 0.01, 30.853231805929024],
  [100.5, 2.5, 7.25, 1.5, 1, 0.01, 0.28176834116364174],
] as const;

const CONTRAST_BELOW = [
  [998, 0, 2, 0, 0, 0.01, 3.7040171583248562],
  [10000, 5, 2, 30, 1, 0.001, 6.557130161229484],
  [1e6, 3000, 1500, 500, 1, 0.001, 638.6269334764755],
  [1e7, 0, 0, 0, 0, 0.001, 10003.90539265673],
  [5000, 40, 10, 10, 1.5, 0.002, 24.834109512865115],
  [300, 0, 0, 50, 0.5, 0.01, -4.722624865173489],
  [0, 60, 0, 0, 1, 0, 40.600701243622375],
  [100.5, 22.5, 1.25, 1.5, 1, 0.01, 11.231164226158263],
  [0, 0, 0, 1e6, 1, 1e-6, 0.7877427626342428],
  [1e6, 0, 0, 1e6, 1, 1e-6, 1.6325703909184019],
  [5000, 0, 0, 3, 0, 0.01, 36.068899473722134],
] as const;

// n, k, alpha, lower, upper
const BOUNDS = [
  [1000, 0, 0.05, 0, 0.0035203340190026865],
  [1000, 10, 0.025, 0.003009893345067748, 0.023579067626809065],
  [1e7, 3, 0.025, 1.2836076501456655e-8, 0.0000012018369640855551],
  [144, 13, 0.01, 0.02980426681276617, 0.19553075093843109],
  [8112, 3, 0.025, 0.00001582902133382205, 0.001480742795045304],
  [1, 0, 0.05, 0, 0.9794264349619834],
  [1, 1, 0.05, 0.001947739488088942, 1],
  [10, 10, 0.05, 0.6339459508369906, 1],
  [3, 1, 1e-6, 0, 1],
  [0, 0, 0.05, 0, 1],
] as const;

describe('the evidence agrees to 12 digits with numbers worked out apart from it', () => {
  it.each(ABOVE)('logEAbove(%d, %d, %d)', (n, k, p, expected) => {
    expectClose(logEAbove(n, k, p), expected);
  });

  it.each(BELOW)('logEBelow(%d, %d, %d)', (n, k, p, expected) => {
    expectClose(logEBelow(n, k, p), expected);
  });

  it.each(CONTRAST_ABOVE)(
    'logContrastAbove of %d, %d, %d, %d against %d and %d',
    (n00, n01, n10, n11, r, delta, expected) => {
      expectClose(logContrastAbove({ n00, n01, n10, n11 }, { r, delta }), expected);
    },
  );

  it.each(CONTRAST_BELOW)(
    'logContrastBelow of %d, %d, %d, %d against %d and %d',
    (n00, n01, n10, n11, r, delta, expected) => {
      expectClose(logContrastBelow({ n00, n01, n10, n11 }, { r, delta }), expected);
    },
  );

  it.each(BOUNDS)('the bounds of %d runs with %d events at alpha %d', (n, k, alpha, lower, upper) => {
    expectClose(lowerBound(n, k, alpha), lower);
    expectClose(upperBound(n, k, alpha), upper);
  });

  it.each([
    [1, 0.01, 0.01, Number.POSITIVE_INFINITY],
    [2, 0.01, 0.01, 2],
    [4, 0.01, 0.01, 3],
    [100, 0.01, 0.01, 7],
    [1000, 0.01, 0.01, 23],
    [10000, 0.01, 0.01, 139],
    [500, 0.5, 0.0025, 295],
    [3, 0.5, 0.01, Number.POSITIVE_INFINITY],
    [0, 0.5, 0.01, Number.POSITIVE_INFINITY],
  ])('killBoundary(%d, %d, %d)', (n, limit, alpha, expected) => {
    expect(killBoundary(n, limit, alpha)).toBe(expected);
  });

  it.each([
    [0, 0.001, 0.05, 3525],
    [1, 0.001, 0.05, 6981],
    [2, 0.001, 0.05, 9072],
    [3, 0.001, 0.05, 11020],
    [5, 0.001, 0.05, 14594],
    [100, 0.001, 0.05, 137699],
    [0, 0.05, 0.05, 69],
    [0, 0.02, 0.05, 175],
    [0, 0.01, 0.05, 351],
    [0, 0.005, 0.05, 704],
    [4, 0.5, 0.01, 25],
    [0, 1e-20, 0.05, Number.POSITIVE_INFINITY],
  ])('certifyBoundary(%d, %d, %d)', (k, target, alpha, expected) => {
    expect(certifyBoundary(k, target, alpha)).toBe(expected);
  });

  it('says nothing at all before the first run', () => {
    expect(logEAbove(0, 0, 0.01)).toBe(0);
    expect(logEBelow(0, 0, 0.01)).toBe(0);
  });
});

function expectClose(actual: number, expected: number): void {
  if (expected === 0) expect(actual).toBe(0);
  else expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-12);
}
