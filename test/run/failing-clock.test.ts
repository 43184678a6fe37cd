import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatReport, type LaboratoryOptions } from '../../src/index.js';
import { AUDIENCES, bench, deferred, sleep } from '../harness.js';

const FAILING: [string, () => number][] = [
  ['answers NaN', () => Number.NaN],
  ['answers Infinity', () => Number.POSITIVE_INFINITY],
  ['answers a text', () => 'now' as unknown as number],
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken')) as unknown as number],
];

/** A clock that fails until it is mended, and what is told of it. */
function rampUnder(clock: () => number, options: LaboratoryOptions = {}) {
  let now = clock;
  const made = bench({ now: () => now(), random: () => 0, ...options });
  const ramp = { steps: [0.5, 1], limits: [0.05], dwellMs: 1_000 };
  const run = made.lab
    .experiment('e', { ramp })
    .use(() => 1)
    .try(() => 1)
    .wrap();
  const mend = (at: number) => {
    now = () => at;
  };
  return { ...made, run, mend };
}

describe('a clock that fails', () => {
  it.each(FAILING)('and %s makes no state that a restart refuses', (_, clock) => {
    const { lab, run } = rampUnder(clock);
    lab.kill('e');
    lab.revive('e');
    run();
    const saved = JSON.parse(JSON.stringify(lab.save()));
    const after = rampUnder(() => 1_000);
    after.lab.restore(saved);
    expect(after.lab.report('e').changes.map(({ event }) => event)).toEqual(['killed', 'revived']);
    expect(after.lab.report('e').ramp).toMatchObject({ rate: 0.5 });
  });

  it.each(FAILING)('and %s as a candidate starts makes no fewer than none stuck', async (_, clock) => {
    let now = () => 1_000;
    const { lab } = bench({ now: () => now() });
    const { promise, resolve } = deferred<number>();
    const run = lab
      .experiment('e', { schedule: 'after', timeoutMs: 50 })
      .use(async () => 1)
      .try(() => promise)
      .wrap();
    const ran = run();
    now = clock;
    await ran;
    await lab.drain();
    resolve(1);
    await sleep(0);
    const report = lab.report('e');
    expect(report).toMatchObject({ stuck: 0, outcomes: { timeout: 1 } });
    expect(formatReport(report)).toContain('1 failure in 1 run');
  });

  it.each(FAILING)('and %s is told by a change, which has the moment of the runtime', (_, clock) => {
    const { lab, faults } = bench({ now: clock });
    const before = Date.now();
    lab.kill('e', { by: 'ada' });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    expect(lab.report('e').changes[0]?.at).toBeGreaterThanOrEqual(before);
    expect(faults[0]).toMatchObject({ experiment: '*', stage: 'now' });
  });

  it('keeps no ramp from climbing once it is well again, and its step has lasted from then on', () => {
    const { lab, run, mend } = rampUnder(() => Number.NaN);
    mend(5_000);
    for (let call = 0; call < 100; call++) run();
    expect(lab.report('e').ramp).toMatchObject({ rate: 0.5, since: 5_000 });
    mend(6_000);
    run();
    expect(lab.report('e').ramp).toMatchObject({ rate: 1, since: 6_000 });
  });
});

describe("the runtime's own clock, where somebody has replaced it", () => {
  afterEach(() => void vi.restoreAllMocks());

  const cases = AUDIENCES.flatMap(([audience, surroundings]) =>
    FAILING.slice(0, -1).map(([how, clock]) => [how, audience, clock, surroundings] as const),
  );

  it.each(cases)(
    'and it %s, leaves no call uncounted and none that fails, %s',
    (_how, _audience, clock, surroundings) => {
      const { lab, faults } = bench({ ...surroundings, defaults: {} });
      const build = (expires?: Date) =>
        lab
          .experiment(expires === undefined ? 'e' : 'f', { expires })
          .use(() => 1)
          .try(() => 1);
      const runs = [build().wrap(), build(new Date(8e15)).wrap(), () => build().run()];
      for (const run of runs) run();
      const spy = vi.spyOn(performance, 'now').mockImplementation(clock);
      const given = runs.flatMap((run) => [run(), run()]);
      spy.mockRestore();
      expect(given).toEqual([1, 1, 1, 1, 1, 1]);
      const { e, f } = Object.fromEntries(lab.reports().map((report) => [report.experiment, report]));
      expect(e).toMatchObject({ calls: 6, trials: 2, skips: { fault: 4 } });
      expect(f).toMatchObject({ calls: 3, trials: 1, skips: { fault: 2 } });
      expect(faults.map(({ stage }) => stage)).toEqual(Array(6).fill('now'));
      for (const run of runs) run();
      expect(lab.report('e').trials).toBe(4);
    },
  );
});
