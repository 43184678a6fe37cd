import * as hooks from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { forbidOnTrial, onTrial } from '../../src/index.js';
import { bench, deferred, sleep } from '../harness.js';

const MESSAGE =
  "forbidOnTrial('charge card'): called inside 'candidate' of experiment 'e'; " +
  'a candidate must not do this, ask onTrial() before';

/** What the candidate's guard said, wherever in the candidate it stands. */
async function guarded(candidate: (guard: () => void) => unknown): Promise<unknown> {
  const { lab } = bench();
  let said: unknown;
  const guard = () => {
    try {
      forbidOnTrial('charge card');
      said = 'nothing';
    } catch (error) {
      said = (error as Error).message;
      throw error;
    }
  };
  const run = lab
    .experiment('e')
    .use(async () => 1)
    .try(async () => {
      await candidate(guard);
      return 1;
    })
    .wrap();
  expect(await run()).toBe(1);
  await lab.drain();
  return said;
}

const inATimer = (guard: () => void) =>
  new Promise<void>((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(guard());
      } catch (error) {
        reject(error);
      }
    }, 1);
  });

const shared = globalThis as { [key: symbol]: unknown };
const KEY = Symbol.for('labcoat.onTrial.1');

describe('onTrial', () => {
  const storage = shared[KEY];
  const { getBuiltinModule } = process;
  afterEach(() => {
    shared[KEY] = storage;
    Object.assign(process, { getBuiltinModule });
  });

  it.each<[string, unknown]>([
    ['there is no enterWith', undefined],
    [
      'enterWith only says that it is not implemented, as in workerd',
      () => {
        throw new Error('asyncLocalStorage.enterWith() is not implemented');
      },
    ],
  ])('answers in a candidate across awaits, and not outside, where %s', async (_, enterWith) => {
    class Storage extends hooks.AsyncLocalStorage<never> {}
    Object.assign(Storage.prototype, { enterWith });
    Object.assign(process, { getBuiltinModule: () => ({ ...hooks, AsyncLocalStorage: Storage }) });
    delete shared[KEY];
    vi.resetModules();
    const fresh = await import('../../src/index.js');
    const seen: (string | undefined)[] = [];
    const look = async () => {
      seen.push(fresh.onTrial()?.variant);
      await null;
      seen.push(fresh.onTrial()?.variant);
    };
    const lab = fresh.laboratory({ publishers: [] });
    await lab.experiment('e').use(look).try(look).run();
    await lab.drain();
    expect(seen).toEqual([undefined, 'candidate', undefined, 'candidate']);
    expect(fresh.onTrial()).toBeUndefined();
  });
});

describe("a candidate's scope", () => {
  it('is forgotten by who keeps something of each one until it is destroyed, as cls-hooked does', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const kept = new Set<number>();
    const hook = hooks.createHook({
      init: (id, type) => void (type === 'labcoat.candidate' && kept.add(id)),
      destroy: (id) => void kept.delete(id),
    });
    hook.enable();
    onTestFinished(() => void hook.disable());
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 1_000; call++) run();
    expect(kept.size).toBeGreaterThan(999);
    await lab.drain();
    collect();
    await sleep(1);
    expect(kept.size).toBeLessThan(100);
  });
});

describe('work that outlives its call', () => {
  const { getBuiltinModule } = process;
  afterEach(() => {
    Object.assign(process, { getBuiltinModule });
  });

  it('is done all the same, once, where no snapshot can be entered any more, as in another request of workerd', async () => {
    class Storage extends hooks.AsyncLocalStorage<never> {
      static override snapshot() {
        return () => {
          throw new Error('Cannot call this AsyncLocalStorage bound function outside of the request');
        };
      }
    }
    Object.assign(process, { getBuiltinModule: () => ({ ...hooks, AsyncLocalStorage: Storage }) });
    vi.resetModules();
    const fresh = await import('../../src/index.js');
    const published: unknown[] = [];
    const faults: unknown[] = [];
    const lab = fresh.laboratory({
      publishers: [{ publish: () => void published.push(fresh.onTrial()) }],
      onFault: (fault) => void faults.push(fault),
    });
    expect(
      await lab
        .experiment('e')
        .use(async () => 1)
        .try(async () => 1)
        .run(),
    ).toBe(1);
    await lab.drain();
    expect(published).toEqual([undefined]);
    expect(faults).toEqual([]);
    expect(lab.report('e').outcomes.match).toBe(1);
  });
});

describe('forbidOnTrial', () => {
  it.each<[string, (guard: () => void) => unknown]>([
    ['at once', (guard) => guard()],
    ['after an await', (guard) => Promise.resolve().then(guard)],
    ['in a timer', inATimer],
  ])('throws inside a candidate: %s', async (_, candidate) => {
    expect(await guarded(candidate)).toBe(MESSAGE);
  });

  it('throws in the control of an experiment that a candidate runs, for it is inside the candidate still', async () => {
    const inner = bench().lab.experiment('inner');
    const said = await guarded((guard) =>
      inner
        .use(guard)
        .try(() => {})
        .run(),
    );
    expect(said).toBe(MESSAGE);
  });

  it('throws in a candidate that nobody waits for any longer', async () => {
    const { lab } = bench();
    const gate = deferred<void>();
    let late: Promise<void> | undefined;
    const run = lab
      .experiment('e')
      .use(async () => {})
      .try(() => {
        late = gate.promise.then(() => forbidOnTrial('charge card'));
        return late;
      })
      .wrap();
    await run();
    lab.kill('e');
    gate.resolve();
    await expect(late).rejects.toThrow(MESSAGE);
  });

  it('does nothing outside: in a control, before a run, after it', async () => {
    const { lab } = bench();
    forbidOnTrial('charge card');
    const run = lab
      .experiment('e')
      .use(async () => {
        forbidOnTrial('charge card');
        await null;
        forbidOnTrial('charge card');
        return onTrial();
      })
      .try(async () => undefined)
      .wrap();
    expect(await run()).toBeUndefined();
    await lab.drain();
    forbidOnTrial('charge card');
    expect(lab.report('e').outcomes.match).toBe(1);
  });

  it.each([undefined, Symbol('charge'), { toString: null }])(
    'throws inside a candidate, and not outside, where nobody says what it forbids: %o',
    async (what) => {
      const forbid = () => forbidOnTrial(what as never);
      const { lab, published } = bench();
      forbid();
      lab.experiment('e').use(forbid).try(forbid).run();
      await lab.drain();
      const [said] = published.trials.flatMap(({ candidates }) => candidates);
      const message = "forbidOnTrial(): called inside 'candidate' of experiment 'e'; a candidate must not";
      expect(said).toMatchObject({ error: { message: expect.stringContaining(message) } });
    },
  );

  it('is counted as a failure of the candidate, and its caller has what the control gives', () => {
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        forbidOnTrial('charge card');
        return 1;
      })
      .wrap();
    expect(run()).toBe(1);
    expect(lab.report('e').outcomes.candidate_error).toBe(1);
  });
});
