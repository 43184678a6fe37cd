import { AsyncLocalStorage } from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { onTrial, type Trial } from '../../src/index.js';
import { AUDIENCES, bench, never, sleep } from '../harness.js';

describe('a candidate', () => {
  it('that never settles is given up when its time is up, and its signal aborts', async () => {
    const { lab, published } = bench();
    let signal: AbortSignal | undefined;
    const run = lab
      .experiment('e', { timeoutMs: 10 })
      .use(async () => 1)
      .try(() => {
        signal = onTrial()?.signal;
        return never();
      })
      .wrap();
    expect(await run()).toBe(1);
    expect(signal?.aborted).toBe(false);
    await lab.drain();
    expect(signal?.aborted).toBe(true);
    expect(signal?.reason).toMatchObject({ name: 'TimeoutError' });
    expect(published.trials[0]?.candidates[0]).toMatchObject({ status: 'timed-out', outcome: 'timeout' });
    expect(lab.report('e')).toMatchObject({ active: 0, stuck: 1 });
  });

  it('that settles after it was given up is judged once, and is no longer stuck', async () => {
    const { lab, published } = bench();
    const run = lab
      .experiment('e', { timeoutMs: 5 })
      .use(async () => 1)
      .try(() => sleep(30).then(() => 1))
      .wrap();
    await run();
    await lab.drain();
    expect(lab.report('e').stuck).toBe(1);
    await sleep(40);
    expect(lab.report('e')).toMatchObject({ stuck: 0, outcomes: { timeout: 1, match: 0 } });
    expect(published.trials).toHaveLength(1);
  });

  it('asked for its signal only after it was given up gets one that has aborted', async () => {
    const { lab } = bench();
    let variant: ReturnType<typeof onTrial>;
    lab
      .experiment('e', { timeoutMs: 5 })
      .use(() => 1)
      .try(() => {
        variant = onTrial();
        return never();
      })
      .run();
    await lab.drain();
    expect(variant?.signal.aborted).toBe(true);
  });

  it('whose control never settles gives up its place too, and proves nothing', async () => {
    const { lab } = bench();
    void lab
      .experiment('e', { timeoutMs: 5 })
      .use(never)
      .try(async () => 1 as never)
      .run();
    await lab.drain();
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { ignored: 1 } });
  });

  it('that hangs on every one of 20 000 concurrent calls keeps nobody waiting, stays below the cap, and every call is accounted for', async () => {
    const { lab } = bench();
    let started = 0;
    let most = 0;
    const run = lab
      .experiment('e', { maxInFlight: 8, timeoutMs: 20, guardrails: false })
      .use(async (n: number) => n)
      .try(() => {
        started += 1;
        most = Math.max(most, lab.report('e').active);
        return never();
      })
      .wrap();
    const answers = await Promise.all(Array.from({ length: 20_000 }, (_, n) => run(n)));
    expect(answers).toEqual(Array.from({ length: 20_000 }, (_, n) => n));
    const { calls, trials, skips } = lab.report('e');
    expect([calls, trials, skips.saturated]).toEqual([20_000, 8, 19_992]);
    expect(started).toBe(8);
    expect(most).toBeLessThanOrEqual(8);
    await lab.drain();
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { timeout: 8 } });
  });

  it('that hangs for ever does not hold on to what the control returned', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { lab } = bench({ publishers: [] });
    const held: unknown[] = [];
    let value: WeakRef<object> | undefined;
    const run = lab
      .experiment('e', { timeoutMs: 1 })
      .use(() => {
        const fresh = { big: new Array(1_000).fill(0) };
        value = new WeakRef(fresh);
        return fresh;
      })
      .try((): Promise<any> => new Promise((resolve) => void held.push(resolve)))
      .wrap();
    (() => void run())();
    await lab.drain();
    await sleep(5);
    collect();
    expect(held).toHaveLength(1);
    expect(value?.deref()).toBe(undefined);
  });

  it('that hangs for ever does not hold on to what the call was made with', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { lab } = bench({ publishers: [] });
    const held: unknown[] = [];
    const weak: WeakRef<object>[] = [];
    const run = lab
      .experiment('e', { timeoutMs: 1 })
      .use((_order: object): unknown => 1)
      .try(() => new Promise((resolve) => void held.push(resolve)))
      .context((order) => ({ order }))
      .prepare((order) => [order])
      .wrap();
    const call = () => {
      const [self, order] = [{ big: new Array(1_000).fill(0) }, { big: new Array(1_000).fill(0) }];
      weak.push(new WeakRef(self), new WeakRef(order));
      run.call(self, order);
    };
    for (let time = 0; time < 16; time++) call();
    await lab.drain();
    await sleep(5);
    collect();
    expect(held).toHaveLength(16);
    // As below: of 32, of which either half would be too many.
    expect(weak.filter((one) => one.deref() !== undefined).length).toBeLessThan(12);
    expect(lab.report('e').stuck).toBe(16);
  });

  it.each(['now', 'after'] as const)(
    'is held on to by no control that hangs for ever, nor is what it gave or the call: %s',
    async (schedule) => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const { lab } = bench({ publishers: [] });
      const held: unknown[] = [];
      const weak: WeakRef<object>[] = [];
      const noted = <T extends object>(value: T) => {
        weak.push(new WeakRef(value));
        return value;
      };
      const run = lab
        .experiment('e', { timeoutMs: 20, schedule })
        .use((_order: object) => new Promise<object>((resolve) => void held.push(resolve)))
        .try(async () => noted({ big: new Array(1_000).fill(0) }))
        .wrap();
      const call = () => run.call(noted({ big: new Array(1_000).fill(0) }), noted({ big: [] }));
      for (let time = 0; time < 16; time++) call();
      await lab.drain();
      await sleep(5);
      collect();
      expect([held.length, lab.report('e').outcomes.ignored]).toEqual([16, 16]);
      // As below: of 48, of which any third would be too many.
      expect(weak.filter((one) => one.deref() !== undefined).length).toBeLessThan(12);
    },
  );

  it('that hangs for ever does not hold on to what was told of it, nor to what was read after it was stopped', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held: unknown[] = [];
    const weak: WeakRef<object>[] = [];
    const publishers = [{ publish: (trial: Trial) => void weak.push(new WeakRef(trial)) }];
    // The candidate runs first.
    const { lab } = bench({ publishers, random: () => 0 });
    const isKilled = [false, true, false, true, false, true, false, true];
    for (const [round, kill] of isKilled.entries()) {
      const run = lab
        .experiment(`e${round}`, { timeoutMs: 1, order: 'random' })
        .use((): unknown => {
          if (kill) lab.kill(`e${round}`);
          const fresh = { big: new Array(1_000).fill(0) };
          weak.push(new WeakRef(fresh));
          return fresh;
        })
        .try(() => new Promise((resolve) => void held.push(resolve)))
        .wrap();
      (() => void run())();
      await lab.drain();
    }
    await sleep(5);
    collect();
    expect(held).toHaveLength(8);
    expect(weak).toHaveLength(16);
    // A collector that looks through the stack, as that of Bun, may take what it finds there for one of them.
    expect(weak.filter((one) => one.deref() !== undefined).length).toBeLessThan(4);
  });

  it.each(AUDIENCES)(
    'that calls the experiment again runs the control there, so that a recursive function does not double, where it is %s',
    (_, surroundings) => {
      const { lab } = bench(surroundings);
      let calls = 0;
      const depth = (n: number): number => {
        calls += 1;
        return n === 0 ? 0 : run(n - 1) + 1;
      };
      const run: (n: number) => number = lab.experiment('e').use(depth).try(depth).wrap();
      expect(run(10)).toBe(10);
      expect(lab.report('e').trials).toBe(11);
      expect(calls).toBe(11 + (11 * 12) / 2);
    },
  );

  it.each(AUDIENCES)(
    'that another one calls, whose own it calls in turn, runs the control there, so that functions that call each other do not double, where it is %s',
    (_, surroundings) => {
      const { lab } = bench(surroundings);
      let calls = 0;
      const even = (n: number): boolean => {
        calls += 1;
        return n === 0 || isOdd(n - 1);
      };
      const odd = (n: number): boolean => {
        calls += 1;
        return n !== 0 && isEven(n - 1);
      };
      const isEven: (n: number) => boolean = lab.experiment('even').use(even).try(even).wrap();
      const isOdd: (n: number) => boolean = lab.experiment('odd').use(odd).try(odd).wrap();
      expect(isEven(16)).toBe(true);
      // By way of both sides at every level they would be 17 689, and more than a million for 12 levels more.
      expect(calls).toBe(614);
    },
  );

  it.each(AUDIENCES)(
    'that kills its own experiment frees its place, sync or async, now or after, where it is %s',
    async (_, surroundings) => {
      for (const options of [{}, { schedule: 'after' as const }]) {
        const { lab } = bench({
          ...surroundings,
          raiseOnMismatch: true,
          defaults: { maxInFlight: 1, timeoutMs: 20 },
        });
        const suicide = () => lab.kill('e');
        const run = lab
          .experiment('e', options)
          .use(async () => 1 as unknown)
          .try(suicide)
          .wrap();
        for (let time = 0; time < 3; time++) {
          expect(await run()).toBe(1);
          lab.revive('e');
        }
        await lab.drain();
        expect(lab.report('e')).toMatchObject({ trials: 3, active: 0, skips: { saturated: 0 } });
      }
    },
  );

  it.each(AUDIENCES)(
    'that enters an AsyncLocalStorage for good does not enter it for the caller, nor for the next control, where it is %s',
    async (_, surroundings) => {
      const storage = new AsyncLocalStorage<string>();
      const { lab } = bench(surroundings);
      const run = lab
        .experiment('e')
        .use(async () => storage.getStore())
        .try(async () => {
          storage.enterWith('candidate');
          return storage.getStore();
        })
        .wrap();
      await storage.run('request', async () => {
        expect(await run()).toBe('request');
        expect(storage.getStore()).toBe('request');
        expect(await run()).toBe('request');
      });
    },
  );

  it.each(AUDIENCES)(
    'is on trial where its signal aborts, so that what cleans up can decline too, where it is %s',
    async (_, surroundings) => {
      const { lab } = bench(surroundings);
      let inside: string | undefined;
      const listen = () => {
        onTrial()?.signal.addEventListener('abort', () => {
          inside = onTrial()?.variant;
        });
        return never();
      };
      lab
        .experiment('e', { timeoutMs: 1 })
        .use(() => 1)
        .try(listen)
        .run();
      await lab.drain();
      expect(inside).toBe('candidate');
    },
  );

  it.each(AUDIENCES)(
    'is told by its signal in the context of its own call, whoever else was given up with it, where it is %s',
    async (_, surroundings) => {
      const { lab } = bench({ ...surroundings, now: () => 0 });
      const storage = new AsyncLocalStorage<string>();
      const seen: unknown[] = [];
      const listen = (call: string) => {
        onTrial()?.signal.addEventListener('abort', () => seen.push([call, storage.getStore()]));
        return never();
      };
      const timed = lab
        .experiment('timed', { timeoutMs: 1 })
        .use((_: string): unknown => 1)
        .try(listen);
      const killed = lab
        .experiment('killed')
        .use((_: string): unknown => 1)
        .try(listen);
      for (const call of ['one', 'other']) {
        storage.run(call, () => timed.run(call));
        storage.run(call, () => killed.run(call));
      }
      storage.run('killer', () => lab.kill('killed'));
      await lab.drain();
      expect(seen).toHaveLength(4);
      expect(seen).toEqual(
        expect.arrayContaining([
          ['one', 'one'],
          ['other', 'other'],
        ]),
      );
      for (const [call, store] of seen as [string, string][]) expect(store).toBe(call);
    },
  );

  it.each(AUDIENCES)(
    'knows that it is on trial, across awaits and timers, and nobody else does, where it is %s',
    async (_, surroundings) => {
      const { lab } = bench(surroundings);
      const seen: unknown[] = [];
      const whoAmI = () => seen.push(onTrial()?.variant);
      const run = lab
        .experiment('e')
        .use(async () => {
          await sleep(1);
          whoAmI();
        })
        .try('new', async () => {
          await sleep(1);
          setTimeout(whoAmI, 1);
          await sleep(5);
          whoAmI();
        })
        .wrap();
      await run();
      whoAmI();
      await lab.drain();
      expect(seen).toEqual([undefined, undefined, 'new', 'new']);
    },
  );
});
