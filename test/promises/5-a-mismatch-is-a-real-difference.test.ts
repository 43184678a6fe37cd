import { describe, expect, it } from 'vitest';
import { at, by, ranked, unordered } from '../../src/index.js';
import { bench, deferred, sleep } from '../harness.js';

interface Quote {
  total: number;
  lines: { price: number }[];
}

const quote = (): Quote => ({ total: 3, lines: [{ price: 1 }, { price: 2 }] });

function spoil(value: Quote): void {
  value.total = 0;
  value.lines.reverse();
  for (const line of value.lines) line.price = -1;
}

describe('what is compared is what the control returned at that moment', () => {
  it('when a sync control is compared with a sync candidate', async () => {
    const { lab, published } = bench();
    const got = lab.experiment('e').use(quote).try(quote).run();
    spoil(got);
    await lab.drain();
    expect(published.trials[0]?.candidates[0]?.outcome).toBe('match');
  });

  it("when an async candidate settles after the caller has changed a sync control's value", async () => {
    const { lab, published } = bench();
    const got = lab
      .experiment('e')
      .use(quote)
      .try(() => sleep(2).then(quote))
      .run();
    spoil(got);
    await lab.drain();
    expect(published.trials[0]?.candidates[0]?.outcome).toBe('match');
    expect(published.trials[0]?.control).toMatchObject({ value: quote() });
  });

  it.each(['now', 'after'] as const)(
    'when the caller of an async control changes the value at once (%s)',
    async (schedule) => {
      const { lab, published } = bench();
      for (const ms of [0, 2]) {
        const got = await lab
          .experiment('e', { schedule })
          .use(async () => quote())
          .try(() => sleep(ms).then(quote))
          .run();
        spoil(got);
      }
      await lab.drain();
      expect(published.trials.map((trial) => trial.candidates[0]?.outcome)).toEqual(['match', 'match']);
    },
  );

  it('and the caller gets the original, not the copy', async () => {
    const { lab } = bench();
    const original = quote();
    expect(
      lab
        .experiment('a')
        .use(() => original)
        .try(async () => quote())
        .run(),
    ).toBe(original);
    expect(
      await lab
        .experiment('b')
        .use(async () => original)
        .try(async () => quote())
        .run(),
    ).toBe(original);
  });

  it('when both sides answer the very same object', async () => {
    const { lab, published } = bench();
    const cached = quote();
    const got = lab
      .experiment('e')
      .use(() => cached)
      .try(async () => cached)
      .run();
    spoil(got);
    await lab.drain();
    expect(published.trials[0]?.candidates[0]?.outcome).toBe('match');
  });

  it('when both sides answer objects that the caller changes, of which one cache holds the parts', async () => {
    const { lab, published } = bench();
    const customer = { name: 'Ada' };
    const build = async () => ({ id: 1, customer });
    const late = () => sleep(5).then(build);
    const got = await lab
      .experiment('e')
      .use(late)
      .try(build)
      .try('late', () => sleep(10).then(build))
      .run();
    got.customer.name = 'changed';
    await lab.drain();
    expect(published.trials[0]?.candidates.map(({ outcome }) => outcome)).toEqual(['match', 'match']);
  });

  it('when the comparator takes its time', async () => {
    const { lab, published } = bench();
    const shared = quote();
    const slowly = async (one: Quote, other: Quote) => {
      await sleep(2);
      return one.total === other.total && one.total === 3;
    };
    const got = lab
      .experiment('e')
      .use(() => shared)
      .compare(slowly)
      .try(() => shared)
      .run();
    spoil(got);
    await lab.drain();
    expect(published.trials[0]?.candidates[0]?.outcome).toBe('match');
  });

  it('also where it is published later, when it is a match', async () => {
    const { lab, published } = bench();
    const got = lab.experiment('e').use(quote).try(quote).run();
    spoil(got);
    await lab.drain();
    expect(published.trials[0]?.control).toMatchObject({ value: quote() });
  });

  it('also where it is published later, when it is a mismatch', async () => {
    const { lab, published } = bench();
    const got = lab
      .experiment('e')
      .use(quote)
      .try(() => ({ ...quote(), total: 4 }))
      .run();
    spoil(got);
    await lab.drain();
    expect(published.trials[0]).toMatchObject({
      control: { value: quote() },
      candidates: [
        { outcome: 'mismatch', differences: [{ path: '$.total', control: 3, candidate: 4, delta: 1 }] },
      ],
    });
  });

  it('also for an error that the caller rewrites', async () => {
    const { lab, published } = bench();
    const fail = async () => {
      throw new Error('no stock');
    };
    const run = lab
      .experiment('e')
      .use(fail)
      .try(() => sleep(2).then(fail))
      .wrap();
    await run().catch((error) => {
      error.message = 'rewritten';
    });
    await lab.drain();
    expect(published.trials[0]?.candidates[0]?.outcome).toBe('match');
  });
});

describe('callbacks that write to what they are given', () => {
  const callbacks = {
    compare: (value: Quote) => {
      spoil(value);
      return false;
    },
    ignore: (control: any) => {
      spoil(control.value);
      return false;
    },
    clean: (value: Quote) => {
      spoil(value);
      return value;
    },
  };
  for (const kind of ['sync', 'async']) {
    it.each(Object.entries(callbacks))(
      `%s does not write to what the caller gets (${kind})`,
      async (name, callback) => {
        const { lab } = bench();
        const cached = quote();
        const control = kind === 'sync' ? () => cached : async () => cached;
        const chain: any = lab
          .experiment(name)
          .use(control as () => Quote)
          .try('shares the parts', () => ({ ...cached, total: 4 }))
          .try('shares all', () => cached);
        const value = await chain[name](callback).run();
        await lab.drain();
        expect(value).toBe(cached);
        expect(value).toEqual(quote());
      },
    );
  }

  const spoilLine = (line: { price: number }) => {
    line.price = -1;
    return 'a key';
  };
  it.each([
    ['what by() is given', by(spoil)],
    ['a key of unordered()', at({ '$.lines': unordered(spoilLine) })],
    ['a key of ranked()', at({ '$.lines': ranked({ k: 2, atLeast: 1, by: spoilLine }) })],
  ])('%s does not write to what the caller gets', async (_, comparator) => {
    const { lab } = bench();
    const other = () => ({ ...quote(), total: 4 });
    const [own, cached] = [quote(), other()];
    const used = lab.experiment('own').use(() => own);
    used.try(other).compare(comparator).run();
    const asked = lab.experiment('shared').use(quote);
    asked
      .try(async () => cached)
      .compare(comparator)
      .run();
    await lab.drain();
    expect([own, cached]).toEqual([quote(), other()]);
  });

  it('compareErrors does not write to what the caller catches', () => {
    const { lab } = bench();
    const error = new Error('no stock');
    const fail = (): number => {
      throw error;
    };
    const spoilError = (one: any, other: any) => {
      one.message = other.message = 'spoilt';
      return true;
    };
    expect(lab.experiment('e').use(fail).try(fail).compareErrors(spoilError).run).toThrow('no stock');
  });

  it('a publisher does not write to what the caller has from a cache, nor sees what the caller does to it', async () => {
    const seen: unknown[] = [];
    const { lab } = bench({
      publishers: [
        {
          publish({ control, candidates }) {
            const values = [control, ...candidates].map((each) => (each as { value: Quote }).value);
            seen.push(...values.map(({ total }) => total));
            values.forEach(spoil);
          },
        },
      ],
    });
    const cached = quote();
    lab
      .experiment('e')
      .use(() => cached)
      .try(() => cached)
      .run();
    cached.total = 4;
    await lab.drain();
    expect(seen).toEqual([3, 3]);
    expect(cached).toEqual({ ...quote(), total: 4 });
  });

  it('nor to what is shared deep inside of two values that match', async () => {
    const seen: unknown[] = [];
    const { lab } = bench({
      publishers: [
        {
          publish({ candidates: [candidate] }) {
            const { item } = (candidate as unknown as { value: { item: Quote } }).value;
            seen.push(item.total);
            spoil(item);
          },
        },
      ],
    });
    const cached = quote();
    const wrapped = () => ({ item: cached });
    lab.experiment('e').use(wrapped).try(wrapped).run();
    cached.total = 4;
    await lab.drain();
    expect(seen).toEqual([3]);
    expect(cached).toEqual({ ...quote(), total: 4 });
  });

  it('a publisher does not write to what the caller has', async () => {
    const { lab } = bench({ publishers: [{ publish: ({ control }: any) => spoil(control.value) }] });
    const got = lab.experiment('e').use(quote).try(quote).run();
    await lab.drain();
    expect(got).toEqual(quote());
  });
});

describe('a candidate that changes its arguments', () => {
  it('does not touch what the control sees, which runs first', () => {
    const { lab } = bench();
    const total = (cart: { net: number }) => cart.net;
    const greedy = (cart: { net: number }) => {
      cart.net = 0;
      return 1;
    };
    expect(lab.experiment('e').use(total).try(greedy).run({ net: 1 })).toBe(1);
  });

  it('is given its own by `prepare`, once per candidate, before either side runs', async () => {
    const { lab, published } = bench();
    const order: string[] = [];
    const discount = (cart: { net: number }) => {
      order.push('side');
      cart.net -= 1;
      return cart.net;
    };
    const run = lab
      .experiment('e')
      .use(discount)
      .try('one', discount)
      .try('two', discount)
      .prepare((cart) => {
        order.push('prepare');
        return [{ ...cart }];
      })
      .wrap();
    const cart = { net: 10 };
    expect(run(cart)).toBe(9);
    expect(cart.net).toBe(9);
    await lab.drain();
    expect(order).toEqual(['prepare', 'prepare', 'side', 'side', 'side']);
    expect(published.trials[0]?.candidates.map(({ outcome }) => outcome)).toEqual(['match', 'match']);
  });
});

describe('a comparison that cannot be finished', () => {
  it('is a comparator_error, never a crash and never a match', async () => {
    const { lab, published, faults } = bench();
    const trap = (): object =>
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('trap');
          },
        },
      );
    const values: (() => unknown)[] = [
      trap,
      () => ({
        get price(): number {
          throw new Error('getter');
        },
      }),
    ];
    for (const [index, value] of values.entries()) {
      lab.experiment(`sync${index}`).use(value).try(value).run();
      await lab
        .experiment(`async${index}`)
        .use(async () => value())
        .try(async () => value())
        .run();
    }
    await lab.drain();
    expect(published.trials.map((trial) => trial.candidates[0]?.outcome)).not.toContain('match');
    expect(faults.length).toBeGreaterThan(0);
  });

  it('because the comparator hangs is one when its time is up', async () => {
    const { lab, published } = bench();
    const hangs = deferred<boolean>();
    lab
      .experiment('e', { timeoutMs: 5 })
      .use(() => 1)
      .compare(() => hangs.promise)
      .try(() => 1)
      .run();
    await lab.drain();
    expect(published.trials[0]?.candidates[0]).toMatchObject({ outcome: 'comparator_error' });
  });

  it.each([
    ['a DataView', () => new DataView(new ArrayBuffer(8)), 'match'],
    ['a cyclic value and its equal', cyclic, 'match'],
    ['100 000 levels of nesting', deep, 'match'],
  ])('does not come up for %s', async (_, value, outcome) => {
    const { lab, published } = bench();
    lab
      .experiment('sync')
      .use(value as () => unknown)
      .try(value)
      .run();
    await lab
      .experiment('async')
      .use(async () => value())
      .try(async () => value())
      .run();
    lab
      .experiment('mixed')
      .use(value as () => unknown)
      .try(async () => value())
      .run();
    await lab.drain();
    expect(published.trials.map((trial) => trial.candidates[0]?.outcome)).toEqual([
      outcome,
      outcome,
      outcome,
    ]);
  });
});

function cyclic(): object {
  const node: Record<string, unknown> = { name: 'node' };
  node.self = node;
  return node;
}

function deep(): object {
  let value: object = {};
  for (let level = 0; level < 100_000; level++) value = { value };
  return value;
}
