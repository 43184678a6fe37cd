import { expect, it } from 'vitest';
import { AUDIENCES, bench, never, sleep } from '../harness.js';

it.each(AUDIENCES)(
  'a trial whose timer never calls back gives its place up a second after its time is over: %s',
  async (_, surroundings) => {
    let now = 1_000;
    const timers = {
      setTimeout: () => 0,
      clearTimeout: () => {},
      setImmediate: (call: () => void) => setImmediate(call),
    };
    const { lab } = bench({ ...surroundings, now: () => now, timers });
    const run = lab
      .experiment('e', { maxInFlight: 2, timeoutMs: 100 })
      .use(async () => 1)
      .try(never)
      .wrap();
    const call = async () => {
      await run();
      await sleep(1);
      const { trials, skips, outcomes } = lab.report('e');
      return { trials, saturated: skips.saturated, timeouts: outcomes.timeout };
    };
    await call();
    now += 50;
    expect(await call()).toEqual({ trials: 2, saturated: 0, timeouts: 0 });
    now += 1_050;
    expect(await call()).toEqual({ trials: 2, saturated: 1, timeouts: 0 });
    now += 1;
    // Of the two, one is over its time.
    expect(await call()).toEqual({ trials: 2, saturated: 2, timeouts: 1 });
    expect(await call()).toEqual({ trials: 3, saturated: 2, timeouts: 1 });
    now += 5_000;
    expect(await call()).toEqual({ trials: 3, saturated: 3, timeouts: 3 });
    expect(await call()).toEqual({ trials: 4, saturated: 3, timeouts: 3 });
  },
);
