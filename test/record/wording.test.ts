import { expect, it } from 'vitest';
import { evidenceText } from '../../src/record/wording.js';

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
