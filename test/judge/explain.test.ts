import { describe, expect, test } from 'vitest';
import { approximately, at, by, equal, omitting, unordered } from '../../src/judge/comparators/index.js';
import { explain } from '../../src/judge/differences/explain.js';
import type { Comparator } from '../../src/types/index.js';

const found = (control: unknown, candidate: unknown, comparator: Comparator = equal) =>
  explain(comparator, control, candidate).differences;
const paths = (control: unknown, candidate: unknown, comparator: Comparator = equal) =>
  found(control, candidate, comparator).map(({ kind, path }) => `${kind} ${path}`);

describe('A difference', () => {
  test('says where, how, and by how much', () => {
    expect(found({ lines: [{ price: 1 }, { price: 2 }] }, { lines: [{ price: 1 }, { price: 2.5 }] })).toEqual(
      [{ path: '$.lines[1].price', kind: 'changed', control: 2, candidate: 2.5, delta: 0.5 }],
    );
  });

  test('has a delta where both are finite numbers only', () => {
    for (const [control, candidate] of [
      [1, Number.NaN],
      [1, Number.POSITIVE_INFINITY],
      [1n, 2n],
      ['1', '2'],
      [1, '2'],
    ]) {
      expect(found(control, candidate)[0]).not.toHaveProperty('delta');
    }
  });

  test('of what one side has not got shows the other only', () => {
    expect(found({ a: undefined }, { b: 1 })).toEqual([
      { path: '$.a', kind: 'removed', control: undefined },
      { path: '$.b', kind: 'added', candidate: 1 },
    ]);
    expect(found([1], [1, 2, 3])).toEqual([
      { path: '$[1]', kind: 'added', candidate: 2 },
      { path: '$[2]', kind: 'added', candidate: 3 },
    ]);
  });

  test('in type is told as such', () => {
    const others: [unknown, unknown][] = [
      [1, '1'],
      [null, {}],
      [undefined, null],
      [[], {}],
      [new Date(0), 0],
      [new Map(), new Set()],
    ];
    for (const [control, candidate] of others) {
      expect(paths({ a: control }, { a: candidate })).toEqual(['type $.a']);
    }
  });

  test('in nothing but the order of a list is one', () => {
    expect(found({ tags: ['a', 'b', 'c'] }, { tags: ['c', 'a', 'b'] })).toEqual([
      { path: '$.tags', kind: 'order', control: ['a', 'b', 'c'], candidate: ['c', 'a', 'b'] },
    ]);
    expect(paths([{ id: 1 }, { id: 2 }], [{ id: 2 }, { id: 1 }])).toEqual(['order $']);
    expect(paths([1, 1, 2], [2, 2, 1])).toEqual(['changed $[0]', 'changed $[1]', 'changed $[2]']);
    expect(paths([1, 2], [1, 2, 3])).toEqual(['added $[2]']);
  });
});

describe('A path', () => {
  const one = Symbol('unit');
  const notations: [path: string, control: unknown, candidate: unknown][] = [
    ['$', 1, 2],
    ['$.größe.$_1', { größe: { $_1: 1 } }, { größe: { $_1: 2 } }],
    ['$["odd key"]', { 'odd key': 1 }, { 'odd key': 2 }],
    ['$["a.b"]', { 'a.b': 1 }, { 'a.b': 2 }],
    ['$["\\"\\n"]', { '"\n': 1 }, { '"\n': 2 }],
    ['$[""]', { '': 1 }, { '': 2 }],
    ['$["0"]', { 0: 1 }, { 0: 2 }],
    ['$[0]', [1], [2]],
    ['$.name', Object.assign([], { name: 1 }), Object.assign([], { name: 2 })],
    ['$.get("EUR")', new Map([['EUR', 1]]), new Map([['EUR', 2]])],
    ['$.get(1)', new Map([[1, 1]]), new Map([[1, 2]])],
    ['$.get(1n)', new Map([[1n, 1]]), new Map([[1n, 2]])],
    ['$.get(null)', new Map([[null, 1]]), new Map([[null, 2]])],
    [
      '$.get(#1)',
      new Map<unknown, number>([
        ['a', 0],
        [{ id: 1 }, 1],
      ]),
      new Map<unknown, number>([
        ['a', 0],
        [{ id: 1 }, 2],
      ]),
    ],
    ['$.has(#0).id', new Set([{ id: 1 }]), new Set([{ id: 2 }])],
    ['$[Symbol("unit")]', { [one]: 1 }, { [one]: 2 }],
    ['$[Symbol.for("unit")]', { [Symbol.for('unit')]: 1 }, { [Symbol.for('unit')]: 2 }],
    ['$[Symbol.species]', { [Symbol.species]: 1 }, { [Symbol.species]: 2 }],
    ['$.cause.message', new Error('a', { cause: new Error('b') }), new Error('a', { cause: new Error('c') })],
    [
      '$.errors[0].code',
      new AggregateError([Object.assign(new Error(), { code: 1 })]),
      new AggregateError([Object.assign(new Error(), { code: 2 })]),
    ],
    ['$.message', new Error('a'), new Error('b')],
    ['$[1]', new Uint8Array([1, 2]), new Uint8Array([1, 3])],
    ['$[1]', new Uint8Array([1, 2]).buffer, new Uint8Array([1, 3]).buffer],
    ['$["content-type"]', new Headers({ 'content-type': 'a' }), new Headers({ 'content-type': 'b' })],
    ['$[0][1]', new URLSearchParams('a=1'), new URLSearchParams('a=2')],
    ['$.length', new Array(1), new Array(2)],
  ];

  for (const [path, control, candidate] of notations) {
    test(`leads to the place: ${path}`, () => {
      expect(found(control, candidate)).toHaveLength(1);
      expect(found(control, candidate)[0]).toMatchObject({ path, kind: 'changed' });
    });
  }

  test('to the member of a Set names it', () => {
    expect(paths(new Set(['a', 1]), new Set(['a', 2]))).toEqual(['removed $.has(1)', 'added $.has(2)']);
  });

  test('of 100 000 steps, or with a key of a million letters, is shortened', () => {
    const nested = (value: unknown) => {
      let root = value;
      for (let level = 0; level < 100_000; level += 1) root = { a: root };
      return root;
    };
    const [deep] = found(nested(1), nested({ b: 1 }));
    expect(deep?.path).toContain('…(99800 steps)');
    expect(deep?.path.length).toBeLessThan(1_000);
    const long = 'k'.repeat(1_000_000);
    expect(found({ [long]: 1 }, { [long]: 2 })[0]?.path.length).toBeLessThan(300);
  });
});

describe('The search for differences', () => {
  test('reports 50 and counts the rest', () => {
    const many = (length: number, value: number) => Array.from({ length }, (_, at) => ({ at, value }));
    expect(explain(equal, many(60, 1), many(60, 2))).toMatchObject({ count: 60, atLeast: false });
    expect(explain(equal, many(60, 1), many(60, 2)).differences).toHaveLength(50);
  });

  test('gives up counting after a while and says so', () => {
    const many = (value: number) => Array.from({ length: 300_000 }, () => value);
    const { count, atLeast, differences } = explain(equal, many(1), many(2));
    expect(atLeast).toBe(true);
    expect(count).toBeGreaterThan(50_000);
    expect(differences).toHaveLength(50);
  });

  test('finds the last place of a large value', () => {
    const large = (value: number) =>
      Array.from({ length: 60_000 }, (_, at) => ({
        at,
        text: 'x'.repeat(80),
        value: [at === 59_999 ? value : 0],
      }));
    expect(paths(large(1), large(2))).toEqual(['changed $[59999].value[0]']);
  });

  test('ends on cyclic values, and tells a place in a cycle once', () => {
    const cyclic = (value: number) => {
      const root: Record<string, unknown> = { value };
      root.self = { root };
      return root;
    };
    expect(paths(cyclic(1), cyclic(2))).toEqual(['changed $.value']);
  });

  test('tells what is shared wherever it is met', () => {
    const shared = (value: number) => {
      const price = { value };
      return { first: price, second: price };
    };
    expect(paths(shared(1), shared(2))).toEqual(['changed $.first.value', 'changed $.second.value']);
  });

  test('is bounded where everything is shared', () => {
    let [control, candidate]: unknown[] = [{ value: 1 }, { value: 2 }];
    for (let level = 0; level < 200; level += 1) {
      control = { left: control, right: control };
      candidate = { left: candidate, right: candidate };
    }
    expect(explain(equal, control, candidate).atLeast).toBe(true);
  });

  test('survives what cannot be read, and says where it is', () => {
    const broken = (rest: number) => ({
      get bad(): unknown {
        throw new Error('no access');
      },
      rest,
    });
    expect(found(broken(1), broken(2))).toEqual([
      { path: '$.bad', kind: 'changed', reason: 'it cannot be compared: no access' },
      { path: '$.rest', kind: 'changed', control: 1, candidate: 2, delta: 1 },
    ]);
  });

  test('survives a Proxy whose every trap throws, and an error that cannot be printed', () => {
    const trap = () => {
      throw {
        toString: () => {
          throw new Error();
        },
      };
    };
    const proxy = new Proxy(
      {},
      { get: trap, getPrototypeOf: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, has: trap },
    );
    expect(paths({ a: proxy, b: 1 }, { a: {}, b: 2 })).toEqual(['changed $.a', 'changed $.b']);
    expect(paths({ a: {}, b: 1 }, { a: proxy, b: 2 })).toEqual(['changed $.a', 'changed $.b']);
    expect(paths(new Set([proxy]), new Set([{}]))).toEqual(['changed $']);
  });

  test('ends where getters go on for ever', () => {
    const endless = (): object => Object.defineProperty({}, 'next', { enumerable: true, get: endless });
    expect(found(endless(), endless())[0]?.reason).toContain('levels deep');
  });

  test('reads no more than it needs', () => {
    const reads: string[] = [];
    const watched = () =>
      new Proxy({ a: 1, b: 2 } as object, {
        get: (target, key) => {
          reads.push(String(key));
          return Reflect.get(target, key);
        },
      });
    explain(omitting('$.a'), watched(), watched());
    expect(reads).not.toContain('a');
    expect(reads).toContain('b');
  });
});

describe('What a comparator accepted is not told', () => {
  const control = {
    total: 1,
    at: 1,
    lines: [
      { id: 1, price: 1 },
      { id: 2, price: 2 },
    ],
  };
  const candidate = {
    total: 1.001,
    at: 2,
    lines: [
      { id: 2, price: 2.5 },
      { id: 1, price: 1 },
    ],
  };

  test('neither a tolerance, nor an omitted place, nor the order of a keyed list', () => {
    const lenient = at(
      { '$.total': approximately({ abs: 0.01 }), '$.lines': unordered('id') },
      omitting('$.at'),
    );
    expect(found(control, candidate, lenient)).toEqual([
      { path: '$.lines[1].price', kind: 'changed', control: 2, candidate: 2.5, delta: 0.5 },
    ]);
  });

  test('but for a function of the user’s it is where they are not equal', () => {
    expect(paths(control, { ...control, total: 2 }, () => false)).toEqual(['changed $.total']);
    expect(explain(() => false, control, control)).toEqual({ differences: [], count: 0, atLeast: false });
  });

  test('of a keyed list, one that was inserted is one', () => {
    const lines = Array.from({ length: 100 }, (_, id) => ({ id }));
    expect(found(lines, [{ id: -1 }, ...lines], unordered('id'))).toEqual([
      { path: '$[0]', kind: 'added', candidate: { id: -1 } },
    ]);
  });

  test('of what is projected, it is the projection', () => {
    expect(
      found(
        control,
        candidate,
        by((quote: typeof control) => ({ at: quote.at })),
      ),
    ).toEqual([{ path: '$.at', kind: 'changed', control: 1, candidate: 2, delta: 1 }]);
  });
});
