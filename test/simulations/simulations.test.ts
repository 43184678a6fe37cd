import { describe, expect, it } from 'vitest';
import { falseAlarms, falseAlarmsInFlight } from './false-alarms.js';
import { falselyReady, runsUntilReady } from './false-ready.js';
import { flood } from './flood.js';
import { medianTrialsToStop, mostTrialsAfterBreaking } from './time-to-stop.js';

// Small versions of what `npm run simulate` shows on the built package, so that they cannot go stale.
/** Nothing here depends on how long it takes; a machine that is busy otherwise may need a while. */
const PATIENCE_MS = 60_000;

describe('a simulated candidate', () => {
  const size = { experiments: 20, trials: 1_000 };

  it.each([
    ['sync', falseAlarms],
    ['in flight with 199 others', falseAlarmsInFlight],
  ])(
    'that is exactly at the limit is hardly ever stopped: %s',
    async (_, simulate) => expect(await simulate(size)).toBeLessThanOrEqual(0.05),
    PATIENCE_MS,
  );

  it.each([
    [0.02, 2_000],
    [0.05, 260],
    [0.5, 15],
  ])(
    'that fails at a rate of %d is stopped after %i trials in the middle',
    async (rate, most) => {
      expect(await medianTrialsToStop(rate, 11)).toBeLessThanOrEqual(most);
    },
    PATIENCE_MS,
  );

  it(
    'that breaks after a clean past is stopped within 60 trials',
    async () => {
      expect(await mostTrialsAfterBreaking(5_000, 5)).toBeLessThanOrEqual(60);
    },
    PATIENCE_MS,
  );
});

describe('a simulated candidate, looked at after every run', () => {
  it('that is exactly at its target is hardly ever ready', async () => {
    expect(await falselyReady({ experiments: 20, trials: 5_000 })).toBeLessThanOrEqual(0.1);
  });

  it('that never fails is ready at 3 525 runs', async () => {
    expect(await runsUntilReady(0, () => 0.5, 4_000)).toBe(3_525);
  });
});

describe('a flood of 50 000 calls a second', () => {
  it.each([
    ['quick', 1, 100, 300],
    ['slow', 200, undefined, 8 * 15],
  ])(
    'with a %s candidate keeps to maxPerSecond and maxInFlight exactly, and skips add up',
    async (_, tookMs, inAnySecond, trials) => {
      const { report, mostInAnySecond, mostInFlight } = await flood(3, () => tookMs);
      if (inAnySecond === undefined) expect(mostInFlight).toBe(8);
      else expect(mostInAnySecond).toBe(inAnySecond);
      expect(mostInFlight).toBeLessThanOrEqual(8);
      const { calls, skips } = report;
      expect([calls, report.trials]).toEqual([150_000, trials]);
      expect(skips['rate-limited'] + skips.saturated).toBe(150_000 - trials);
    },
    PATIENCE_MS,
  );
});
