import { describe, expect, it } from 'vitest';
import { bench, never } from '../harness.js';

describe('an experiment built inline on every request', () => {
  it('shares its counts with every other run of that name', async () => {
    const { lab } = bench();
    for (let request = 0; request < 10; request++)
      lab
        .experiment('e')
        .use(() => request)
        .try(() => request)
        .run();
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap()();
    expect(lab.report('e')).toMatchObject({ calls: 11, outcomes: { match: 11 } });
  });

  it('shares its cap on what is in flight', () => {
    const { lab } = bench({ defaults: { maxInFlight: 2 } });
    for (let request = 0; request < 5; request++)
      lab
        .experiment('e')
        .use(() => 1)
        .try(never)
        .run();
    expect(lab.report('e')).toMatchObject({ active: 2, skips: { saturated: 3 } });
  });

  it('is sampled as exactly as a hoisted one', () => {
    const draws = [0.6, 0.6, 0.1];
    const { lab } = bench({ random: () => draws.shift() ?? 0 });
    // At one half a draw of 0.6 lets one call pass, and the same draw serves the calls until then.
    for (let request = 0; request < 4; request++)
      lab
        .experiment('e')
        .use(() => 1)
        .try(() => 1)
        .sample(0.5)
        .run();
    expect(lab.report('e')).toMatchObject({ trials: 2, skips: { 'not-sampled': 2 } });
  });

  it('is not told as two definitions, for functions written in place always differ', () => {
    const { lab, faults } = bench();
    for (let request = 0; request < 3; request++) {
      lab
        .experiment('e', { timeoutMs: 50 })
        .use(() => 1)
        .try('new', () => 1)
        .run();
    }
    expect(faults).toEqual([]);
  });
});

describe('two definitions under one name', () => {
  it.each([
    [
      'candidates',
      (e: any) =>
        e('e', {})
          .use(() => 1)
          .try('other', () => 1),
    ],
    [
      'options',
      (e: any) =>
        e('e', { timeoutMs: 7 })
          .use(() => 1)
          .try(() => 1),
    ],
  ])('are told once when their %s differ', (_, other) => {
    const { lab, faults } = bench();
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .run();
    for (let time = 0; time < 3; time++) other(lab.experiment).run();
    expect(faults).toMatchObject([{ experiment: 'e', stage: 'definition' }]);
    expect(String(faults[0]?.error)).toContain("experiment('e') is defined twice");
  });

  it('are one when only the order differs in which their options are written', () => {
    const { lab, faults } = bench();
    const ways = [
      { owner: 'ada', guardrails: { maxBusy: Number.POSITIVE_INFINITY, alpha: 0.05 } },
      { guardrails: { alpha: 0.05, maxBusy: Number.POSITIVE_INFINITY }, owner: 'ada' },
    ];
    for (const options of ways) {
      lab
        .experiment('e', options)
        .use(() => 1)
        .try(() => 1)
        .run();
    }
    expect(faults).toEqual([]);
  });
});

describe('a laboratory', () => {
  it('remembers 1 000 names; further ones run their control, are not tried, and are told once', () => {
    const { lab, faults } = bench();
    for (let id = 0; id < 1_010; id++) {
      expect(
        lab
          .experiment(`user ${id}`)
          .use(() => id)
          .try(() => id)
          .run(),
      ).toBe(id);
    }
    expect(lab.reports()).toHaveLength(1_000);
    expect(faults).toMatchObject([{ stage: 'laboratory' }]);
  });

  it('shares nothing with another one', () => {
    const [one, other] = [bench().lab, bench().lab];
    one
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .run();
    expect(other.report('e').calls).toBe(0);
  });
});
