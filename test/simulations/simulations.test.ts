import { describe, expect, it } from 'vitest';
import { falseAlarms, falseAlarmsInFlight } from './false-alarms.js';
import { flood } from './flood.js';
import { medianTrialsToStop, mostTrialsAfterBreaking } from './time-to-stop.js';

// Small versions of what `npm run simulate` shows on the built package, so that they cannot go stale.
describe('a simulated candidate', () => {
  const size = { experiments: 20, trials: 2_000 };

  it('that is exactly at the limit is hardly ever stopped', async () => {
    expect(await falseAlarms(size)).toBeLessThanOrEqual(0.05);
    expect(await falseAlarmsInFlight(size)).toBeLessThanOrEqual(0.05);
  });

  it.each([
    [0.02, 2_000],
    [0.05, 260],
    [0.5, 15],
  ])('that fails at a rate of %d is stopped after %i trials in the middle', async (rate, most) => {
    expect(await medianTrialsToStop(rate, 21)).toBeLessThanOrEqual(most);
  });

  it('that breaks after a clean past is stopped within 60 trials', async () => {
    expect(await mostTrialsAfterBreaking(5_000, 5)).toBeLessThanOrEqual(60);
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
  );
});
