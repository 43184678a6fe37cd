import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { onTrial } from '../../src/index.js';
import { bench, deferred, never, sleep } from '../harness.js';

/** Whether the promise settles before anything but microtasks has happened. */
async function isAnsweredAtOnce(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  promise.then(
    () => {
      isSettled = true;
    },
    () => {
      isSettled = true;
    },
  );
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  return isSettled;
}

describe('nobody waits', () => {
  it('for an async candidate that is slow or hangs', async () => {
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use(async () => 1)
      .try('slow', () => sleep(1_000).then(() => 1))
      .try('hangs', never)
      .wrap();
    expect(await isAnsweredAtOnce(run())).toBe(true);
  });

  it('for an async candidate beside a sync control', () => {
    const { lab } = bench();
    expect(
      lab
        .experiment('e')
        .use(() => 1)
        .try(never)
        .run(),
    ).toBe(1);
  });

  it('for a comparator, neither a slow one nor one that hangs', async () => {
    const { lab } = bench();
    let isCompared = false;
    const run = lab
      .experiment('e')
      .use(async () => 1)
      .compare(() => {
        isCompared = true;
        return never();
      })
      .try(async () => 2)
      .wrap();
    const answer = run();
    expect(await isAnsweredAtOnce(answer)).toBe(true);
    expect(isCompared).toBe(false);
  });

  it('for a publisher, not even a sync one', async () => {
    let isPublished = false;
    const { lab } = bench({
      publishers: [
        {
          publish() {
            isPublished = true;
          },
        },
      ],
    });
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .run();
    expect(isPublished).toBe(false);
    await lab.drain();
    expect(isPublished).toBe(true);
  });

  it("for a sync candidate, with schedule: 'after'", async () => {
    const { lab, published } = bench();
    let isStarted = false;
    const run = lab
      .experiment('e', { schedule: 'after' })
      .use(() => 1)
      .try(() => {
        isStarted = true;
        return 1;
      })
      .wrap();
    expect(run()).toBe(1);
    expect(isStarted).toBe(false);
    await lab.drain();
    expect(isStarted).toBe(true);
    expect(published.trials[0]?.candidates[0]?.outcome).toBe('match');
  });

  it("for candidates of an async control with schedule: 'after': they start once it has settled", async () => {
    const { lab } = bench();
    const control = deferred<number>();
    let isStarted = false;
    const answer = lab
      .experiment('e', { schedule: 'after' })
      .use(() => control.promise)
      .try(async () => {
        isStarted = true;
        return 1;
      })
      .run();
    await sleep(5);
    expect(isStarted).toBe(false);
    control.resolve(1);
    expect(await answer).toBe(1);
    expect(isStarted).toBe(false);
    await lab.drain();
    expect(isStarted).toBe(true);
  });

  it('in a tight loop that never lets the event loop turn, and nothing is lost in it', async () => {
    const { lab, published } = bench();
    const run = lab
      .experiment('e')
      .use((n: number) => n)
      .try((n) => n)
      .wrap();
    for (let n = 0; n < 5_000; n++) run(n);
    await lab.drain();
    expect(published.trials.map((trial) => trial.control)).toMatchObject(
      Array.from({ length: 5_000 }, (_, value) => ({ value })),
    );
  });

  it('for a publisher that runs experiments itself: the event loop still turns, and drain still ends', async () => {
    let again: () => unknown = () => {};
    const { lab, faults } = bench({ publishers: [{ publish: () => void again() }] });
    again = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    again();
    for (let turn = 0; turn < 1_000 && lab.report('e').trials < 2; turn++) await sleep(1);
    expect(lab.report('e').trials).toBeGreaterThan(1);
    await lab.drain({ timeoutMs: 5 });
    expect(faults.at(-1)).toMatchObject({ stage: 'drain' });
    again = () => {};
  });

  it('and what is published is published outside of every call: not in a candidate, not in a request', async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { lab } = bench({ publishers: [{ publish: () => void seen.push(onTrial(), storage.getStore()) }] });
    const inner = lab
      .experiment('inner')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    storage.run('request', () =>
      lab
        .experiment('outer')
        .use(() => 1)
        .try(inner)
        .run(),
    );
    await sleep(5);
    expect(seen).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('hands waitUntil one promise for all that shares a turn', async () => {
    const work: Promise<unknown>[] = [];
    const { lab, published } = bench({ waitUntil: (promise) => void work.push(promise) });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 100; call++) run();
    expect(work).toHaveLength(1);
    await work[0];
    expect(published.trials).toHaveLength(100);
    // More than may wait in one turn: some of it is done before.
    for (let call = 0; call < 500; call++) run();
    expect(work.length).toBeLessThan(10);
    await Promise.all(work);
    expect(published.trials).toHaveLength(600);
  });
});

describe('drain', () => {
  it.each([Number.POSITIVE_INFINITY, 2 ** 40])(
    'waits without a limit where it is given %s',
    async (timeoutMs) => {
      const { lab, published, faults } = bench();
      lab
        .experiment('e')
        .use(() => 1)
        .try(() => sleep(5).then(() => 1))
        .run();
      await lab.drain({ timeoutMs });
      expect(published.trials).toHaveLength(1);
      expect(faults).toEqual([]);
    },
  );

  it('resolves when its time is up, and tells a fault', async () => {
    const { lab, faults } = bench();
    lab
      .experiment('e')
      .use(() => 1)
      .try(never)
      .run();
    await lab.drain({ timeoutMs: 1 });
    expect(faults).toMatchObject([{ stage: 'drain' }]);
  });
});
