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

describe('an experiment whose names come from data', () => {
  const advice = "experiment('e') remembers 100 candidates and 1000 measures";
  const called = (count: number, at = bench()) => {
    const { lab } = at;
    for (let id = 0; id < count; id++) {
      const answer = lab
        .experiment('e')
        .use(() => id)
        .try(`of ${id}`, () => id + 1)
        .run();
      expect(answer).toBe(id);
    }
    return at;
  };

  it('remembers 100 candidates; calls with another one run their control, are counted, and are told of once', () => {
    const at = called(300);
    const { lab, faults } = at;
    expect(lab.report('e')).toMatchObject({ calls: 300, trials: 100, skips: { 'no-candidate': 200 } });
    expect(Object.keys(lab.report('e').variants)).toHaveLength(100);
    expect(Object.keys(lab.save().experiments.e?.history ?? {})).toHaveLength(100);
    expect(faults.map(({ stage }) => stage)).toEqual(['definition', 'laboratory']);
    expect(String(faults[1]?.error)).toContain(advice);
    // Those that it knows are tried as before.
    called(1, at);
    expect(lab.report('e').trials).toBe(101);
  });

  it('remembers 1 000 measures of all its candidates, and publishes those that come after', async () => {
    const { lab, faults, published } = bench();
    for (let id = 0; id < 1_010; id++) {
      lab
        .experiment('e')
        .use(() => 1)
        .try(() => 2)
        .measure(`of ${id}`, (value) => value)
        .run();
    }
    await lab.drain();
    expect([lab.report('e').trials, lab.report('e').measures.length]).toEqual([1_010, 1_000]);
    expect(published.trials.at(-1)?.candidates[0]?.measures).toMatchObject([{ name: 'of 1009', delta: 1 }]);
    expect(faults).toMatchObject([{ stage: 'laboratory' }]);
    expect(String(faults[0]?.error)).toContain(advice);
  });

  it('takes no more of what was saved, and what it tries now first', () => {
    const [saved] = Object.values(called(1).lab.save().experiments) as [any];
    const of = (one: unknown) =>
      Object.fromEntries(Array.from({ length: 250 }, (_, id) => [`of ${id}`, structuredClone(one)]));
    const { lab, faults } = bench();
    const experiments = {
      e: {
        ...saved,
        tallies: of(saved.tallies['of 0']),
        guardrails: of(saved.guardrails['of 0']),
        history: of(saved.history['of 0']),
        learned: {
          ...saved.learned,
          shapes: Object.keys(of(0)).map((variant) => ({ ...saved.learned.shapes[0], variant })),
        },
      },
    };
    lab.restore({ version: 1, experiments });
    lab
      .experiment('e')
      .use(() => 1)
      .try('of 249', () => 1)
      .run();
    const { tallies, guardrails, history, learned } = lab.save().experiments.e ?? ({} as never);
    const kept = Object.keys(tallies);
    expect(kept.sort()).toEqual([...Array.from({ length: 99 }, (_, id) => `of ${id}`), 'of 249'].sort());
    expect(tallies['of 249']?.started).toBe(2);
    expect([Object.keys(guardrails), Object.keys(history ?? {})].map((names) => names.sort())).toEqual([
      kept,
      kept,
    ]);
    expect(learned?.shapes.map(({ variant }) => variant).sort()).toEqual(kept);
    expect(faults).toMatchObject([{ stage: 'laboratory' }]);
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
