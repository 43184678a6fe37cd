import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { laboratoryPerTest } from 'labcoat/testing';
import 'labcoat/testing/jest';
import { EVEN, ODD, quote } from './quote.js';

const lab = laboratoryPerTest({ beforeEach, afterEach });

it('agrees on a cart whose tax needs no rounding', () => {
  expect(quote(EVEN)).toEqual({ net: 2_000, tax: 300 });
  expect(lab).toHaveMatched('shop.quote');
});

it('publishes a mismatch where the tax is rounded line by line', () => {
  expect(quote(ODD)).toEqual({ net: 220, tax: 33 });
  expect(lab).toHaveMismatched('shop.quote', { at: '$.tax', control: 33, candidate: 34 });
  expect(lab).toHavePublished('labcoat.mismatch', { 'labcoat.experiment.name': 'shop.quote' });
});

it('charges what the legacy says while the experiment is stopped', () => {
  lab.kill('shop.quote', { reason: 'incident 4711' });
  expect(quote(ODD)).toEqual({ net: 220, tax: 33 });
  expect(lab).toHaveSkipped('shop.quote', 'killed');
});
