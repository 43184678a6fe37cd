import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SkipReason } from '../../src/index.js';
import { SKIP_REASONS } from '../../src/record/tally.js';
import { AUDIENCES, bench, never, seeded } from '../harness.js';

describe('calls = trials + skips', () => {
  it.each(AUDIENCES)('for any mix of rates, conditions, kills and failures, %s', async (_, surroundings) => {
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('call' as const), times: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ kind: fc.constantFrom('kill', 'revive', 'refuse', 'allow', 'break', 'mend') }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer(),
        async (happenings, rate, seed) => {
          const { lab, published } = bench({ ...surroundings, random: seeded(seed) });
          let condition: () => boolean = () => true;
          let calls = 0;
          const run = lab
            .experiment('e', { maxInFlight: 3, timeoutMs: 1 })
            .use((): unknown => 1)
            .try(() => (calls % 3 === 0 ? never() : 1))
            .sample(rate)
            .when(() => condition())
            .wrap();
          for (const each of happenings) {
            if (each.kind === 'call') {
              for (let time = 0; time < each.times; time++) {
                run();
                calls += 1;
              }
            } else if (each.kind === 'kill' || each.kind === 'revive') lab[each.kind]('e');
            else if (each.kind === 'break')
              condition = () => {
                throw new Error('broken');
              };
            else condition = () => each.kind !== 'refuse';
          }
          await lab.drain();
          const report = lab.report('e');
          const skipped = Object.values(report.skips).reduce((sum, count) => sum + count, 0);
          expect(report.calls).toBe(calls);
          expect(report.trials + skipped).toBe(calls);
          const isHeard = surroundings.publishers === undefined;
          expect(published.trials).toHaveLength(isHeard ? report.trials : 0);
          expect(published.skips).toHaveLength(isHeard ? skipped : 0);
          const judged = Object.values(report.outcomes).reduce((sum, count) => sum + count, 0);
          expect(judged).toBe(report.trials);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('and every reason and outcome is there from the beginning, at 0', () => {
    const { lab } = bench();
    lab
      .experiment('e')
      .use(() => 1)
      .try('new', () => 1)
      .wrap();
    const { skips, variants } = lab.report('e');
    expect(Object.keys(skips)).toEqual([...SKIP_REASONS]);
    expect(Object.values(skips).every((count) => count === 0)).toBe(true);
    expect(Object.values(variants.new?.outcomes ?? {})).toEqual(new Array(8).fill(0));
  });

  it('an experiment without a candidate runs its control, and says why nothing is on trial', () => {
    const { lab } = bench();
    expect(
      lab
        .experiment('e')
        .use((n: number) => n)
        .run(3),
    ).toBe(3);
    expect(lab.report('e')).toMatchObject({ calls: 1, skips: { 'no-candidate': 1 } });
  });

  it('the stops are asked before chance, and chance before the conditions', () => {
    const asked: SkipReason[] = [];
    const { lab } = bench();
    const experiment = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .when(() => asked.push('when') === 0);
    experiment.sample(0).run();
    expect(asked).toEqual([]);
    lab.kill('e');
    experiment.run();
    expect(asked).toEqual([]);
    expect(lab.report('e').skips).toMatchObject({ 'not-sampled': 1, killed: 1, when: 0 });
  });

  it('an unknown name has an empty report, and is not known for having been asked about', () => {
    const { lab } = bench();
    expect(lab.report('nobody')).toMatchObject({ experiment: 'nobody', calls: 0, trials: 0 });
    expect(lab.reports()).toEqual([]);
  });

  it('settled counts only the trials that were started before the oldest in flight', async () => {
    const { lab } = bench();
    const hangs = [false, false, true, false];
    const run = lab
      .experiment('e')
      .use((_: number) => 1)
      .try((n) => (hangs[n] ? never() : 1))
      .wrap();
    hangs.forEach((_, n) => void run(n));
    expect(lab.report('e').variants.candidate).toMatchObject({ started: 4, settled: 2 });
    lab.kill('e');
    expect(lab.report('e').variants.candidate).toMatchObject({ started: 4, settled: 4 });
  });
});

describe('no series is born at 1', () => {
  it('since publishers are given a look at the counts when the experiment becomes known, before its first call', () => {
    const looks: unknown[] = [];
    const { lab } = bench({
      publishers: [
        {
          publish: () => {},
          watch: (counts) =>
            void looks.push([...counts()].map(({ experiment, trials }) => [experiment, trials])),
        },
      ],
    });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 2)
      .wrap();
    const everything = ['*', 0];
    expect(looks).toEqual([[['e', 0], everything]]);
    run();
  });
});
