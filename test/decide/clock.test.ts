import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CALM } from '../harness.js';

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

it('lets a ramp dwell from its first trial where there was no time when it was defined, as in workerd', async () => {
  let now = 0;
  vi.stubGlobal('performance', { timeOrigin: 0, now: () => now });
  const { laboratory } = await import('../../src/index.js');
  const lab = laboratory({ publishers: [], random: () => 0 });
  const ramp = { steps: [0.5, 1], limits: [0.5], dwellMs: 60_000 };
  const run = lab
    .experiment('e', { ramp, guardrails: CALM })
    .use(() => 1)
    .try(() => 1)
    .wrap();
  const rateAfter = (ms: number) => {
    now = Date.UTC(2026, 0) + ms;
    for (let call = 0; call < 20; call++) run();
    return lab.report('e').ramp?.rate;
  };
  expect(rateAfter(0)).toBe(0.5);
  expect(rateAfter(59_999)).toBe(0.5);
  expect(rateAfter(60_000)).toBe(1);
});
