import { afterEach, describe, expect, it, vi } from 'vitest';
import { Busy } from '../../src/decide/guardrail/busy.js';
import { Load, type Utilization, type Utilizations } from '../../src/decide/guardrail/load.js';
import type { Guardrails } from '../../src/index.js';
import { bench } from '../harness.js';

afterEach(() => vi.restoreAllMocks());

/** Real time that only moves when the candidate says so; the laboratory's own clock stands still. */
function arrange(guardrails: Guardrails, candidateMs: number) {
  let real = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => real);
  const { lab } = bench({ now: () => 0, defaults: { guardrails: {} } });
  const run = lab
    .experiment('e', { guardrails })
    .use(() => 1)
    .try(() => {
      real += candidateMs;
      return 1;
    })
    .wrap();
  const wait = (ms: number) => {
    real += ms;
  };
  return { lab, run, wait };
}

/** What Node adds to the standard's `performance`. */
const telling = performance as unknown as { eventLoopUtilization: Utilizations };

const QUIET = { shedAbove: Number.POSITIVE_INFINITY };

describe('maxBlockMs', () => {
  const only = { ...QUIET, maxBusy: Number.POSITIVE_INFINITY };

  it('stops a candidate that blocked the process for too long ten times', () => {
    const { lab, run } = arrange(only, 51);
    for (let call = 0; call < 20; call++) run();
    expect(lab.report('e')).toMatchObject({
      trials: 10,
      trip: { guardrail: 'maxBlockMs', n: 10, k: 10, limit: 50 },
      changes: [
        { reason: "maxBlockMs: 10 of 10 trials of 'candidate' blocked the process for more than 50 ms" },
      ],
    });
  });

  it('allows what it says, and everything when it is Infinity', () => {
    for (const [guardrails, ms] of [
      [only, 50],
      [{ ...only, maxBlockMs: Number.POSITIVE_INFINITY }, 1_000],
    ] as const) {
      const { lab, run } = arrange(guardrails, ms);
      for (let call = 0; call < 20; call++) run();
      expect(lab.report('e').trials).toBe(20);
    }
  });

  it('counts a comparison that takes too long as well', () => {
    let real = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => real);
    const { lab } = bench({ defaults: { guardrails: {} } });
    const run = lab
      .experiment('e', { guardrails: only })
      .use(() => 1)
      .compare(() => {
        real += 51;
        return true;
      })
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 20; call++) run();
    expect(lab.report('e').trials).toBe(10);
  });

  it('lets a trial that a candidate ends by itself come to an end', async () => {
    let real = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => real);
    const { lab } = bench({ now: () => 0, defaults: { guardrails: {} } });
    const run = lab
      .experiment('e', { guardrails: only })
      .use(async () => 1)
      .try(() => {
        real += 51;
        return new Promise<number>(() => {});
      })
      .wrap();
    for (let call = 0; call < 20; call++) expect(await run()).toBe(1);
    await lab.drain();
    expect(lab.report('e')).toMatchObject({ trials: 10, active: 0, outcomes: { ignored: 10 } });
  });
});

describe('maxBusy', () => {
  const only = { ...QUIET, maxBlockMs: Number.POSITIVE_INFINITY };

  it('skips calls as overloaded while more than a fifth of the last ten seconds went to the experiment', () => {
    const { lab, run, wait } = arrange(only, 500);
    for (let call = 0; call < 10; call++) run();
    // Five of half a second are more than two seconds, four are not.
    expect(lab.report('e')).toMatchObject({ trials: 5, skips: { overloaded: 5 } });
    wait(7_400);
    run();
    expect(lab.report('e').skips.overloaded).toBe(6);
    wait(700);
    run();
    expect(lab.report('e').trials).toBe(6);
  });
});

describe('shedAbove', () => {
  it('skips calls as overloaded while the event loop was busier over the last second, and never in the first', () => {
    let real = 0;
    let active = 0;
    const read = (now?: Utilization, before?: Utilization): Utilization =>
      now !== undefined && before !== undefined
        ? { active: 0, idle: 0, utilization: (now.active - before.active) / 1_000 }
        : { active, idle: 0, utilization: 0 };
    vi.spyOn(performance, 'now').mockImplementation(() => real);
    vi.spyOn(telling, 'eventLoopUtilization').mockImplementation(read);
    const { lab } = bench({ now: () => 0, defaults: { guardrails: {} } });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (const busyMs of [0, 950, 950, 900, 0]) {
      active += busyMs;
      run();
      real += 999;
      run();
      real += 1;
    }
    expect(lab.report('e')).toMatchObject({ trials: 6, skips: { overloaded: 4 } });
  });

  it('goes on when the time is known again, where at first it was not', () => {
    let active = 0;
    const read = (now?: Utilization, before?: Utilization): Utilization =>
      now !== undefined && before !== undefined
        ? { active: 0, idle: 0, utilization: (now.active - before.active) / 1_000 }
        : { active, idle: 0, utilization: 0 };
    const load = new Load(read);
    expect([load.of(Number.NaN), load.of(0)]).toEqual([0, 0]);
    active = 950;
    expect([load.of(Number.NaN), load.of(1_000), load.of(Number.NaN)]).toEqual([0, 0.95, 0.95]);
  });

  it('knows nothing where the runtime does not say how busy it is', () => {
    const { eventLoopUtilization } = telling;
    Object.assign(performance, { eventLoopUtilization: undefined });
    const load = new Load();
    Object.assign(performance, { eventLoopUtilization });
    expect([load.of(0), load.of(5_000)]).toEqual([0, 0]);
  });
});

describe('the share of the last ten seconds', () => {
  it('is of the full ten seconds from the beginning on', () => {
    const busy = new Busy();
    busy.add(0, 100);
    expect(busy.share(100)).toBeCloseTo(0.01, 10);
  });

  it('counts of a piece of work only what lies within the window, to a tenth of a second', () => {
    const busy = new Busy();
    busy.add(1_000, 13_000);
    expect(busy.share(13_000)).toBeGreaterThan(0.98);
    expect(busy.share(18_000)).toBeCloseTo(0.5, 1);
    expect(busy.share(23_100)).toBe(0);
  });

  it('is not spoilt by a clock that answers no moment', () => {
    const busy = new Busy();
    busy.add(0, 1_000);
    for (const moment of [Number.NaN, Number.POSITIVE_INFINITY]) busy.add(moment, moment);
    busy.add(1_000, Number.NaN);
    busy.add(Number.NaN, 1_000);
    expect(busy.share(1_000)).toBe(0.1);
    expect(busy.share(20_000)).toBe(0);
  });

  it('does not drift over a long time', () => {
    const busy = new Busy();
    for (let at = 0; at < 1_000_000; at += 7.3) busy.add(at, at + 0.73);
    expect(busy.share(1_000_000)).toBeCloseTo(0.1, 2);
    expect(busy.share(1_010_100)).toBe(0);
  });
});
