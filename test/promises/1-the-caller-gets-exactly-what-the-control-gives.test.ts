import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, it } from 'vitest';
import type { ExperimentOptions, LaboratoryOptions } from '../../src/index.js';
import { bench, given, givenLater, never, sleep } from '../harness.js';

/** Of an experiment, and of its laboratory: a trial that nobody hears of goes a shorter way. */
const OPTIONS: readonly (readonly [ExperimentOptions, LaboratoryOptions])[] = [
  [{}, {}],
  [{}, { publishers: [] }],
  [{ order: 'random' }, {}],
  [{ schedule: 'after' }, {}],
];
const RATES = [0, 1];
const WEIRD: readonly unknown[] = [
  undefined,
  null,
  0,
  -0,
  '',
  false,
  Number.NaN,
  Symbol('odd'),
  10n,
  () => 1,
  Object.freeze({ frozen: true }),
  Object.create(null),
  new Proxy(
    {},
    {
      get() {
        throw new Error('trap');
      },
      getPrototypeOf() {
        throw new Error('trap');
      },
    },
  ),
  {
    get then() {
      throw new Error('a getter that throws');
    },
  },
  { then: 'not a function' },
  cyclic(),
  new Error('an error as a value'),
];

for (const [options, surroundings] of OPTIONS) {
  for (const rate of RATES) {
    describe(`with ${JSON.stringify({ ...options, ...surroundings })} at rate ${rate}`, () => {
      it.each(WEIRD.map((value, index) => [index, value] as const))(
        'a value keeps its identity (%i)',
        (_, value) => {
          const { lab } = bench(surroundings);
          for (const other of [1, value]) {
            const run = lab
              .experiment('e', options)
              .use(() => value)
              .try(() => other)
              .sample(rate)
              .wrap();
            const got = given(run);
            expect('returned' in got && Object.is(got.returned, value)).toBe(true);
          }
        },
      );

      it.each(WEIRD.map((value, index) => [index, value] as const))(
        'a thrown value keeps its identity (%i)',
        (_, error) => {
          const { lab } = bench(surroundings);
          const control = (): number => {
            throw error;
          };
          const got = given(
            lab
              .experiment('e', options)
              .use(control)
              .try(() => 1)
              .sample(rate)
              .wrap(),
          );
          expect('threw' in got && Object.is(got.threw, error)).toBe(true);
        },
      );

      it.each(WEIRD.map((value, index) => [index, value] as const))(
        'a rejection keeps its identity (%i)',
        async (_, error) => {
          const { lab } = bench(surroundings);
          const run = lab
            .experiment('e', options)
            .use(() => Promise.reject(error))
            .try(() => 1 as never)
            .sample(rate)
            .wrap();
          const got = await givenLater(run);
          expect('threw' in got && Object.is(got.threw, error)).toBe(true);
        },
      );

      it('an async control gives a plain promise of the same value', async () => {
        class Special<T> extends Promise<T> {}
        const value = { a: 1 };
        const { lab } = bench(surroundings);
        const promises = [() => Promise.resolve(value), () => Special.resolve(value), async () => value];
        for (const [index, control] of promises.entries()) {
          const promise = lab.experiment(`e${index}`, options).use(control).try(never).sample(rate).wrap()();
          expect(Object.getPrototypeOf(promise)).toBe(Promise.prototype);
          expect(await promise).toBe(value);
        }
      });

      it('a lazy thenable runs exactly once, and is a plain promise', async () => {
        let executions = 0;
        const row = { id: 1 };
        const query = () => ({
          where: () => 'a query builder has methods of its own',
          then(resolve: (value: typeof row) => void) {
            executions += 1;
            resolve(row);
          },
        });
        const { lab } = bench(surroundings);
        const promise = lab
          .experiment('e', options)
          .use(query as unknown as () => Promise<typeof row>)
          .try(async () => row)
          .sample(rate)
          .wrap()();
        expect(Object.getPrototypeOf(promise)).toBe(Promise.prototype);
        expect(await promise).toBe(row);
        await lab.drain();
        expect(executions).toBe(1);
      });

      it('a thenable that calls back twice, or throws after it called back, counts once', async () => {
        const twice = (): PromiseLike<number> => ({
          then(resolve: any, reject: any) {
            resolve(1);
            resolve(2);
            reject(new Error('late'));
            throw new Error('later');
          },
        });
        const { lab } = bench(surroundings);
        expect(await lab.experiment('e', options).use(twice).try(twice).sample(rate).run()).toBe(1);
        await lab.drain();
        expect(lab.report('e').trials).toBe(rate);
      });

      it('as many arguments arrive as were given, those that are undefined among them', () => {
        const { lab } = bench(surroundings);
        const control = (...args: unknown[]) => args;
        const run = lab.experiment('e', options).use(control).try(control).sample(rate).wrap();
        // Of calls that are not on trial only the first one is asked about.
        for (const args of [
          [],
          [],
          [1],
          [undefined],
          [1, 2],
          [1, undefined],
          [1, 2, 3],
          [1, 2, 3, undefined],
        ])
          expect(run(...args)).toStrictEqual(args);
      });

      it('`this` and the arguments arrive unchanged, and so do `name`, `length` and own properties', () => {
        const { lab } = bench(surroundings);
        function price(this: { tax: number }, net: number, _discount: object) {
          return net * this.tax;
        }
        const seen: unknown[] = [];
        const key = Symbol('own');
        const control = Object.assign(
          function (this: unknown, ...args: unknown[]) {
            seen.push(this, ...args);
            return price.apply(this as never, args as never);
          },
          { version: 3, [key]: 'symbol' },
        );
        Object.defineProperty(control, 'name', { value: 'price' });
        Object.defineProperty(control, 'length', { value: 2 });
        const cart = {
          tax: 2,
          total: lab
            .experiment('e', options)
            .use(control)
            .try(price as never)
            .sample(rate)
            .wrap(),
        };
        const discount = {};
        expect(cart.total(21, discount)).toBe(42);
        expect(seen.slice(0, 3)).toEqual([cart, 21, discount]);
        expect(seen[0]).toBe(cart);
        expect(seen[2]).toBe(discount);
        expect(cart.total.name).toBe('price');
        expect(cart.total.length).toBe(2);
        expect(cart.total.version).toBe(3);
        expect(cart.total[key]).toBe('symbol');
      });

      it('`run` may be detached, and passes on the `this` that it is called with', () => {
        const { lab } = bench(surroundings);
        const mine = { me: true };
        const whose = function (this: unknown) {
          return this;
        };
        const experiment = lab.experiment('e', options).use(whose).try(whose).sample(rate);
        const { run } = experiment;
        expect(run()).toBe(undefined);
        expect(experiment.run()).toBe(undefined);
        expect(run.call(mine)).toBe(mine);
      });

      it("the caller's AsyncLocalStorage arrives in the control and in the candidate", async () => {
        const storage = new AsyncLocalStorage<string>();
        const seen: Record<string, unknown> = {};
        const { lab } = bench(surroundings);
        const run = lab
          .experiment('e', options)
          .use(async () => {
            await sleep(1);
            seen.control = storage.getStore();
          })
          .try(async () => {
            await sleep(1);
            seen.candidate = storage.getStore();
          })
          .sample(rate)
          .wrap();
        await storage.run('request 7', async () => {
          await run();
          expect(storage.getStore()).toBe('request 7');
        });
        await lab.drain();
        expect(seen).toEqual(
          rate === 1 ? { control: 'request 7', candidate: 'request 7' } : { control: 'request 7' },
        );
      });
    });
  }
}

describe('a control that is not what it looks like', () => {
  const bound = () => {
    const promise = Promise.resolve(42);
    return new Proxy(promise, {
      get: (target, key: keyof typeof promise) =>
        typeof target[key] === 'function' ? (target[key] as () => unknown).bind(target) : target[key],
    });
  };
  it.each(RATES)('a Proxy of a promise gives what it gives when it is awaited, at rate %d', async (rate) => {
    const { lab } = bench();
    expect(await lab.experiment('e').use(bound).try(bound).sample(rate).run()).toBe(42);
    await lab.drain();
    expect(lab.report('e').outcomes.match).toBe(rate);
  });

  it.each(RATES)(
    'a promise with methods of its own, as that of ky, is a plain one, at rate %d: they are not there on some calls only',
    async (rate) => {
      const { lab } = bench();
      const request = () => Object.assign(Promise.resolve(42), { cancel: () => {} });
      const given = lab.experiment('e').use(request).try(request).sample(rate).run();
      expect(Object.keys(given)).toEqual([]);
      expect(await given).toBe(42);
    },
  );

  it.each(RATES)(
    'a function without `apply`, or with one of its own, is called as a function, at rate %d',
    (rate) => {
      const { lab } = bench();
      const bare = Object.setPrototypeOf((n: number) => n * 2, null) as (n: number) => number;
      expect(lab.experiment('bare').use(bare).try(bare).sample(rate).run(2)).toBe(4);
      const own = Object.assign((n: number) => n * 2, { apply: () => 'hijacked', call: () => 'hijacked' });
      expect(lab.experiment('own').use(own).try(own).sample(rate).run(2)).toBe(4);
      if (rate === 1) expect(lab.report('own').outcomes.match).toBe(1);
    },
  );
});

describe('a rejection that the caller forgot', () => {
  const surfaced: unknown[] = [];
  const listen = (reason: unknown) => void surfaced.push(reason);
  const others = process.listeners('unhandledRejection');
  const takeOver = () => {
    surfaced.length = 0;
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', listen);
  };
  afterEach(() => {
    process.removeAllListeners('unhandledRejection');
    for (const other of others) process.on('unhandledRejection', other);
  });

  for (const rate of RATES) {
    for (const [options, surroundings] of OPTIONS) {
      const said = JSON.stringify({ ...options, ...surroundings });
      it(`surfaces exactly once, at rate ${rate} with ${said}`, async () => {
        takeOver();
        const error = new Error('forgotten');
        const { lab } = bench(surroundings);
        void lab
          .experiment('e', options)
          .use(() => Promise.reject(error))
          .try(() => Promise.reject(error))
          .sample(rate)
          .run();
        await lab.drain();
        await sleep(5);
        expect(surfaced).toEqual([error]);
      });
    }
  }

  it('does not surface when only the candidate rejects, in time or late', async () => {
    takeOver();
    const { lab } = bench();
    const late = async () => {
      await sleep(20);
      throw new Error('late');
    };
    const run = lab
      .experiment('e', { timeoutMs: 5 })
      .use(async () => 1)
      .try('at once', () => Promise.reject(1))
      .try('late', late)
      .wrap();
    expect(await run()).toBe(1);
    await lab.drain();
    await sleep(40);
    expect(surfaced).toEqual([]);
    expect(lab.report('e').outcomes).toMatchObject({ candidate_error: 1, timeout: 1 });
  });

  it('does not surface when a part of what only the candidate answered rejects: nobody else could handle it', async () => {
    takeOver();
    const { lab } = bench();
    const part = async (value: unknown): Promise<unknown> => value;
    const refused = (): Promise<unknown> => Promise.reject(new Error('of a part'));
    const refusedLater = (): Promise<unknown> => sleep(5).then(refused);
    const lists = lab.experiment('lists').use(() => [part(1), part(2)]);
    expect(await Promise.all(lists.try(() => [refused(), refusedLater()]).run())).toEqual([1, 2]);
    const alike = lab.experiment('alike').use(() => [part(1)]);
    expect(
      await alike
        .try(() => [refused()])
        .compare(() => true)
        .run()[0],
    ).toBe(1);
    const records = lab.experiment('records', { timeoutMs: 5 }).use(async () => ({ lines: part(1) }));
    const late = () => sleep(10).then(() => ({ lines: refused() }));
    const { lines } = await records
      .try('in time', async () => ({ lines: refused() }))
      .try('late', late)
      .run();
    expect(await lines).toBe(1);
    await lab.drain();
    await sleep(20);
    expect(surfaced).toEqual([]);
  });

  it('does not surface when a part rejects of what a side answered that ran once more', async () => {
    takeOver();
    const { lab } = bench();
    let runs = 0;
    const parts = (): Promise<unknown>[] => {
      runs += 1;
      return runs === 1 ? [] : [Promise.reject(new Error('of a run that nobody called'))];
    };
    const twice = lab
      .experiment('e', { noise: 1 })
      .use(parts)
      .try(parts)
      .compare(() => false);
    expect(twice.recheck(1).run()).toEqual([]);
    await lab.drain();
    await sleep(5);
    expect(runs).toBeGreaterThan(3);
    expect(surfaced).toEqual([]);
  });

  it('surfaces where it is a part of what the control gave, and the caller forgot it', async () => {
    takeOver();
    const { lab } = bench();
    const error = new Error('forgotten');
    const lists = lab.experiment('e').use(() => [Promise.reject(error)]);
    lists.try(() => [Promise.reject(new Error('of the candidate'))]).run();
    await lab.drain();
    await sleep(5);
    expect(surfaced).toEqual([error]);
  });
});

function cyclic(): object {
  const self: { self?: object } = {};
  self.self = self;
  return self;
}
