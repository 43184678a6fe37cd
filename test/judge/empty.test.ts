import { expect, test } from 'vitest';
import { bothEmpty } from '../../src/judge/empty.js';

test('Values are both empty when neither holds anything', () => {
  for (const empty of [
    undefined,
    null,
    '',
    [],
    {},
    Object.create(null),
    new Map(),
    new Set(),
    new Uint8Array(),
    new ArrayBuffer(0),
  ]) {
    expect(bothEmpty(empty, null)).toBe(true);
    expect(bothEmpty(empty, 1)).toBe(false);
  }
});

test('Values that hold something, or might, are not empty', () => {
  for (const value of [
    0,
    false,
    Number.NaN,
    ' ',
    [undefined],
    { a: undefined },
    { [Symbol('a')]: 1 },
    new Date(0),
    new (class {})(),
    () => {},
  ]) {
    expect(bothEmpty(value, value)).toBe(false);
  }
});
