import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import {
  assertFaulted,
  assertMatched,
  assertMismatched,
  assertPublished,
  assertReady,
  assertSkipped,
  assertTripped,
  laboratoryPerTest,
} from 'labcoat/testing';
import { quote, refund, stock, tax } from '../shared/pricing.js';

const lab = laboratoryPerTest({ beforeEach, afterEach });

test('asserts a match', () => {
  assert.equal(quote(1).total, 1);
  assertMatched(lab, 'pricing.quote', { times: 1 });
  assertMismatched(lab, 'pricing.quote', { times: 0 });
});

test('asserts a mismatch at a path', () => {
  quote(200);
  assertMismatched(lab, 'pricing.quote', { at: '$.lines[*].price', control: 200, candidate: 201 });
});

test('asserts a skip', () => {
  lab.decide([false, true]);
  quote(1);
  quote(1);
  assertSkipped(lab, 'pricing.quote', 'not-sampled', { times: 1 });
});

test('asserts a fault', () => {
  tax(1);
  assertFaulted(lab, 'compare', { experiment: 'pricing.tax', message: /cannot compare/ });
});

test('asserts what was published', () => {
  quote(200);
  assertPublished(lab, 'labcoat.mismatch', { 'labcoat.experiment.name': 'pricing.quote' });
});

test('asserts that a guardrail stopped it', () => {
  for (let call = 0; call < 5; call++) refund(1);
  assertTripped(lab, 'pricing.refund', 'errors');
});

test('settles while timers are faked, and a candidate that hangs', async () => {
  mock.timers.enable();
  try {
    assert.equal(await stock('ab'), 2);
    await lab.settle();
    assertMismatched(lab, 'pricing.stock', { outcome: 'timeout' });
  } finally {
    mock.timers.reset();
  }
});

test('is ready after enough clean runs and a day', async () => {
  for (let call = 0; call < 3_525; call++) quote(1);
  await lab.advance(86_400_000);
  assertReady(lab, 'pricing.quote');
});
