import { describe, expect, it } from 'vitest';
import { type ExperimentOptions, type Laboratory, laboratory } from '../../src/index.js';
import { bench, CALM, seeded } from '../harness.js';

/** Without anybody who wants to hear of skips: they would each be told of. */
function quiet(): { lab: Laboratory; faults: string[] } {
  const faults: string[] = [];
  const lab = laboratory({
    publishers: [],
    random: seeded(7),
    onFault: ({ stage }) => void faults.push(stage),
    defaults: { guardrails: CALM },
  });
  return { lab, faults };
}

const double = (n: number) => n * 2;

describe('calls that pass unasked', () => {
  it('are counted at any moment, by the reason for which they were skipped', () => {
    const { lab } = quiet();
    const run = lab.experiment('e').use(double).try(double).sample(0).wrap();
    for (let call = 1; call <= 200; call++) {
      expect(run(call)).toBe(call * 2);
      expect(lab.report('e')).toMatchObject({ calls: call, skips: { 'not-sampled': call } });
    }
    lab.kill('e');
    for (let call = 1; call <= 100; call++) run(call);
    expect(lab.report('e').skips).toMatchObject({ 'not-sampled': 200, killed: 100 });
  });

  it('end with the very next call when a rate, a stop or its end is said', () => {
    const { lab } = quiet();
    const run = lab.experiment('e').use(double).try(double).sample(0).wrap();
    const trialsAfter = (change: () => void) => {
      for (let call = 0; call < 10; call++) run(call);
      const before = lab.report('e').trials;
      change();
      run(1);
      return lab.report('e').trials - before;
    };
    expect(trialsAfter(() => lab.override('e', { rate: 1 }))).toBe(1);
    expect(trialsAfter(() => lab.kill('e'))).toBe(0);
    expect(trialsAfter(() => lab.revive('e'))).toBe(1);
    expect(trialsAfter(() => lab.override('e', { rate: undefined }))).toBe(0);
  });

  it('end with the very next call also where it is said by who looks at the counts meanwhile', () => {
    let says = () => {};
    const watch = () => says();
    const { lab } = bench({ publishers: [{ publish: () => {}, watch }], random: seeded(7) });
    const run = lab.experiment('e').use(double).try(double).sample(0).wrap();
    says = () => lab.override('e', { rate: 1 });
    run(1);
    expect(lab.report('e').trials).toBe(0);
    run(1);
    expect(lab.report('e').trials).toBe(1);
  });

  it('are not those of a definition without a candidate, which has a reason of its own', () => {
    const { lab } = quiet();
    const two = lab.experiment('e').use(double).try('one', double).try('two', double).sample(0);
    for (let call = 0; call < 3; call++) two.run(call);
    lab.experiment('e').use(double).sample(0).run(1);
    expect(lab.report('e').skips).toMatchObject({ 'not-sampled': 3, 'no-candidate': 1 });
  });

  it('do not let a definition that differs go by unnoticed', () => {
    const { lab, faults } = quiet();
    const call = (name: string) => lab.experiment('e').use(double).try(name, double).sample(0).run(1);
    for (let time = 0; time < 10; time++) call('one');
    expect(faults).toEqual([]);
    call('another');
    expect(faults).toEqual(['definition']);
  });

  it('do not let options that differ go by unnoticed because others are given as undefined', () => {
    const { lab, faults } = quiet();
    const call = (options: ExperimentOptions) =>
      lab.experiment('e', options).use(double).try(double).sample(0).run(1);
    for (let time = 0; time < 3; time++) call({ timeoutMs: undefined });
    expect(faults).toEqual([]);
    call({ maxInFlight: 1 });
    expect(faults).toEqual(['definition']);
  });

  it('do not pass on a rate that another definition under the name has', () => {
    const { lab } = quiet();
    const call = (rate: number) => lab.experiment('e').use(double).try(double).sample(rate).run(1);
    for (let time = 0; time < 10; time++) call(0);
    call(1);
    expect(lab.report('e')).toMatchObject({ trials: 1, calls: 11 });
  });

  it('leave the share of trials exact, however often they are ended before their time', () => {
    const { lab } = quiet();
    const run = lab.experiment('e').use(double).try(double).sample(0.1).wrap();
    for (let call = 0; call < 100_000; call++) {
      run(call);
      if (call % 3 === 0) lab.override('e', { rate: undefined });
    }
    const deviation = Math.sqrt(100_000 * 0.1 * 0.9);
    expect(Math.abs(lab.report('e').trials - 10_000)).toBeLessThan(4 * deviation);
  });
});

describe('a loop that awaits and never lets the event loop turn', () => {
  it('has every call on trial: none waits for a place that only the next turn would give', async () => {
    const { lab } = bench();
    const run = lab
      .experiment('e', { maxInFlight: 4 })
      .use(async (n: number) => n)
      .try(async (n) => n)
      .wrap();
    for (let call = 0; call < 100; call++) expect(await run(call)).toBe(call);
    await lab.drain();
    expect(lab.report('e')).toMatchObject({ trials: 100, outcomes: { match: 100 }, skips: { saturated: 0 } });
  });
});
