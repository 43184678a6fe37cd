import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Deadlines } from '../../src/run/deadlines.js';
import { bench } from '../harness.js';

/** Timers that are called back by hand. */
function timers() {
  const armed: { ms: number; callback: () => void; isCleared: boolean }[] = [];
  const given = {
    setTimeout(callback: () => void, ms: number) {
      const timer = { ms, callback, isCleared: false };
      armed.push(timer);
      return timer;
    },
    clearTimeout(timer: { isCleared: boolean }) {
      timer.isCleared = true;
    },
    setImmediate: () => {},
  };
  const faults: unknown[] = [];
  const real = { now: 0 };
  const deadlines = new Deadlines(
    () => given,
    (error) => void faults.push(error),
    () => real.now,
  );
  return { deadlines, armed, faults, real };
}

afterEach(() => vi.unstubAllGlobals());

describe('deadlines', () => {
  it('share a timer when they begin together and are equally long', () => {
    const { deadlines, armed } = timers();
    const over: string[] = [];
    deadlines.join(10, 0, () => over.push('one'));
    const leave = deadlines.join(10, 0.5, () => over.push('left'));
    deadlines.join(10, 0.9, () => over.push('other'));
    deadlines.join(20, 0.9, () => over.push('longer'));
    leave();
    expect(armed.map(({ ms }) => ms)).toEqual([10, 20]);
    armed[0]?.callback();
    expect(over).toEqual(['one', 'other']);
  });

  it('never end before their time because another began earlier', () => {
    const { deadlines, armed } = timers();
    const over: string[] = [];
    deadlines.join(10, 0, () => over.push('one'));
    deadlines.join(10, 1, () => over.push('later'));
    deadlines.join(10, Number.NaN, () => over.push('without a clock'));
    armed[0]?.callback();
    expect(over).toEqual(['one']);
    deadlines.join(10, 0.5, () => over.push('after the end'));
    expect(armed).toHaveLength(4);
  });

  it('never end before their time because the clock that was given stands still', () => {
    const { deadlines, armed, real } = timers();
    const over: string[] = [];
    deadlines.join(10, 0, () => over.push('one'));
    real.now = 9;
    deadlines.join(10, 0, () => over.push('later'));
    armed[0]?.callback();
    expect(over).toEqual(['one']);
  });

  it('share no timer in workerd, where it would end with the request that set it, and leave none behind', () => {
    vi.stubGlobal('WebSocketPair', class {});
    const { deadlines, armed } = timers();
    const over: string[] = [];
    const leave = deadlines.join(10, 0, () => over.push('left'));
    deadlines.join(10, 0, () => over.push('of another request'));
    leave();
    expect(armed.map(({ isCleared }) => isCleared)).toEqual([true, false]);
    armed[1]?.callback();
    expect(over).toEqual(['of another request']);
  });

  it('leave no timer behind but the latest', () => {
    const { deadlines, armed } = timers();
    for (let now = 0; now < 100; now++) deadlines.join(10, now, () => {})();
    expect(armed.filter(({ isCleared }) => !isCleared)).toHaveLength(1);
  });

  it('are not shared with timers that were taken away meanwhile, and never call back', () => {
    const counting = () => {
      const given = {
        armed: 0,
        setTimeout() {
          given.armed += 1;
        },
        clearTimeout() {},
        setImmediate() {},
      };
      return given;
    };
    const [some, others] = [counting(), counting()];
    let given = some;
    const deadlines = new Deadlines(
      () => given,
      () => {},
      () => 0,
    );
    const join = () => void deadlines.join(10, 0, () => {});
    join();
    vi.stubGlobal('setTimeout', () => {});
    join();
    expect(some.armed).toBe(2);
    given = others;
    join();
    join();
    expect([some.armed, others.armed]).toEqual([2, 1]);
  });

  it('hold where timers call back at once', () => {
    const over: string[] = [];
    const given = {
      setTimeout: (callback: () => void) => callback(),
      clearTimeout: () => {},
      setImmediate: () => {},
    };
    const deadlines = new Deadlines(
      () => given,
      () => {},
    );
    deadlines.join(10, 0, () => over.push('one'));
    expect(over).toEqual(['one']);
  });

  it('hold on to no laboratory whose trials are over, by a timer that nobody waits for', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const called = async () => {
      const { lab, faults } = bench();
      await lab
        .experiment('e')
        .use(async () => 1)
        .try(async () => 1)
        .run();
      await lab.drain();
      // What tells of a fault goes with its laboratory.
      return new WeakRef(faults);
    };
    const gone = await Promise.all(Array.from({ length: 5 }, called));
    for (let turn = 0; turn < 20 && gone.some((one) => one.deref() !== undefined); turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      collect();
    }
    expect(gone.map((one) => one.deref())).toEqual(gone.map(() => undefined));
  });
});
