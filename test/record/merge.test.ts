import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaboratoryState, VariantCounts } from '../../src/index.js';
import { ExactSum } from '../../src/record/exact-sum.js';
import { mergeStates } from '../../src/record/merge.js';
import { merge, OUTCOMES } from '../../src/record/tally.js';
import { bench, seeded } from '../harness.js';

/** What one process saves: its trials begin at `startedAt`, and chance decides how the candidate fares. */
async function process(seed: number, calls: number, startedAt: number): Promise<LaboratoryState> {
  const random = seeded(seed);
  let now = startedAt;
  const { lab } = bench({ now: () => now, random });
  const run = lab
    .experiment('pricing.quote', {
      guardrails: false,
      noise: 0.5,
      maxInFlight: 1_000,
      goal: { target: 0.01 + seed / 1_000 },
      owner: `team ${seed % 2}`,
    })
    .use((net: number) => ({ total: net, tax: net / 10, at: random() < 0.5 ? random() : net }))
    .try('float', (net) => ({ total: net, tax: random() < 0.3 ? 0.1 + random() : net / 10, at: random() }))
    .try('decimal', (net) => {
      if (random() < 0.1) throw new TypeError('no');
      return { total: net, tax: net / 10, at: net };
    })
    .measure('tax', ({ tax }) => tax)
    .wrap();
  for (let call = 0; call < calls; call++) {
    now += 1_000 * random();
    run(Math.round(100 * random()) / 7);
  }
  await lab.drain();
  return stored(lab.save());
}

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value));

const states = [
  await process(1, 120, 1e12),
  await process(2, 80, 1e12 + 5e6),
  await process(3, 45, 1e12 - 7e5),
];
const [a, b, c] = states as [LaboratoryState, LaboratoryState, LaboratoryState];

describe('what several processes have saved', () => {
  const sum = mergeStates(states);
  const merged = sum.experiments['pricing.quote'];

  it('is the same added up in any order and grouping, also by way of files', () => {
    const left = stored(mergeStates([stored(mergeStates([a, b])), c]));
    const right = stored(mergeStates([c, stored(mergeStates([b, a]))]));
    expect(left).toEqual(stored(sum));
    expect(right).toEqual(stored(sum));
    expect(stored(mergeStates([sum, mergeStates([])]))).toEqual(stored(sum));
  });

  it('has every trial, call, duration and difference of each of them', () => {
    expect(merged?.tallies.float?.started).toBe(245);
    expect(merged?.calls).toMatchObject({ trials: 245, skips: { killed: 0 } });
    const mismatches = states.map(
      (state) => state.experiments['pricing.quote']?.tallies.float?.outcomes.mismatch ?? 0,
    );
    expect(merged?.tallies.float?.outcomes.mismatch).toBe(mismatches.reduce((one, other) => one + other));
    const durations = merged?.learned?.turns['control-first'].durations.control?.buckets ?? [];
    expect(durations.reduce((total, [, count]) => total + count, 0)).toBeGreaterThanOrEqual(245);
    expect(
      merged?.learned?.fields.find(({ path, variant }) => path === '$.at' && variant === 'float'),
    ).toMatchObject({
      variant: 'float',
      count: 245,
    });
  });

  it('keeps the first examples of a shape, whichever process had them, and when it was seen first and last', () => {
    const shape = merged?.learned?.shapes.find(({ outcome }) => outcome === 'candidate_error');
    expect(shape?.examples).toHaveLength(3);
    expect(shape?.firstSeen).toBe(shape?.examples[0]?.startedAt);
    expect(shape?.firstSeen).toBeLessThan(1e12);
    expect(shape?.lastSeen).toBeGreaterThan(1e12 + 5e6);
  });

  it('is held to the strictest of their goals', () => {
    expect(merged?.about).toMatchObject({
      processes: 3,
      goal: { target: 0.011 },
      capture: 'shape',
      owner: 'team 0',
    });
  });

  it('stays stopped when one of them was, by the guardrail that was first', () => {
    const { lab } = bench();
    const broken = lab
      .experiment('pricing.quote')
      .use(() => 1)
      .try('float', () => 2)
      .try('decimal', () => {
        throw 1;
      });
    for (let call = 0; call < 20; call++) broken.run();
    const both = mergeStates([a, stored(lab.save())]).experiments['pricing.quote'];
    expect(both).toMatchObject({
      trip: { guardrail: 'errors', k: 5 },
      about: { stopped: 'guardrail', rate: 1 },
    });
    expect(both?.guardrails).toEqual({});
  });

  it('has what was noise in each of them', () => {
    const noiseOf = (state: LaboratoryState) =>
      state.experiments['pricing.quote']?.learned?.noise ?? { n: 0, k: 0 };
    const n = states.reduce((total, state) => total + noiseOf(state).n, 0);
    expect(n).toBeGreaterThan(60);
    expect(noiseOf(sum)).toEqual({ n, k: states.reduce((total, state) => total + noiseOf(state).k, 0) });
    const places = (state: LaboratoryState) =>
      (state.experiments['pricing.quote']?.learned?.fields ?? []).filter(({ path }) => path === '$.at');
    for (const count of ['noise', 'onlyNoise', 'onlyCandidate'] as const) {
      const total = (...all: LaboratoryState[]) =>
        all.flatMap(places).reduce((before, place) => before + place[count], 0);
      expect(total(sum)).toBe(total(...states));
      expect(total(sum)).toBeGreaterThan(0);
    }
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'has experiments and candidates that are named %s like any other',
    (name) => {
      const { lab } = bench({ defaults: { guardrails: false } });
      for (const experiment of [name, 'e'])
        lab
          .experiment(experiment)
          .use(() => 1)
          .try(name, () => 2)
          .run();
      const both = stored(mergeStates([a, stored(lab.save()), stored(lab.save())]));
      const { experiments } = both;
      expect(Object.keys(experiments)).toEqual(['pricing.quote', name, 'e']);
      const entries = new Map(Object.entries(experiments));
      const tallies = new Map(Object.entries(entries.get(name)?.tallies ?? {}));
      expect(tallies.get(name)).toMatchObject({ started: 2, outcomes: { mismatch: 2 } });
    },
  );

  it('counts no calls where an earlier version has not', () => {
    const { lab } = bench();
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .run();
    const [saved, older] = [stored(lab.save()), stored(lab.save())] as any[];
    delete older.experiments.e.calls.skips;
    expect(mergeStates([saved, older]).experiments.e?.calls).toMatchObject({
      trials: 2,
      skips: { killed: 0 },
    });
  });

  it('leaves those alone that it is made of', () => {
    const before = stored(states);
    mergeStates(states);
    expect(stored(states)).toEqual(before);
  });
});

it('a tally is the same merged in any order and grouping', () => {
  const count = fc.nat(1e9);
  const tally = fc.record({
    started: count,
    settled: count,
    outcomes: fc.record(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count]))),
  }) as unknown as fc.Arbitrary<VariantCounts>;
  fc.assert(
    fc.property(tally, tally, tally, (one, two, three) => {
      expect(merge(merge(one, two), three)).toEqual(merge(one, merge(three, two)));
      expect(merge(one, two).outcomes.mismatch).toBe(one.outcomes.mismatch + two.outcomes.mismatch);
    }),
  );
});

describe('a sum', () => {
  const numbers = fc.array(fc.double({ min: -1e200, max: 1e200, noNaN: true }), { maxLength: 30 });

  it('is exact: whatever was lost by rounding comes back', () => {
    expect(sumOf([1e100, 1, -1e100, 1e-300]).toJSON()).toEqual([1, 1e-300]);
    expect(sumOf(Array.from({ length: 10 }, () => 0.1)).value).toBe(1);
    // Half a unit in the last place, and a little: what comes behind decides.
    expect(sumOf([1, 2 ** -53, 2 ** -120]).value).toBe(1 + 2 ** -52);
    expect(sumOf([1, 2 ** -53]).value).toBe(1);
    expect(sumOf([]).toJSON()).toEqual([]);
  });

  it('is the same in any order and grouping', () => {
    fc.assert(
      fc.property(numbers, numbers, numbers, (one, two, three) => {
        const all = sumOf([...one, ...two, ...three]);
        const other = sumOf([...sumOf([...three, ...one]).toJSON(), ...sumOf(two).toJSON()]);
        expect(other.toJSON()).toEqual(all.toJSON());
        expect(other.value).toBe(all.value);
      }),
    );
  });

  it('stays at the largest number when it is beyond that', () => {
    expect(sumOf([Number.MAX_VALUE, Number.MAX_VALUE, 1]).toJSON()).toEqual([Number.MAX_VALUE, 1]);
  });
});

function sumOf(numbers: readonly number[]): ExactSum {
  const sum = new ExactSum();
  for (const number of numbers) sum.add(number);
  return sum;
}
