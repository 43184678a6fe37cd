import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type VerdictCounts, verdict } from '../../src/record/verdict.js';

const HOUR_MS = 3_600_000;
const goal = { target: 0.001, alpha: 0.05, dwellMs: 24 * HOUR_MS };
const enough = { ignored: 0, rampAtTop: true, observedMs: 24 * HOUR_MS };

describe('a candidate is ready', () => {
  it('at 3 525 runs without a failure, and not one run sooner', () => {
    expect(verdict(runs(3525, 0), goal)).toMatchObject({
      verdict: 'ready',
      why: '0 failures in 3 525 runs; with 95 % confidence, less than 0.1 % of the runs observed so far failed',
    });
    expect(verdict(runs(3524, 0), goal)).toMatchObject({
      verdict: 'undecided',
      why: '0 failures in 3 524 runs; 1 more clean run needed for 99.9 %',
      cleanRunsNeeded: 1,
    });
  });

  it('only as long as it stays so: later failures withdraw it', () => {
    expect(verdict(runs(3525, 0), goal).verdict).toBe('ready');
    expect(verdict(runs(3526, 1), goal).verdict).toBe('undecided');
    expect(verdict(runs(3540, 15), goal).verdict).toBe('not-ready');
  });

  it('by the runs that have settled, not by those that have only started', () => {
    const inFlight = { ...runs(5000, 0), settled: 3524 };
    expect(verdict(inFlight, goal).verdict).toBe('undecided');
  });

  it('by a goal of its own', () => {
    expect(verdict(runs(351, 0), { target: 0.01, alpha: 0.05, dwellMs: 0 }).verdict).toBe('ready');
    expect(verdict(runs(351, 0), { target: 0.07, alpha: 0.002, dwellMs: 0 }).why).toBe(
      '0 failures in 351 runs; with 99.8 % confidence, less than 7 % of the runs observed so far failed',
    );
  });
});

describe('an undecided candidate is told what is missing', () => {
  it.each<[string, VerdictCounts, string]>([
    ['runs', runs(8112, 3), '3 failures in 8 112 runs; 2 908 more clean runs needed for 99.9 %'],
    ['runs, of none so far', runs(0, 0), '0 failures in 0 runs; 3 525 more clean runs needed for 99.9 %'],
    [
      'time',
      { ...runs(4000, 0), observedMs: 10.5 * HOUR_MS },
      '0 failures in 4 000 runs, enough for 99.9 %; still needed: 14 more hours on trial',
    ],
    [
      'a minute',
      { ...runs(4000, 0), observedMs: 24 * HOUR_MS - 1 },
      '0 failures in 4 000 runs, enough for 99.9 %; still needed: 1 more minute on trial',
    ],
    [
      'the ramp',
      { ...runs(4000, 0), rampAtTop: false },
      '0 failures in 4 000 runs, enough for 99.9 %; still needed: the top of the ramp',
    ],
    [
      'all of it',
      { ...runs(1, 0), rampAtTop: false, observedMs: 0 },
      '0 failures in 1 run; 3 524 more clean runs needed for 99.9 %, as well as 24 more hours on trial and the top of the ramp',
    ],
    [
      'runs, while failures are known before anything has settled',
      { ...runs(200, 1), settled: 0 },
      '1 failure in 200 runs; 6 981 more clean runs needed for 99.9 %',
    ],
  ])('%s', (_, counts, why) => {
    expect(verdict(counts, goal)).toMatchObject({ verdict: 'undecided', why });
  });

  it('in days where it is long', () => {
    expect(verdict(runs(4000, 0), { ...goal, dwellMs: 14 * 24 * HOUR_MS }).why).toMatch(
      /13 more days on trial$/,
    );
  });

  it('and the clean runs it is told are exactly those it takes', () => {
    fc.assert(
      fc.property(fc.nat(6000), fc.nat(3), (n, k) => {
        fc.pre(k <= n);
        const { verdict: before, cleanRunsNeeded = 0 } = verdict(runs(n, k), goal);
        fc.pre(before === 'undecided');
        expect(verdict(runs(n + cleanRunsNeeded, k), goal).verdict).toBe('ready');
        expect(verdict(runs(n + cleanRunsNeeded - 1, k), goal).verdict).toBe('undecided');
      }),
    );
  });
});

describe('a candidate is not ready', () => {
  it('when it was stopped, whatever the counts', () => {
    const counts = { ...runs(5000, 0), stopped: 'the errors guardrail' };
    expect(verdict(counts, goal)).toMatchObject({
      verdict: 'not-ready',
      why: 'stopped by the errors guardrail after 5 000 runs',
    });
  });

  it('when it is proven to miss the target, by the runs that were started', () => {
    expect(verdict(runs(2000, 30), goal)).toMatchObject({
      verdict: 'not-ready',
      why: '30 failures in 2 000 runs; with 95 % confidence, more than 0.1 % of the runs observed so far failed',
    });
    expect(verdict({ ...runs(2000, 5), settled: 5 }, goal).verdict).toBe('undecided');
  });
});

describe('a control that disagrees with itself', () => {
  const noise = { n: 1000, k: 12 };

  it('makes the verdict noisy instead of blaming a candidate that differs no more often', () => {
    expect(verdict({ ...runs(20_000, 240), noise }, goal)).toMatchObject({
      verdict: 'noisy',
      why: 'the control disagrees with itself in 12 of 1 000 runs, more than the 0.1 % that a candidate may fail',
    });
    expect(verdict({ ...runs(100, 0), noise }, goal).verdict).toBe('noisy');
  });

  it('does not excuse a candidate that fails far more often', () => {
    expect(verdict({ ...runs(20_000, 10_000), noise }, goal).verdict).toBe('not-ready');
  });

  it('is not called so before it is proven', () => {
    expect(verdict({ ...runs(100, 0), noise: { n: 1000, k: 1 } }, goal).verdict).toBe('undecided');
  });
});

it('no verdict is given where more than 20 % of the trials were ignored, unless the candidate was stopped', () => {
  const counts = { ...runs(8000, 0), ignored: 2000 };
  expect(verdict(counts, goal).verdict).toBe('ready');
  expect(verdict({ ...counts, ignored: 2001 }, goal)).toMatchObject({
    verdict: 'undecided',
    why: '2 001 of 10 001 runs ignored: too many for a verdict',
  });
  expect(verdict({ ...counts, ignored: 2001, stopped: 'hand' }, goal).verdict).toBe('not-ready');
});

describe('the failure rate', () => {
  it('comes with bounds that are together as certain as the goal asks', () => {
    expect(verdict(runs(1000, 10), goal).failureRate).toEqual({
      estimate: 0.01,
      lower: expect.closeTo(0.003009893345067748, 14),
      upper: expect.closeTo(0.02357906762680907, 14),
    });
  });

  it('is wide open before the first run, and above while none has settled', () => {
    expect(verdict(runs(0, 0), goal).failureRate).toEqual({ estimate: 0, lower: 0, upper: 1 });
    expect(verdict({ ...runs(200, 2), settled: 0 }, goal).failureRate.upper).toBe(1);
  });

  it('never lies outside its bounds, whatever the counts', () => {
    const counts = fc
      .nat(20_000)
      .chain((n) => fc.tuple(fc.constant(n), fc.nat(n), fc.nat(n)))
      .map(([started, settled, failures]) => ({ ...runs(started, failures), settled }));
    fc.assert(
      fc.property(counts, (given) => {
        const { lower, estimate, upper } = verdict(given, goal).failureRate;
        expect(lower).toBeLessThanOrEqual(estimate);
        expect(upper).toBeGreaterThanOrEqual(estimate);
      }),
    );
  });
});

function runs(n: number, failures: number): VerdictCounts {
  return { ...enough, started: n, settled: n, failures };
}
