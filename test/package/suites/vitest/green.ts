import { experiment } from 'labcoat';
import { agrees, expectUnharmed, laboratoryPerTest } from 'labcoat/testing';
import 'labcoat/testing/vitest';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { quote, refund, stock, tax } from '../shared/pricing.js';

const lab = laboratoryPerTest({ beforeEach, afterEach });

it('asserts a match', () => {
  expect(quote(1).total).toBe(1);
  expect(lab).toHaveMatched('pricing.quote', { times: 1 });
  expect(lab).not.toHaveMismatched('pricing.quote');
});

it('asserts a mismatch at a path', () => {
  quote(200);
  expect(lab).toHaveMismatched('pricing.quote', {
    at: '$.lines[*].price',
    control: 200,
    candidate: expect.any(Number),
  });
  expect(lab).toHaveMismatched('pricing.quote', { at: '$.lines[0].price', times: 1 });
  expect(lab).not.toHaveMatched('pricing.quote');
});

it('asserts a skip', () => {
  lab.decide([false, true]);
  quote(1);
  quote(1);
  expect(lab).toHaveSkipped('pricing.quote', 'not-sampled', { times: 1 });
});

it('asserts a fault', () => {
  tax(1);
  expect(lab).toHaveFaulted('compare', { experiment: 'pricing.tax', message: 'cannot compare' });
});

it('asserts what was published', () => {
  quote(200);
  expect(lab).toHavePublished('labcoat.mismatch', { 'labcoat.experiment.name': 'pricing.quote' });
});

it('asserts that a guardrail stopped it', () => {
  for (let call = 0; call < 5; call++) refund(1);
  expect(lab).toHaveTripped('pricing.refund', 'errors');
  refund(1);
  expect(lab).toHaveSkipped('pricing.refund', 'guardrail');
});

it('settles while timers are faked, and a candidate that hangs', async () => {
  vi.useFakeTimers();
  try {
    expect(await stock('ab')).toBe(2);
    await lab.settle();
    expect(lab).toHaveMismatched('pricing.stock', { outcome: 'timeout' });
  } finally {
    vi.useRealTimers();
  }
});

it('lets only as much of the suite’s time pass as is needed', async () => {
  vi.useFakeTimers();
  try {
    const later = (ms: number) => async (n: number) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return n;
    };
    const start = Date.now();
    const run = experiment('later').use(later(5)).try(later(1_000)).wrap();
    const answer = run(1);
    await lab.settle();
    expect(await answer).toBe(1);
    expect(lab).toHaveMatched('later');
    expect(Date.now() - start).toBe(1_000);
    await agrees(later(60_000), later(10), [1]);
    await expectUnharmed(later(60_000), later(60_000), [1]);
    expect(Date.now() - start).toBe(181_000);
  } finally {
    vi.useRealTimers();
  }
});

it('is ready after enough clean runs and a day', async () => {
  for (let call = 0; call < 3_525; call++) quote(1);
  await lab.advance(86_400_000);
  expect(lab).toBeReady('pricing.quote');
});
