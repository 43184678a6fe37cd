import { describe, expect, it } from 'vitest';
import { placeOf } from '../../src/decide/sticky.js';
import { configure, experiment, report, type Sampling } from '../../src/index.js';
import { bench, seeded } from '../harness.js';

type Id = (id: string) => number;

function arrange(sampling: Sampling<Id>, name = 'e', options = {}) {
  let now = 1_000_000;
  const { lab, faults } = bench({
    now: () => now,
    defaults: { guardrails: false },
    publishers: [],
    ...options,
  });
  const on: string[] = [];
  const run = lab
    .experiment(name)
    .use((_id: string) => 1)
    .try((id) => {
      on.push(id);
      return 1;
    })
    .sample(sampling)
    .wrap();
  const wait = (ms: number) => {
    now += ms;
  };
  return { lab, faults, on, run, wait };
}

const KEYS = 100_000;
const random = seeded(11);
const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
const POPULATIONS: Record<string, (index: number) => string> = {
  'sequential ids': (index) => String(index),
  UUIDs: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  emails: (index) => `user.${index}@example.com`,
};

describe('sample by a key', () => {
  it('gives the same key the same answer, and keeps those that are in when the rate rises', () => {
    const chosen = (rate: number) => {
      const { on, run } = arrange({ rate, by: (id) => id });
      for (let id = 0; id < 2_000; id++) run(`user-${id}`);
      return on;
    };
    const few = chosen(0.05);
    expect(chosen(0.05)).toEqual(few);
    expect(few.length).toBeGreaterThan(50);
    const more = new Set(chosen(0.25));
    expect(few.filter((id) => !more.has(id))).toEqual([]);
  });

  it('agrees with every other process, version and platform', () => {
    const places = [
      ['pricing.quote', 'user-1'],
      ['pricing.quote', 'user-2'],
      ['pricing.search', 'user-1'],
      ['pricing.quote', ''],
      ['Preis', 'jürgen@müller.example'],
      ['e', '3f0c2c1e-7b1f-4e5f-8a53-0a6f2f9f4c11'],
    ].map(([name, key]) => placeOf(name as string, key as string) * 2 ** 32);
    expect(places).toEqual([1772284118, 851380842, 704894980, 1837497775, 2828273266, 645459995]);
  });

  // 99.9 % of a chi-squared distribution with 99 degrees of freedom: keys that are spread evenly stay below it.
  const MOST = 148.23;

  it.each(Object.keys(POPULATIONS))('spreads 100 000 %s evenly, also at the lowest rates', (population) => {
    const keyOf = POPULATIONS[population] as (index: number) => string;
    const places = Array.from({ length: KEYS }, (_, index) => placeOf('pricing.quote', keyOf(index)));
    expect(chiSquared(places)).toBeLessThan(MOST);
    const low = places.filter((place) => place < 0.05).map((place) => place * 20);
    expect(Math.abs(low.length - 0.05 * KEYS)).toBeLessThan(4 * Math.sqrt(KEYS * 0.05 * 0.95));
    expect(chiSquared(low)).toBeLessThan(MOST);
  });

  it('chooses independently in each experiment', () => {
    const both = Array.from({ length: KEYS }, (_, index) => [
      placeOf('pricing.quote', String(index)),
      placeOf('pricing.search', String(index)),
    ]);
    const cells = both.map(([one, other]) => {
      return (Math.floor((one as number) * 10) * 10 + Math.floor((other as number) * 10) + 0.5) / 100;
    });
    expect(chiSquared(cells)).toBeLessThan(MOST);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['answers undefined', () => undefined],
    ['answers a number', () => 42],
    ['answers a promise', async () => 'key'],
  ])('keeps a call off trial, and tells a fault, when by %s', (_, by) => {
    const { lab, faults, on, run } = arrange({ rate: 0.999_999, by: by as never });
    run('a');
    expect(on).toEqual([]);
    expect(lab.report('e').skips.fault).toBe(1);
    expect(faults).toMatchObject([{ stage: 'sample' }]);
  });

  it('does not ask for the key when nobody or everybody is in', () => {
    const by = () => {
      throw new Error('asked');
    };
    for (const rate of [0, 1]) {
      const { faults, on, run } = arrange({ rate, by });
      run('a');
      expect([on.length, faults.length]).toEqual([rate, 0]);
    }
  });
});

describe('maxPerSecond', () => {
  it('holds exactly in a flood, in any second, and every call is accounted for', () => {
    const { lab, run, wait } = arrange({ rate: 1, maxPerSecond: 100 });
    const perTick: number[] = [];
    let before = 0;
    for (let call = 0; call < 150_000; call++) {
      run('a');
      if (call % 500 === 499) {
        const { trials } = lab.report('e');
        perTick.push(trials - before);
        before = trials;
      }
      wait(0.02);
    }
    const { calls, trials, skips } = lab.report('e');
    expect([calls, trials, skips['rate-limited']]).toEqual([150_000, 300, 149_700]);
    // Ticks of 10 ms: in no hundred of them in a row are there more.
    const inSecond = perTick.map((_, tick) => perTick.slice(tick, tick + 100).reduce((sum, n) => sum + n, 0));
    expect(Math.max(...inSecond)).toBe(100);
  });

  it('takes nothing away for calls that are off trial for another reason', () => {
    const { lab, run, wait } = arrange({ rate: 0.5, by: (id) => id, maxPerSecond: 1 });
    for (let id = 0; id < 100; id++) {
      run(`user-${id}`);
      wait(1_000);
    }
    expect(lab.report('e').skips['rate-limited']).toBe(0);
    expect(lab.report('e').trials).toBeGreaterThan(30);
  });

  it('may be less than one a second', () => {
    const { lab, run, wait } = arrange({ rate: 1, maxPerSecond: 0.5 });
    for (let call = 0; call < 100; call++) {
      run('a');
      wait(100);
    }
    expect(lab.report('e').trials).toBe(5);
  });

  it('goes on when the clock is set back', () => {
    const { lab, run, wait } = arrange({ rate: 1, maxPerSecond: 1 });
    run('a');
    wait(-3_600_000);
    run('a');
    run('a');
    expect(lab.report('e')).toMatchObject({ trials: 2, skips: { 'rate-limited': 1 } });
  });
});

describe('override', () => {
  it("takes the place of an experiment's own rate, until it is taken back", () => {
    const { lab, on, run } = arrange({ rate: 0 });
    lab.override('e', { rate: 1 }, { by: 'ops' });
    run('a');
    expect(on).toEqual(['a']);
    lab.override('e', { rate: undefined });
    run('b');
    expect(on).toEqual(['a']);
    expect(lab.report('e').changes).toMatchObject([
      { event: 'overridden', to: 1, by: 'ops' },
      { event: 'overridden', from: 1, to: 'as defined' },
    ]);
  });

  it('may come before the experiment, replaces a sampler, and is bounded by maxRate', () => {
    const { lab } = bench({ maxRate: 0.25, random: seeded(5), defaults: { guardrails: false } });
    lab.override('f', { rate: 1 });
    const run = lab
      .experiment('f')
      .use(() => 1)
      .try(() => 1)
      .sample(() => false)
      .wrap();
    for (let call = 0; call < 1_000; call++) run();
    const { trials, rate, changes } = lab.report('f');
    expect(rate).toBe(0.25);
    expect(Math.abs(trials - 250)).toBeLessThan(60);
    expect(changes).toMatchObject([{ event: 'overridden', to: 1 }]);
  });

  it('is in force at once, as what it is taken back for and what bounds it are: nobody has to call first', () => {
    const { lab } = bench({ maxRate: 0.4 });
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .sample(0.5)
      .wrap();
    const rates = [lab.report('e').rate];
    for (const rate of [0.2, 0.9, 0.3, undefined]) {
      lab.override('e', { rate });
      rates.push(lab.report('e').rate);
    }
    expect(rates).toEqual([0.4, 0.2, 0.4, 0.3, 0.4]);
    expect(lab.report('e').changes.map(({ from }) => from)).toEqual([0.4, 0.2, 0.9, 0.3]);
  });

  it('is in force at once in the default laboratory, which may be configured anew', () => {
    experiment('configured')
      .use(() => 1)
      .try(() => 1)
      .sample(0.5)
      .wrap();
    configure({ maxRate: 0.1 });
    expect(report('configured').rate).toBe(0.1);
  });

  it('refuses what is no rate, and everything at once', () => {
    const { lab } = bench();
    expect(() => lab.override('e', { rate: 2 })).toThrow('override: rate (2): give a rate from 0 to 1');
    expect(() => lab.override('*', { rate: 1 })).toThrow('override("*")');
  });
});

describe('a sampling that cannot be meant', () => {
  it.each([
    [{ rate: 0.5, per: 1 }, 'sample("per"): is no option; the options are rate, by, maxPerSecond'],
    [{ rate: 0.5, by: 'id' }, 'sample: by ("id"): give a function'],
    [{ rate: 0.5, maxPerSecond: 0 }, 'sample: maxPerSecond (0): give a number above 0'],
    [{ by: () => 'a' }, 'sample: rate (undefined): give a rate from 0 to 1'],
  ])('is refused where it is defined: %j', (sampling, message) => {
    expect(() => arrange(sampling as Sampling<Id>)).toThrow(message);
  });
});

/** Over a hundred bins. */
function chiSquared(places: readonly number[]): number {
  const bins = new Array<number>(100).fill(0);
  for (const place of places) {
    const bin = Math.floor(place * 100);
    bins[bin] = (bins[bin] as number) + 1;
  }
  const expected = places.length / 100;
  return bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
