import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { onTrial } from '../../src/index.js';
import { bench, deferred, never, sleep } from '../harness.js';

/** Timers by which a recheck need not be waited for. */
function hurried() {
  const delays: number[] = [];
  const timers = {
    setTimeout(callback: () => void, ms: number) {
      if (ms < 5_000) delays.push(ms);
      return setTimeout(callback, ms < 5_000 ? 0 : ms);
    },
    clearTimeout,
    setImmediate,
  };
  return { timers, delays };
}

describe('a recheck', () => {
  it('counts a mismatch that vanishes as transient', async () => {
    const { timers, delays } = hurried();
    const { lab, published } = bench({ timers });
    let stock = 1;
    const given = lab
      .experiment('e')
      .use(() => stock)
      .try(() => (stock === 1 ? 2 : stock))
      .recheck(2)
      .run();
    stock = 3;
    await lab.drain();
    expect(given).toBe(1);
    expect(lab.report('e')).toMatchObject({
      outcomes: { transient: 1, mismatch: 0 },
      shapes: [],
      fields: [],
    });
    expect(published.trials[0]?.candidates).toEqual([
      expect.objectContaining({ outcome: 'transient', differences: [], value: 2 }),
    ]);
    expect(published.trials[0]?.candidates[0]).not.toHaveProperty('fingerprint');
    expect(delays).toEqual([100]);
  });

  it('counts one that stays, once, with what differed at first', async () => {
    const { timers, delays } = hurried();
    const { lab, published } = bench({ timers });
    let runs = 0;
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1 + ++runs)
      .recheck(3)
      .run();
    await lab.drain();
    expect(runs).toBe(4);
    expect(delays).toEqual([100, 200, 400]);
    expect(lab.report('e')).toMatchObject({ trials: 1, outcomes: { mismatch: 1 }, active: 0 });
    expect(published.trials).toHaveLength(1);
    expect(published.trials[0]?.candidates[0]?.differences).toMatchObject([{ control: 1, candidate: 2 }]);
  });

  it('is made of mismatches only', async () => {
    const { lab } = bench({ timers: hurried().timers });
    let runs = 0;
    const run = lab
      .experiment('e')
      .use((_: string) => ++runs)
      .try('match', () => runs)
      .try('error', () => {
        throw new Error('no');
      })
      .recheck(5)
      .wrap();
    run('a');
    await lab.drain();
    expect(runs).toBe(1);
    expect(lab.report('e').outcomes).toMatchObject({ match: 1, candidate_error: 1 });
  });

  it('is no acquittal when a side fails in it', async () => {
    const { lab } = bench({ timers: hurried().timers });
    let runs = 0;
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        if (++runs > 1) throw new Error('gone');
        return 2;
      })
      .recheck(1)
      .run();
    await lab.drain();
    expect(lab.report('e').outcomes).toMatchObject({ mismatch: 1, candidate_error: 0, transient: 0 });
  });

  it('runs both sides as the call did: this, arguments, context, on trial or not', async () => {
    const { lab } = bench({ timers: hurried().timers });
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const note = (self: unknown, args: unknown[]) =>
      seen.push([self, args, storage.getStore(), onTrial()?.variant]);
    const self = { a: 1 };
    const quote = lab
      .experiment('e')
      .use(async function (this: unknown, ...args: unknown[]) {
        note(this, args);
        return 1;
      })
      .try(async function (this: unknown, ...args) {
        await sleep(1);
        note(this, args);
        return 2;
      })
      .prepare((net) => [net, 'own'])
      .recheck(1)
      .wrap();
    await storage.run('request', () => quote.call(self, 7));
    await lab.drain();
    const control = [self, [7], 'request', undefined];
    const candidate = [self, [7, 'own'], 'request', 'candidate'];
    expect(seen).toEqual([control, candidate, control, candidate]);
  });

  it('keeps the trial in flight and nobody waiting, also beyond the time limit', async () => {
    const { lab } = bench();
    const gate = deferred<number>();
    let runs = 0;
    const given = await lab
      .experiment('e', { timeoutMs: 300 })
      .use(async () => 1)
      .try(async () => (++runs === 1 ? 2 : gate.promise))
      .recheck(1)
      .run();
    expect(given).toBe(1);
    await sleep(320);
    expect(lab.report('e')).toMatchObject({ active: 1, outcomes: { timeout: 0, mismatch: 0 } });
    gate.resolve(1);
    await lab.drain();
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { transient: 1 } });
  });

  it('ends by its time limit, with the mismatch it began with', async () => {
    const { timers } = hurried();
    const { lab } = bench({ timers });
    let runs = 0;
    let signal: AbortSignal | undefined;
    lab
      .experiment('e', { timeoutMs: 20 })
      .use(() => 1)
      .try((): any => {
        signal = onTrial()?.signal;
        return ++runs === 1 ? 2 : never();
      })
      .recheck(1)
      .run();
    await lab.drain();
    expect(lab.report('e')).toMatchObject({ active: 0, stuck: 1, outcomes: { mismatch: 1, timeout: 0 } });
    expect(signal?.aborted).toBe(true);
  });

  it('is aborted by a kill, while it waits and while it runs', async () => {
    const { timers } = hurried();
    const { lab } = bench({ timers });
    let runs = 0;
    let signal: AbortSignal | undefined;
    const running = deferred<void>();
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try((): any => {
        if (++runs === 1) return 2;
        signal = onTrial()?.signal;
        running.resolve();
        return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(1)));
      })
      .recheck(1)
      .wrap();
    run();
    await running.promise;
    runs = 0;
    run();
    lab.kill('e');
    expect(signal?.aborted).toBe(true);
    await lab.drain();
    await sleep(20);
    expect(runs).toBe(1);
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { ignored: 2, mismatch: 0, transient: 0 } });
  });

  it('runs no candidate after its control has killed the experiment', async () => {
    const { timers } = hurried();
    const { lab } = bench({ timers });
    let [controls, candidates] = [0, 0];
    lab
      .experiment('e')
      .use(() => {
        controls += 1;
        if (controls === 2) lab.kill('e');
        return 1;
      })
      .try(() => {
        candidates += 1;
        return 2;
      })
      .recheck(1)
      .run();
    await lab.drain();
    expect([controls, candidates]).toEqual([2, 1]);
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { ignored: 1 } });
  });

  it('cannot be broken by what is called in it', async () => {
    const { lab, faults } = bench({ timers: hurried().timers });
    let runs = 0;
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 2)
      .compare(() => {
        if (++runs > 1) throw new Error('comparator');
        return false;
      })
      .recheck(1)
      .run();
    await lab.drain();
    expect(lab.report('e').outcomes.mismatch).toBe(1);
    expect(faults.map(({ stage }) => stage)).toEqual(['compare']);
  });

  it('takes a whole number from 1', () => {
    const start = bench()
      .lab.experiment('e')
      .use(() => 1);
    for (const times of [0, -1, 1.5, Number.NaN, '2' as never])
      expect(() => start.recheck(times)).toThrow('give a whole number from 1');
  });
});
