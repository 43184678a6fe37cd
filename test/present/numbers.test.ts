import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, duration, moment, period, plain, share, unbroken } from '../../src/present/numbers.js';

describe('a share', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.000369, '0.037 %'],
    [0.0123, '1.2 %'],
    [0.1, '10 %'],
    [0.5, '50 %'],
    [0.666, '67 %'],
    [0.9, '90 %'],
    [0.95, '95 %'],
    [0.999, '99.9 %'],
    [0.9996, '99.96 %'],
    [0.99999, '99.999 %'],
    [1e-9, '< 0.001 %'],
    [1 - 1e-9, '> 99.999 %'],
    [Number.NaN, '–'],
    [1.1, '–'],
  ])('%d is %s', (value, text) => {
    expect(share(value)).toBe(text);
  });

  it('is never said to be 0 or 100 % of what is not quite', () => {
    const inside = fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true });
    fc.assert(fc.property(inside, (value) => !/^(?:0|100) %/.test(share(value))));
  });

  it('is within five percent of the truth, or of what is missing to the whole', () => {
    const inside = fc.double({ min: 1e-5, max: 1 - 1e-5, noNaN: true });
    fc.assert(
      fc.property(inside, (value) => {
        const said = Number.parseFloat(share(value)) / 100;
        return Math.abs(said - value) <= 0.051 * Math.min(value, 1 - value) + 1e-12;
      }),
    );
  });

  it('is put between two others', () => {
    expect(between(0.00005, 0.0014)).toBe('0.005 to 0.14 %');
  });
});

it.each([
  [0, '0 ms'],
  [0.0000612, '61.2 ns'],
  [0.067, '67 µs'],
  [1.24, '1.2 ms'],
  [12.44, '12.4 ms'],
  [250, '250 ms'],
  [9_990, '10 s'],
  [600_000, '10 min'],
  [Number.POSITIVE_INFINITY, 'timeout'],
  [Number.NaN, '–'],
  [null, '–'],
])('a duration of %d milliseconds is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it.each([
  [999, '0 seconds'],
  [119_999, '119 seconds'],
  [7_199_999, '119 minutes'],
  [2 * 86_400_000 - 1, '47 hours'],
  [14.9 * 86_400_000, '14 days'],
])('a period of %d milliseconds is %s', (ms, text) => {
  expect(period(ms)).toBe(text);
});

it('a moment is one of UTC, and none that a Date cannot be', () => {
  expect(moment(Date.UTC(2026, 10, 21, 12, 31))).toBe('2026-11-21 12:31 UTC');
  expect(moment(Number.NaN)).toBe('–');
  expect(moment(undefined)).toBe('–');
});

it('a plain number has five digits and thousands apart', () => {
  expect([-1234567, 0.123456789, 3e-9, Number.POSITIVE_INFINITY].map(plain)).toEqual([
    '-1 234 567',
    '0.12346',
    '3e-9',
    '–',
  ]);
});

it('no line ends within a number', () => {
  expect(unbroken('2 908 more runs for 99.9 %, 5 of 12 runs')).toBe(
    '2\u00a0908 more runs for 99.9\u00a0%, 5 of 12 runs',
  );
});
