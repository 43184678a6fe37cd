import { expect, it } from 'vitest';
import { countOf, evidenceText, moreTime } from '../../src/record/wording.js';

it.each([
  [0, 'less than 0.001'],
  [1.234e-9, 'less than 0.001'],
  [0.08123, '0.0812'],
  [1, '1'],
  [473.2, '473'],
  [12_345.6, '12 346'],
  [1_000_000, '1 000 000'],
  [1.41e8, 'more than a million'],
  [Number.POSITIVE_INFINITY, 'more than a million'],
])('evidence of %d is read as %s, without an exponent', (evidence, text) => {
  expect(evidenceText(evidence)).toBe(text);
});

it('what nobody can wait for is countless, and no number with an exponent', () => {
  expect(moreTime(Number.POSITIVE_INFINITY)).toBe('countless more days');
  expect(moreTime(Number.MAX_VALUE)).toBe('countless more days');
  expect(countOf(Number.POSITIVE_INFINITY, 'more clean run')).toBe('countless more clean runs');
  expect(countOf(1e15, 'run')).toBe('1 000 000 000 000 000 runs');
});
