import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { onTrial } from '../../src/index.js';
import { omitting } from '../../src/judge/comparators/index.js';
import { bench, never, seeded, sleep } from '../harness.js';

describe('noise', () => {
  it('finds a timestamp and a random id, and proposes to leave them out', async () => {
    const { lab } = bench();
    let clock = 0;
    let ids = 0;
    const quote = (total: number) => ({
      total,
      at: ++clock,
      lines: [{ id: `id-${++ids}`, net: total }],
    });
    const run = lab.experiment('e', { noise: 1 }).use(quote).try(quote).wrap();
    for (let call = 0; call < 40; call += 1) run(call);
    await lab.drain();
    const { fields, proposal, noise, outcomes } = lab.report('e');
    expect(noise).toEqual({ n: 40, k: 40 });
    expect(fields.map(({ path, count, noise: n, real }) => [path, count, n, real]).sort()).toEqual([
      ['$.at', 40, 40, false],
      ['$.lines[*].id', 40, 40, false],
    ]);
    expect(proposal).toBe("omitting('$.at', '$.lines[*].id')");
    expect(outcomes.mismatch, 'nothing is applied unasked').toBe(40);
  });

  it('proposes what silences it, when pasted', async () => {
    const { lab } = bench();
    let clock = 0;
    const quote = () => ({ total: 1, 'made at': ++clock });
    const run = lab.experiment('e', { noise: 1 }).use(quote).try(quote).wrap();
    for (let call = 0; call < 20; call += 1) run();
    await lab.drain();
    const { proposal } = lab.report('e');
    expect(proposal).toBe(`omitting('$["made at"]')`);
    const comparator = new Function('omitting', `return ${proposal}`)(omitting);
    expect(comparator({ total: 1, 'made at': 1 }, { total: 1, 'made at': 2 })).toBe(true);
  });

  it('does not hear what the caller wrote to a value that the control hands out again', async () => {
    const { lab } = bench();
    const cached = { total: 1, read: 0 };
    const run = lab
      .experiment('e', { noise: 1 })
      .use(() => cached)
      .try(() => ({ total: 1, read: 0 }))
      .wrap();
    run().read += 1;
    await lab.drain();
    expect(lab.report('e')).toMatchObject({ noise: { n: 1, k: 0 }, outcomes: { match: 1 } });
  });

  it('tells a real difference from it, also at a place that is noisy', async () => {
    const { lab } = bench();
    let ids = 0;
    const quote = (call: number, total: number) => ({ id: ++ids, total, tax: call % 10 === 0 ? ids : 1 });
    const run = lab
      .experiment('e', { noise: 1 })
      .use((call: number) => quote(call, 1))
      .try((call) => ({ ...quote(call, 2), tax: ++ids }))
      .wrap();
    for (let call = 0; call < 60; call += 1) run(call);
    await lab.drain();
    const { fields, proposal } = lab.report('e');
    expect(fields.filter(({ real }) => real).map(({ path }) => path)).toEqual(['$.total', '$.tax']);
    expect(
      fields.slice(0, 2).every(({ real }) => real),
      'worst first',
    ).toBe(true);
    expect(proposal).toBe("omitting('$.id')");
  });

  /** Fifty fields that differ from call to call, each as often as it likes. */
  const noisy = (random: () => number) => {
    return () =>
      Object.fromEntries(NAMES.map((name, at) => [name, random() < at / NAMES.length ? random() : 0]));
  };
  const NAMES = Array.from(
    { length: 50 },
    (_, at) => `field ${String.fromCharCode(97 + (at % 26), 97 + at / 26)}`,
  );

  it('shows no difference as real in nineteen of twenty experiments with fifty noisy fields and an unchanged candidate', async () => {
    const random = seeded(50);
    const { lab } = bench();
    const EXPERIMENTS = 20;
    let wrong = 0;
    for (let experiment = 0; experiment < EXPERIMENTS; experiment += 1) {
      const make = noisy(random);
      const run = lab.experiment(`e${experiment}`, { noise: 1 }).use(make).try(make).wrap();
      let isWrong = false;
      for (let call = 1; call <= 60; call += 1) {
        run();
        // Every look at the beginning, where it is easiest to be wrong, and then every tenth.
        if (call > 20 && call % 10 > 0) continue;
        await lab.drain();
        isWrong ||= lab.report(`e${experiment}`).fields.some(({ real }) => real);
      }
      if (isWrong) wrong += 1;
      expect(lab.report(`e${experiment}`).fields.length).toBeGreaterThan(45);
    }
    expect(wrong).toBeLessThanOrEqual(EXPERIMENTS / 20);
  });

  it('shows a field that differs in 2 % of the calls as real after about 800, among fifty noisy ones', async () => {
    const random = seeded(2);
    const { lab } = bench();
    const make = noisy(random);
    const run = lab
      .experiment('e', { noise: 1 })
      .use(() => ({ ...make(), total: 1 }))
      .try(() => ({ ...make(), total: random() < 0.02 ? 2 : 1 }))
      .wrap();
    let needed = 0;
    while (!lab.report('e').fields.some(({ real }) => real) && needed < 1_500) {
      for (let call = 0; call < 20; call += 1) run();
      await lab.drain();
      needed += 20;
    }
    expect(lab.report('e').fields.filter(({ real }) => real)).toMatchObject([{ path: '$.total' }]);
    expect(needed).toBeLessThanOrEqual(1_000);
    expect(lab.report('e').proposal).not.toContain('total');
  });

  it('does not excuse a candidate that always differs where the control does now and then', async () => {
    const { lab } = bench();
    let runs = 0;
    const run = lab
      .experiment('e', { noise: 1 })
      .use((call: number) => ({ seat: call % 2 === 0 ? ++runs : 0 }))
      .try(() => ({ seat: -1 }))
      .wrap();
    for (let call = 0; call < 60; call += 1) run(call);
    await lab.drain();
    const { fields, proposal, noise } = lab.report('e');
    expect(noise).toEqual({ n: 60, k: 30 });
    expect(fields).toMatchObject([{ path: '$.seat', count: 60, noise: 30, real: true }]);
    expect(proposal).toBeUndefined();
  });

  it('is listened for on its share of the trials, and never counts as a trial', async () => {
    const { lab, published } = bench({ random: seeded(3) });
    let runs = 0;
    const run = lab
      .experiment('e', { noise: 0.25 })
      .use(() => ++runs && 1)
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 400; call += 1) run();
    await lab.drain();
    const { noise, trials, outcomes } = lab.report('e');
    expect(trials).toBe(400);
    expect(outcomes.match).toBe(400);
    expect(published.trials).toHaveLength(400);
    expect(runs).toBe(400 + noise.n);
    expect(noise.n).toBeGreaterThan(70);
    expect(noise.n).toBeLessThan(130);
    expect(noise.k).toBe(0);
  });

  it('is off by default', async () => {
    const { lab } = bench();
    let runs = 0;
    lab
      .experiment('e')
      .use(() => ++runs)
      .try(() => 1)
      .run();
    await lab.drain();
    expect(runs).toBe(1);
    expect(lab.report('e').proposal).toBeUndefined();
  });

  it('asks the control again with the same this and arguments, as no candidate, in the context of the call', async () => {
    const { lab } = bench();
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const service = {
      rate: 2,
      quote: lab
        .experiment('e', { noise: 1 })
        .use(async function (this: { rate: number }, net: number) {
          seen.push([this.rate, net, onTrial(), storage.getStore()]);
          return net;
        })
        // Done before the control, so that the trials of both requests are judged in one turn in the background.
        .try((net) => net)
        .wrap(),
    };
    storage.run('request 1', () => service.quote(7));
    storage.run('request 2', () => service.quote(8));
    await lab.drain();
    expect(seen).toHaveLength(4);
    expect(seen).toEqual(expect.arrayContaining([[2, 7, undefined, 'request 1']]));
    expect(seen.filter((each) => JSON.stringify(each) === JSON.stringify(seen[0]))).toHaveLength(2);
    expect(seen.filter((each) => JSON.stringify(each) === JSON.stringify(seen[1]))).toHaveLength(2);
  });

  it('asks it in the context of the call also where timers call back in another one', async () => {
    const storage = new AsyncLocalStorage<string>();
    const waiting: (() => void)[] = [];
    const timers = {
      setTimeout: () => {},
      clearTimeout: () => {},
      setImmediate: (callback: () => void) => void waiting.push(callback),
    };
    const { lab } = bench({ timers });
    const seen: unknown[] = [];
    const run = lab
      .experiment('e', { noise: 1 })
      .use(() => {
        seen.push(storage.getStore());
        return 1;
      })
      .try(() => 1)
      .wrap();
    storage.run('request', run);
    for (let turn = 0; turn < 3; turn++) {
      await sleep(0);
      storage.run('timers', () => {
        for (const callback of waiting.splice(0)) callback();
      });
    }
    await sleep(0);
    expect(seen).toEqual(['request', 'request']);
  });

  it('is listened for only when the caller has its value', async () => {
    const { lab } = bench();
    const events: string[] = [];
    const sync = lab
      .experiment('sync', { noise: 1 })
      .use(() => void events.push('sync control'))
      .try(() => void events.push('sync candidate'))
      .wrap();
    sync();
    events.push('sync caller');
    const later = lab
      .experiment('later', { noise: 1 })
      .use(async () => void events.push('control'))
      .try(() => void events.push('candidate'))
      .wrap();
    await lab.drain();
    await later();
    events.push('caller');
    await lab.drain();
    expect(events).toEqual([
      'sync control',
      'sync candidate',
      'sync caller',
      'sync control',
      'control',
      'candidate',
      'caller',
      'control',
    ]);
  });

  it('compares with what the control gave then, whatever the caller does to it', async () => {
    const { lab } = bench();
    const make = () => ({ total: 1 });
    const got = lab.experiment('e', { noise: 1 }).use(make).try(make).run();
    got.total = 99;
    await lab.drain();
    expect(lab.report('e').noise).toEqual({ n: 1, k: 0 });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('twice');
      },
      { n: 1, k: 1 },
    ],
    ['rejects', () => Promise.reject(new Error('twice')), { n: 1, k: 1 }],
    ['hangs', never, { n: 0, k: 0 }],
  ])('is contained when the second run %s', async (_, second, noise) => {
    const { lab, published, faults } = bench();
    let runs = 0;
    const given = lab
      .experiment('e', { noise: 1, timeoutMs: 10 })
      .use((): unknown => (++runs === 1 ? 1 : second()))
      .try(() => 1)
      .run();
    await lab.drain();
    expect(given).toBe(1);
    expect(runs).toBe(2);
    expect(lab.report('e')).toMatchObject({ noise, trials: 1, active: 0 });
    expect(published.trials[0]?.candidates[0]?.outcome).toBe('match');
    expect(faults).toEqual([]);
  });

  it('is not listened for once the experiment is killed, nor without chance', async () => {
    const { lab, faults } = bench({
      random: () => {
        throw new Error('no dice');
      },
    });
    let runs = 0;
    const control = () => ++runs;
    lab
      .experiment('killed', { noise: 1 })
      .use(control)
      .try(() => 1)
      .run();
    lab.kill('killed');
    expect(
      lab
        .experiment('e', { noise: 0.5 })
        .use(() => 1)
        .try(() => 1)
        .run(),
    ).toBe(1);
    await lab.drain();
    expect(runs).toBe(1);
    expect(faults.map(({ stage }) => stage)).toEqual(['random']);
  });

  it('does not fill the memory in a loop that never lets the event loop turn', async () => {
    const { lab } = bench();
    let runs = 0;
    const run = lab
      .experiment('e', { noise: 1 })
      .use(() => ++runs)
      .try((): number => runs)
      .wrap();
    for (let call = 0; call < 3_000; call += 1) run();
    expect(runs).toBe(3_000);
    await lab.drain();
    expect(lab.report('e').noise.n).toBe(1_000);
  });

  it('has a share from 0 to 1', () => {
    const { lab } = bench();
    for (const noise of [-0.1, 1.1, Number.NaN, '1' as never])
      expect(() => lab.experiment('e', { noise })).toThrow('experiment: noise (');
  });
});
