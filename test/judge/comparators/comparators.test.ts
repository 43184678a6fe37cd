import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import {
  acceptable,
  approximately,
  at,
  both,
  by,
  either,
  equal,
  ignoringCase,
  omitting,
  onlyReads,
  ranked,
  trimmed,
  unordered,
} from '../../../src/judge/comparators/index.js';
import { explain } from '../../../src/judge/differences/explain.js';
import type { Comparator } from '../../../src/types/index.js';

const later =
  <T>(answer: T) =>
  async () =>
    answer;

describe('approximately', () => {
  test('accepts numbers within an absolute tolerance, wherever they are', () => {
    const near = approximately({ abs: 0.01 });
    expect(near({ a: [1, new Map([['b', 2]])] }, { a: [1.009, new Map([['b', 1.991]])] })).toBe(true);
    expect(near({ a: [1] }, { a: [1.02] })).toBe(false);
    expect(near(new Set([1, 2]), new Set([2.005, 1.005]))).toBe(true);
    expect(near(new Float64Array([1, 2]), new Float64Array([1.001, 2]))).toBe(true);
  });

  test('accepts a cent within a cent, although binary fractions say otherwise', () => {
    for (let cents = 0; cents < 2_000; cents += 1) {
      expect(approximately({ abs: 0.01 })(cents / 100, (cents + 1) / 100)).toBe(true);
      expect(approximately({ abs: 0.01 })(cents / 100, (cents + 2) / 100)).toBe(false);
    }
  });

  test('takes a relative tolerance as a share of the larger number', () => {
    expect(approximately({ rel: 0.1 })(90, 100)).toBe(true);
    expect(approximately({ rel: 0.1 })(89, 100)).toBe(false);
    expect(approximately({ rel: 0.1 })(-100, -90)).toBe(true);
    expect(approximately({ rel: 1 })(0, 1e9)).toBe(true);
  });

  test('with a tolerance of zero accepts equal numbers only', () => {
    expect(approximately({ abs: 0 })(1, 1 + Number.EPSILON)).toBe(false);
    expect(approximately({ abs: 0 })(Number.NaN, Number.NaN)).toBe(true);
  });

  test('never takes a number for NaN, for an infinity, for a bigint or for text', () => {
    const near = approximately({ abs: 1e300, rel: 1 });
    for (const other of [Number.NaN, Number.POSITIVE_INFINITY, 1n, '1', undefined])
      expect(near(1, other)).toBe(false);
    expect(near(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(true);
    expect(near(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(false);
  });

  test('compares bigints without rounding', () => {
    const large = 10n ** 40n;
    expect(approximately({ abs: 1 })(large, large + 1n)).toBe(true);
    expect(approximately({ abs: 1 })(large, large + 2n)).toBe(false);
    expect(approximately({ abs: 1.5 })(1n, 2n)).toBe(true);
    expect(approximately({ rel: 0.5 })(1n, 2n)).toBe(true);
  });

  test('leaves everything else to the comparator inside', () => {
    expect(approximately({ abs: 1 }, omitting('$.at'))({ at: 1, v: [1] }, { at: 9, v: [2] })).toBe(true);
    expect(approximately({ abs: 1 }, ignoringCase)({ a: 'x', v: 1 }, { a: 'X', v: 2 })).toBe(true);
    expect(approximately({ abs: 1 }, unordered('id'))([{ id: 'a', v: 1 }], [{ id: 'a', v: 2 }])).toBe(true);
  });

  test('refuses a tolerance that is none', () => {
    for (const abs of [-1, Number.NaN, Number.POSITIVE_INFINITY, '1', null]) {
      expect(() => approximately({ abs: abs as number })).toThrow(
        /approximately\(\.\.\.\) was given .* for abs; give it a number, 0 or more/,
      );
    }
    expect(() => approximately({})).toThrow(TypeError);
    expect(() => approximately(undefined as never)).toThrow(TypeError);
    expect(() =>
      approximately(
        { abs: 1 },
        by((value) => value),
      ),
    ).toThrow(TypeError);
  });
});

describe('unordered', () => {
  test('compares multisets: each member needs an equal of its own', () => {
    expect(unordered()([1, 1, 2], [2, 1, 1])).toBe(true);
    expect(unordered()([1, 1, 2], [1, 2, 2])).toBe(false);
    expect(unordered()([{ a: [1, 2] }], [{ a: [2, 1] }])).toBe(false);
  });

  test('keyed by name, path or function compares those of the same key', () => {
    const list = [
      { id: { sku: 'a' }, price: 1 },
      { id: { sku: 'b' }, price: 2 },
    ];
    const mixed = [...list].reverse();
    expect(unordered('$.id.sku')(list, mixed)).toBe(true);
    expect(unordered((line: (typeof list)[0]) => line.id.sku)(list, mixed)).toBe(true);
    const dearer = [
      { id: { sku: 'b' }, price: 3 },
      { id: { sku: 'a' }, price: 1 },
    ];
    expect(explain(unordered('$.id.sku'), list, dearer).differences).toMatchObject([
      { path: '$[1].price', kind: 'changed' },
    ]);
  });

  test('compares members as it is told', () => {
    expect(unordered(approximately({ abs: 0.1 }))([1, 2], [2.05, 1])).toBe(true);
    expect(unordered('id', omitting('$.at'))([{ id: 1, at: 1 }], [{ id: 1, at: 2 }])).toBe(true);
    expect(unordered(undefined, (a: number, b: number) => a % 10 === b % 10)([1, 2], [12, 21])).toEqual(true);
  });

  test('compares what is no list as equal does', () => {
    expect(unordered()({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(unordered()(undefined, undefined)).toBe(true);
  });

  test('tells what has no counterpart as removed and added', () => {
    expect(explain(unordered(), ['a', 'b'], ['c', 'a', 'd']).differences).toEqual([
      { path: '$[1]', kind: 'removed', control: 'b' },
      { path: '$[0]', kind: 'added', candidate: 'c' },
      { path: '$[2]', kind: 'added', candidate: 'd' },
    ]);
  });

  test('waits for members when they are keyed, and says so when they are not', async () => {
    const slow = unordered('id', later(true));
    expect(await slow([{ id: 1 }, { id: 2 }], [{ id: 2 }, { id: 1 }])).toBe(true);
    expect(() => unordered(undefined, later(true))([1], [2])).toThrow(/name their key/);
  });

  test('matches thousands of members within a tolerance, where something else tells them apart', () => {
    const many = Array.from({ length: 3_000 }, (_, at) => ({ id: `line ${at}`, price: at / 7 }));
    const near = many.map(({ id, price }) => ({ id, price: price + 0.001 })).reverse();
    expect(unordered(approximately({ abs: 0.01 }))(many, near)).toBe(true);
    expect(approximately({ abs: 0.01 })(new Set(many), new Set(near))).toBe(true);
    expect(unordered(ignoringCase)(['a', 'B', 'c'], ['C', 'b', 'A'])).toBe(true);
  });

  test('gives up, rather than hang, on many members that no key tells apart', () => {
    const many = (from: number) => Array.from({ length: 2_000 }, (_, at) => (from + at) * 10);
    const turned = [...many(0).slice(1_000), ...many(0).slice(0, 1_000)];
    expect(() => unordered(approximately({ abs: 1 }))(many(0), turned)).toThrow(RangeError);
  });

  /** Members that differ in every field that counts, in two orders, and how often `key` is read of them. */
  function counted(size: number, valueAt: (at: number) => unknown) {
    const reads = { count: 0 };
    const member = (at: number, stamp: number) => ({
      get key() {
        reads.count += 1;
        return valueAt(at);
      },
      stamp,
    });
    const one = Array.from({ length: size }, (_, at) => member(at, 1));
    const other = Array.from({ length: size }, (_, at) => member((at + size / 2) % size, 2));
    return { one, other, reads };
  }

  test.each([
    ['omits a place', omitting('$.stamp')],
    ['omits all but one', omitting('$.stamp', '$.*.at')],
    ['has members without order', omitting('$.stamp', at({ '$.key': unordered() }))],
    ['asks what a function makes of a place', at({ '$.stamp': by(() => 0) })],
  ])('reads members that have no key a few times each, where their comparator %s', (_, members) => {
    const { one, other, reads } = counted(3_000, (index) => [{ index }, { index: index + 0.5 }]);
    expect(unordered(members)(one, other)).toBe(true);
    expect(omitting('$[*].stamp', at({ $: unordered() }))(one, other)).toBe(true);
    expect(reads.count).toBeLessThan(100_000);
  });

  test('reads members that all are alike a few times each, also where one side has more of them', () => {
    for (const members of [approximately({ abs: 2 }), omitting('$.stamp')]) {
      const { one, other, reads } = counted(2_000, () => 0);
      const some = one.slice(0, 1_000);
      expect(unordered(members)(some, other)).toBe(false);
      expect(unordered(members)(other, some)).toBe(false);
      expect(unordered(members)([{ key: 9, stamp: 1 }, ...one], other)).toBe(false);
      expect(reads.count).toBeLessThan(100_000);
    }
  });

  test.each([5e7, 4e9])('goes by what is there of a list that is said to have %d members', (length) => {
    const sparse = (...members: unknown[]) => Object.assign([...members], { length });
    const lying = () =>
      new Proxy([1, 2], { get: (list, key) => (key === 'length' ? length : Reflect.get(list, key)) });
    expect(unordered()(sparse(1, 2), sparse(2, 1))).toBe(true);
    expect(unordered()(sparse(1, 2), sparse(2, 3))).toBe(false);
    expect(explain(unordered(), sparse(1), [1]).differences).toEqual([
      { path: '$.length', kind: 'changed', control: length, candidate: 1, delta: 1 - length },
    ]);
    expect(unordered()(sparse(1, 2), sparse(1))).toBe(false);
    expect(unordered()(lying(), lying())).toBe(true);
    expect(ranked({ k: 3, atLeast: 1 })(sparse(1, 2), lying())).toMatchObject({ score: 1 });
  });

  test('a hole is no member, and not undefined', () => {
    // biome-ignore lint/suspicious/noSparseArray: that is what it is about
    expect(unordered()([1, , 2], [2, 1, ,])).toBe(true);
    // biome-ignore lint/suspicious/noSparseArray: that is what it is about
    expect(unordered()([1, ,], [1, undefined])).toBe(false);
  });

  test('refuses a key that names nothing or too much, and one that is an object', () => {
    for (const key of ['', '$.a[*]', '$.', 3])
      expect(() => unordered(key as string)).toThrow(/unordered\(\.\.\.\) was given/);
    expect(() => unordered((member: object) => member)([{}], [{}, {}])).toThrow(
      /make it a string or a number/,
    );
  });
});

describe('omitting', () => {
  test('leaves out what the paths lead to, also where one side has it not', () => {
    const fresh = omitting('$.generatedAt', '$.lines[*].id', '$["x y"]');
    expect(fresh({ generatedAt: 1, lines: [{ id: 1, v: 1 }], 'x y': 1 }, { lines: [{ id: 2, v: 1 }] })).toBe(
      true,
    );
    expect(fresh({ lines: [{ id: 1, v: 1 }] }, { lines: [{ id: 2, v: 2 }] })).toBe(false);
  });

  test('reaches entries of a Map by name, and members by [*]', () => {
    expect(
      omitting('$.EUR')(
        new Map([
          ['EUR', 1],
          ['USD', 2],
        ]),
        new Map([['USD', 2]]),
      ),
    ).toBe(true);
    expect(omitting('$.*.at')(new Map([['a', { at: 1 }]]), new Map([['a', { at: 2 }]]))).toBe(true);
    expect(omitting('$[*].id')(new Set([{ id: 1, v: 1 }]), new Set([{ id: 2, v: 1 }]))).toBe(true);
    expect(omitting('$[1]')([1, 2], [1, 3])).toBe(true);
    expect(omitting('$')(1, 2)).toBe(true);
  });

  test('compares the rest by the comparator given last', () => {
    expect(omitting('$.at', approximately({ abs: 1 }))({ at: 1, v: 1 }, { at: 9, v: 2 })).toBe(true);
    expect(omitting('$.at', either(equal, approximately({ abs: 1 })))({ at: 1, v: 1 }, { at: 9, v: 2 })).toBe(
      true,
    );
  });

  test('is the stricter for an exact step only where there is one', () => {
    const comparator = at({ '$.lines[*].price': approximately({ abs: 1 }), '$.lines[0].price': equal });
    expect(comparator({ lines: [{ price: 1 }, { price: 1 }] }, { lines: [{ price: 1 }, { price: 2 }] })).toBe(
      true,
    );
    expect(comparator({ lines: [{ price: 1 }, { price: 1 }] }, { lines: [{ price: 2 }, { price: 1 }] })).toBe(
      false,
    );
  });

  test('refuses no path, a path that does not parse, and a path into what a function decides', () => {
    expect(() => (omitting as any)()).toThrow(TypeError);
    expect(() => (omitting as any)(equal)).toThrow(TypeError);
    expect(() => omitting('generatedAt')).toThrow('a path begins with $: $.generatedAt');
    expect(() =>
      omitting(
        '$.a',
        by((value) => value),
      ),
    ).toThrow(/cannot apply inside/);
    expect(() => omitting('$.a.b', at({ '$.a': () => true }))).toThrow(/cannot apply inside/);
  });
});

describe('at', () => {
  test('compares a place by its comparator and the rest by equality, or as told', () => {
    const totals = at({ '$.total': approximately({ abs: 0.01 }) });
    expect(totals({ total: 1, tax: 1 }, { total: 1.01, tax: 1 })).toBe(true);
    expect(totals({ total: 1, tax: 1 }, { total: 1, tax: 1.01 })).toBe(false);
    expect(at({ '$.a': () => true }, approximately({ abs: 1 }))({ a: 1, b: 1 }, { a: 9, b: 2 })).toBe(true);
  });

  test('applies a longer path inside what a shorter one leads to', () => {
    const comparator = at({ '$.lines': unordered('sku'), '$.lines[*].price': approximately({ abs: 1 }) });
    const lines = [
      { sku: 'a', price: 1 },
      { sku: 'b', price: 5 },
    ];
    expect(
      comparator(
        { lines },
        {
          lines: [
            { sku: 'b', price: 6 },
            { sku: 'a', price: 1 },
          ],
        },
      ),
    ).toBe(true);
    expect(
      comparator(
        { lines },
        {
          lines: [
            { sku: 'b', price: 7 },
            { sku: 'a', price: 1 },
          ],
        },
      ),
    ).toBe(false);
  });

  test('applies what is said of any index or name where one is named exactly, too', () => {
    const near = approximately({ abs: 1 });
    const lists = at({ '$[*].price': near, '$[0].count': near });
    expect(lists([{ price: 1, count: 1 }], [{ price: 2, count: 2 }])).toBe(true);
    const names = at({ '$.*.price': near, '$.a.count': near });
    expect(names({ a: { price: 1, count: 1 } }, { a: { price: 2, count: 2 } })).toBe(true);
  });

  test('asks a function also where both are equal, and where one side has nothing', () => {
    const ask = vi.fn(() => true);
    expect(at({ '$.a': ask })({ a: 1 }, { a: 1 })).toBe(true);
    expect(at({ '$.a': ask })({ a: 1 }, {})).toBe(true);
    expect(ask.mock.calls).toEqual([
      [1, 1],
      [1, undefined],
    ]);
  });

  test('passes on what a function says', () => {
    const say = (answer: any) => at({ '$.a.b': () => answer })({ a: { b: 1 } }, { a: { b: 2 } });
    expect(say(true)).toBe(true);
    expect(say([])).toBe(true);
    expect(say({ score: 0.9, atLeast: 0.8 })).toBe(true);
    expect(say(false)).toEqual([{ path: '$.a.b', kind: 'changed', control: 1, candidate: 2, delta: 1 }]);
    expect(say('too dear')).toEqual([
      { path: '$.a.b', kind: 'changed', control: 1, candidate: 2, reason: 'too dear' },
    ]);
    expect(say([{ path: '$.c', kind: 'added', candidate: 1 }])).toEqual([
      { path: '$.a.b.c', kind: 'added', candidate: 1 },
    ]);
    expect(say({ score: 0.5, atLeast: 0.8 })).toMatchObject([
      { path: '$.a.b', reason: 'score 0.5 is below 0.8' },
    ]);
    expect(() => say(undefined)).toThrow(TypeError);
  });

  test('waits for a function that answers a promise, and asks it once', async () => {
    const ask = vi.fn(later('too dear'));
    const answer = await at({ '$.a': ask })({ a: 1, b: 1 }, { a: 2, b: 2 });
    expect(answer).toMatchObject([{ path: '$.b' }, { path: '$.a', reason: 'too dear' }]);
    expect(ask).toHaveBeenCalledTimes(1);
    await expect(at({ '$.a': later(true) })({ a: 1 }, { a: 2 })).resolves.toBe(true);
    await expect(
      at({
        '$.a': async () => {
          throw new Error('gone');
        },
      })({ a: 1 }, { a: 2 }),
    ).rejects.toThrow('gone');
  });

  test('refuses what is not an object of comparators by path', () => {
    expect(() => at(null as never)).toThrow('at(...) was given null');
    expect(() => at({ total: equal })).toThrow(/begins with \$/);
    expect(() => at({ '$.total': 0.01 as never })).toThrow(/at \$\.total, was given 0\.01 for a comparator/);
    expect(() => at({ '$.a': () => true, '$.a.b': equal })).toThrow(/cannot apply inside/);
  });
});

describe('by', () => {
  test('compares what a function makes of both', () => {
    expect(by((text: string) => text.length)('ab', 'cd')).toBe(true);
    expect(by((value: number) => value / 10, approximately({ abs: 1 }))(10, 20)).toBe(true);
    expect(
      by(
        (value: number) => value,
        () => 'no',
      )(1, 1),
    ).toBe('no');
  });

  test('throws what the function throws', () => {
    expect(() => by((value: { a: { b: number } }) => value.a.b)({} as never, {} as never)).toThrow(TypeError);
  });

  test('refuses what is not a function', () => {
    expect(() => by('total' as never)).toThrow('by(...) was given "total"; give it a function of a value');
    expect(() => by((value) => value, 1 as never)).toThrow(/by\(\.\.\.\) was given 1 for a comparator/);
  });
});

describe('a function that makes something of a value or a member', () => {
  const late = async () => {
    throw new Error('late');
  };

  test.each<[string, Comparator]>([
    ['by', by(late)],
    ['by inside of at', at({ '$[0]': by(late) })],
    ['the key of unordered', unordered(late)],
    ['the key of ranked', ranked({ k: 2, atLeast: 0.5, by: late })],
  ])('has to answer at once, and its rejection surfaces nowhere: %s', async (_, comparator) => {
    const rejected = vi.fn();
    process.on('unhandledRejection', rejected);
    expect(() => comparator([1, 2], [2, 1])).toThrow(/answered a promise; .* has to answer at once/);
    await new Promise((done) => setTimeout(done, 10));
    process.off('unhandledRejection', rejected);
    expect(rejected).not.toHaveBeenCalled();
  });
});

describe('either and both', () => {
  const yes = () => true;
  const no = () => false;

  test('accept what any, and what every one accepts', () => {
    expect([either(yes, no)(1, 2), either(no, yes)(1, 2), both(yes, yes)(1, 2)]).toEqual([true, true, true]);
    expect(either(no, no)(1, 2)).not.toBe(true);
    expect(both(yes, no)(1, 2)).not.toBe(true);
  });

  test('do not ask further once one accepts', () => {
    const never = vi.fn(no);
    either(yes, never)(1, 2);
    expect(never).not.toHaveBeenCalled();
  });

  test('pass on the reason of the one function that gave one', () => {
    expect(both(yes, () => 'too dear')(1, 2)).toBe('too dear');
    expect(
      either(
        () => 'too dear',
        () => 'too late',
      )(1, 2),
    ).toBe('too dear');
  });

  test('wait for promises', async () => {
    expect(await either(later(false), later(true))(1, 2)).toBe(true);
    expect(await both(later(true), equal)(1, 1)).toBe(true);
    expect(await both(equal, later('no'))(1, 1)).toBe('no');
    await expect(
      both(async () => {
        throw new Error('gone');
      }, equal)(1, 1),
    ).rejects.toThrow('gone');
  });

  test('leave no rejection behind when something throws at once', async () => {
    const rejected = vi.fn();
    process.on('unhandledRejection', rejected);
    const failing = at({
      '$.a': async () => {
        throw new Error('late');
      },
      '$.b': () => {
        throw new Error('now');
      },
    });
    expect(() => failing({ a: 1, b: 1 }, { a: 1, b: 1 })).toThrow('now');
    expect(() =>
      both(
        async () => {
          throw new Error('late');
        },
        () => {
          throw new Error('now');
        },
      )(1, 2),
    ).toThrow('now');
    await new Promise((done) => setTimeout(done, 10));
    process.off('unhandledRejection', rejected);
    expect(rejected).not.toHaveBeenCalled();
  });

  test('tell the differences of the closest, and of all', () => {
    const control = { a: 1, b: 1, c: 1 };
    const candidate = { a: 2, b: 2, c: 2 };
    const told = (comparator: any) =>
      explain(comparator, control, candidate).differences.map(({ path }) => path);
    expect(told(either(omitting('$.a'), omitting('$.a', '$.b')))).toEqual(['$.c']);
    expect(told(both(omitting('$.a', '$.b'), omitting('$.a')))).toEqual(['$.c', '$.b']);
  });

  test('refuse nothing and what is no comparator', () => {
    expect(() => either()).toThrow('either(...) was given no comparator');
    expect(() => both(equal, 'equal' as never)).toThrow('both(...) was given "equal" for a comparator');
  });
});

describe('acceptable', () => {
  const cent = acceptable(approximately({ abs: 0.01 }), 'within a cent');

  test('tells what is equal from what is only good enough', () => {
    expect(cent({ total: 1 }, { total: 1 })).toBe(true);
    expect(cent({ total: 1 }, { total: 1.01 })).toEqual({ acceptable: true, reason: 'within a cent' });
    expect(cent({ total: 1 }, { total: 2 })).toBe(false);
    expect(acceptable(() => true)(1, 2)).toEqual({ acceptable: true });
  });

  test('is passed on by what it is part of', async () => {
    const fine = { acceptable: true, reason: 'within a cent' };
    expect(either(equal, cent)(1, 1.01)).toEqual(fine);
    expect(either(equal, cent)(1, 1)).toBe(true);
    expect(at({ '$.total': cent })({ total: 1 }, { total: 1.01 })).toEqual(fine);
    expect(omitting('$.at', cent)({ at: 1, total: 1 }, { at: 2, total: 1 })).toBe(true);
    expect(omitting('$.at', cent)({ at: 1, total: 1 }, { at: 2, total: 1.01 })).toEqual(fine);
    expect(both(cent, () => true)(1, 1.01)).toEqual(fine);
    expect(both(cent, () => false)(1, 1.01)).not.toEqual(fine);
    expect(await acceptable(later(true), 'late')(1, 2)).toEqual({ acceptable: true, reason: 'late' });
    expect(both(() => ({ acceptable: true, reason: 'fine' }) as never, equal)(1, 1)).toEqual({
      acceptable: true,
      reason: 'fine',
    });
  });

  test('refuses a reason that is no text', () => {
    expect(() => acceptable(equal, 1 as never)).toThrow(/for a reason/);
  });
});

describe('ignoringCase and trimmed', () => {
  test('compare strings inside a value so', () => {
    expect(ignoringCase({ a: ['Straße', 'ΣΑΣ'] }, { a: ['STRASSE', 'σας'] })).toBe(true);
    expect(ignoringCase('a', 'b')).toBe(false);
    expect(trimmed({ a: ' x\n' }, { a: 'x' })).toBe(true);
    expect(trimmed('x y', 'xy')).toBe(false);
    expect(trimmed(' A', 'a')).toBe(false);
  });

  test('leave keys alone', () => {
    expect(ignoringCase({ A: 1 }, { a: 1 })).toBe(false);
  });
});

describe('onlyReads', () => {
  test('is whether no function of the user’s is asked, which might write, or answer a promise', () => {
    const own = () => true;
    for (const comparator of [
      equal,
      ignoringCase,
      at({ '$.a': ranked({ k: 1, atLeast: 1 }) }),
      unordered('id'),
    ]) {
      expect(onlyReads(comparator as never)).toBe(true);
    }
    for (const comparator of [
      own,
      at({ '$.a': own }),
      both(equal, own),
      by((value) => value),
      by((value) => value, own),
      ranked({ k: 1, atLeast: 1, by: (line: any) => line.id }),
      unordered((line: any) => line.id),
      unordered('id', own),
      acceptable(own),
      approximately({ abs: 1 }, at({ '$.a': own })),
    ]) {
      expect(onlyReads(comparator as never)).toBe(false);
    }
  });
});

test('A comparator without a function inside answers a boolean, as its type says', () => {
  expectTypeOf(approximately({ abs: 1 })(1, 2)).toEqualTypeOf<boolean>();
  expectTypeOf(omitting('$.a')(1, 2)).toEqualTypeOf<boolean>();
  expectTypeOf(unordered('id')([], [])).toEqualTypeOf<boolean>();
  expectTypeOf(equal(1, 'a')).toEqualTypeOf<boolean>();
  // @ts-expect-error: there must be a path
  expect(() => omitting()).toThrow();
});
