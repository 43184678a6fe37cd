import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import {
  agrees,
  assertMatched,
  assertMismatched,
  assertPublished,
  assertSkipped,
  DisagreementError,
  laboratoryPerTest,
} from 'labcoat/testing';
import { EVEN, legacyQuote, newQuote, ODD, quote } from './quote.js';

const lab = laboratoryPerTest({ beforeEach, afterEach });

test('agrees on a cart whose tax needs no rounding', () => {
  assert.deepEqual(quote(EVEN), { net: 2_000, tax: 300 });
  assertMatched(lab, 'shop.quote');
});

test('publishes a mismatch where the tax is rounded line by line', () => {
  assert.deepEqual(quote(ODD), { net: 220, tax: 33 });
  assertMismatched(lab, 'shop.quote', { at: '$.tax', control: 33, candidate: 34 });
  assertPublished(lab, 'labcoat.mismatch', { 'labcoat.experiment.name': 'shop.quote' });
});

test('charges what the legacy says while the experiment is stopped', () => {
  lab.kill('shop.quote', { reason: 'incident 4711' });
  assert.deepEqual(quote(ODD), { net: 220, tax: 33 });
  assertSkipped(lab, 'shop.quote', 'killed');
});

test('would have found the bug before production', async () => {
  // A cart is a list: in a list of arguments it is the only one.
  await assert.rejects(agrees(legacyQuote, newQuote, [[EVEN], [ODD]]), DisagreementError);
});
