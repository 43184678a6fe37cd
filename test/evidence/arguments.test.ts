import { expect, it } from 'vitest';
import * as evidence from '../../src/evidence/index.js';

const { logEAbove, logEBelow, logContrastAbove, logContrastBelow } = evidence;
const { lowerBound, upperBound, killBoundary, certifyBoundary } = evidence;
const pairs = { n00: 10, n01: 1, n10: 1, n11: 1 };

it.each([
  [() => logEAbove(-1, 0, 0.1), 'logEAbove: n must be a finite number from 0, received -1'],
  [
    () => logEAbove(Number.POSITIVE_INFINITY, 0, 0.1),
    'logEAbove: n must be a finite number from 0, received Infinity',
  ],
  [() => logEAbove(10, 11, 0.1), 'logEAbove: k must be a number from 0 to n, which is 10, received 11'],
  [
    () => logEAbove(10, Number.NaN, 0.1),
    'logEAbove: k must be a number from 0 to n, which is 10, received NaN',
  ],
  [() => logEAbove(10, 1, 0), 'logEAbove: p must be a number between 0 and 1, both excluded, received 0'],
  [() => logEBelow(10, -1, 0.1), 'logEBelow: k must be a number from 0 to n, which is 10, received -1'],
  [() => logEBelow(10, 1, 1), 'logEBelow: p must be a number between 0 and 1, both excluded, received 1'],
  [
    () => logEBelow(10, 1, '0.1' as never),
    'logEBelow: p must be a number between 0 and 1, both excluded, received 0.1',
  ],
  [() => lowerBound(1, 2, 0.1), 'lowerBound: k must be a number from 0 to n, which is 1, received 2'],
  [
    () => lowerBound(2, 0, 1),
    'lowerBound: alpha must be a number between 0 and 1, both excluded, received 1',
  ],
  [
    () => upperBound(2, 2, 0),
    'upperBound: alpha must be a number between 0 and 1, both excluded, received 0',
  ],
  [() => killBoundary(-5, 0.1, 0.1), 'killBoundary: n must be a finite number from 0, received -5'],
  [
    () => killBoundary(5, 2, 0.1),
    'killBoundary: limit must be a number between 0 and 1, both excluded, received 2',
  ],
  [() => certifyBoundary(-1, 0.1, 0.1), 'certifyBoundary: k must be a finite number from 0, received -1'],
  [
    () => certifyBoundary(0, 0, 0.1),
    'certifyBoundary: target must be a number between 0 and 1, both excluded, received 0',
  ],
  [
    () => logContrastAbove({ ...pairs, n10: -1 }, { r: 1, delta: 0 }),
    'logContrastAbove: n10 must be a finite number from 0, received -1',
  ],
  [
    () => logContrastAbove(pairs, { r: -1, delta: 0.5 }),
    'logContrastAbove: r must be a finite number from 0, received -1',
  ],
  [
    () => logContrastAbove(pairs, { r: 0, delta: 0 }),
    'logContrastAbove: r + delta must be above 0, received 0',
  ],
  [
    () => logContrastBelow(pairs, { r: 1, delta: 1 }),
    'logContrastBelow: delta must be a number from 0, below 1, received 1',
  ],
])(
  'an argument outside its range is refused with the name of the call and the value: %s',
  (call, message) => {
    expect(call).toThrow(new RangeError(message));
  },
);
