import { createSecretKey } from 'node:crypto';
import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/judge/differences/explain.js';
import { equal } from '../../src/judge/equality/equal.js';

class Money {
  amount: number;
  currency = 'EUR';
  constructor(amount: number) {
    this.amount = amount;
  }
  valueOf() {
    return 1;
  }
}
class Price extends Money {}
class Geheim {
  #内: number;
  constructor(state: number) {
    this.#内 = state;
  }
  reveal() {
    return this.#内;
  }
}

/** Answers a field's value where there is no such field. */
class Coin {
  get at() {
    return 'EUR';
  }
}
const withField = (coin: Coin, name: string, value: unknown) =>
  Object.defineProperty(coin, name, { value, enumerable: true });

class Secret {
  #state: number;
  constructor(state: number) {
    this.#state = state;
  }
  reveal() {
    return this.#state;
  }
}
class Proud extends Secret {
  toJSON() {
    return this;
  }
}

class Talkative extends Secret {
  override toString() {
    return `secret ${this.reveal()}`;
  }
}
const kept = new WeakMap<object, number>();
class Kept {
  constructor(state: number) {
    kept.set(this, state);
  }
  toString() {
    return `${kept.get(this)}`;
  }
}
class Concealed {
  constructor(state: number) {
    Object.defineProperty(this, 'state', { value: state });
  }
}
const secretKey = (text: string) => createSecretKey(Buffer.from(text));
class Marker {}
class Registry extends Map<string, number> {
  owner = 'a';
}

const key = Symbol('key');
const action = () => 1;
const node = { id: 1 };
const sealed = new WeakMap();

function cyclic(value: unknown) {
  const root: Record<string, unknown> = { value };
  root.self = root;
  root.list = [root];
  return root;
}

/** A cycle of two where the other has a cycle of one: every way through them reads the same. */
function unrolled(value: unknown) {
  const [one, two] = [{ value }, { value }];
  Object.assign(one, { self: two, list: [one] });
  Object.assign(two, { self: one, list: [two] });
  return one;
}

function* count() {
  yield 1;
}

const bytes = (...values: number[]) => new Uint8Array(values).buffer;
const withCause = (message: string, cause: unknown) => new Error(message, { cause });
const withCode = (code: unknown) => Object.assign(new Error('failed'), { code });
// biome-ignore lint/suspicious/noSparseArray: that is what it is about
const sparse = [1, , 3];
const named = (name: string) => Object.assign([1, 2], { name });
const boxed = (unit: string) => Object.assign(Object('1'), { unit });
const bare = (fields: object) => Object.assign(Object.create(null), fields);

/** What is on the left is equal to what is on the right, or is not; the third column says why, where it is a choice. */
const pairs: [name: string, control: unknown, candidate: unknown, isEqual: boolean][] = [
  // Primitives
  ['the same number', 1, 1, true],
  ['NaN and NaN', Number.NaN, Number.NaN, true],
  ['0 and -0, which no caller can tell by ===', 0, -0, true],
  ['a number and its text', 1, '1', false],
  ['a number and the same bigint', 1, 1n, false],
  ['two equal bigints', 10n ** 30n, 10n ** 30n, true],
  ['undefined and null', undefined, null, false],
  ['false and 0', false, 0, false],
  ['the empty string and undefined', '', undefined, false],
  ['text in two Unicode normal forms, for bytes may be signed', 'é', 'e\u0301', false],
  ['one symbol', key, key, true],
  ['two symbols of one description', Symbol('a'), Symbol('a'), false],
  ['a registered symbol', Symbol.for('a'), Symbol.for('a'), true],
  ['one function', action, action, true],
  ['two functions of one text, whose closures may differ', () => 1, () => 1, false],
  // Records
  ['records in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
  ['a field that is undefined and none', { a: undefined }, {}, false],
  ['two fields that are undefined, of different names', { a: undefined }, { b: undefined }, false],
  ['a record and a list', {}, [], false],
  ['a record and null', {}, null, false],
  ['null prototypes', bare({ a: 1 }), bare({ a: 1 }), true],
  ['null prototypes that differ', bare({ a: 1 }), bare({ a: 2 }), false],
  ['a null prototype and a record, on which methods can be called', bare({ a: 1 }), { a: 1 }, false],
  ['symbol keys', { [key]: 1 }, { [key]: 1 }, true],
  ['symbol keys that differ', { [key]: 1 }, { [key]: 2 }, false],
  ['a symbol key and none', { [key]: 1 }, {}, false],
  [
    'a hidden field and another',
    { a: 1, b: 2 },
    Object.defineProperty({ c: 3, a: 1 }, 'b', { value: 2 }),
    false,
  ],
  [
    'fields called like methods',
    { valueOf: 1, toString: 2, constructor: 3 },
    { valueOf: 1, toString: 2, constructor: 3 },
    true,
  ],
  [
    'a field called toString and the inherited one',
    { a: 1, toString: Object.prototype.toString },
    { a: 1, b: 1 },
    false,
  ],
  ['an own __proto__ and none', JSON.parse('{"__proto__":{"a":1}}'), {}, false],
  ['own __proto__ fields', JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}'), true],
  [
    'fields that cannot be enumerated, which are nobody’s data',
    Object.defineProperty({}, 'a', { value: 1 }),
    {},
    true,
  ],
  [
    'a getter and a field of the same value',
    {
      get a() {
        return 1;
      },
    },
    { a: 1 },
    true,
  ],
  ['frozen and not', Object.freeze({ a: 1 }), { a: 1 }, true],
  ['a Proxy and what it stands for', new Proxy({ a: 1 }, {}), { a: 1 }, true],
  ['records of another realm, whose methods are others', runInNewContext('({ a: 1 })'), { a: 1 }, false],
  // Lists
  ['lists in another order', [1, 2], [2, 1], false],
  ['a hole and undefined', sparse, [1, undefined, 3], false],
  [
    'two holes',
    sparse,
    [...sparse.keys()].reduce<number[]>(
      (all, at) => (at === 1 ? all : Object.assign(all, { [at]: at + 1 })),
      [],
    ),
    true,
  ],
  ['holes at the end', new Array(2), new Array(3), false],
  ['a hole that a name makes up for', Object.assign([1], { name: 1, length: 2 }), [1, undefined], false],
  ['lists with names of their own', named('a'), named('a'), true],
  ['lists with names that differ', named('a'), named('b'), false],
  ['a list with a name and none', named('a'), [1, 2], false],
  ['a list and a subclass of it', [1], Object.setPrototypeOf([1], class extends Array {}.prototype), false],
  [
    'an array and array-like arguments',
    [1],
    (
      function () {
        // biome-ignore lint/complexity/noArguments: that is what it is about
        return arguments;
      } as any
    )(1),
    false,
  ],
  // Map and Set
  [
    'a Map in another order',
    new Map([
      [1, 'a'],
      [2, 'b'],
    ]),
    new Map([
      [2, 'b'],
      [1, 'a'],
    ]),
    true,
  ],
  ['a Map with a value that differs', new Map([[1, { a: 1 }]]), new Map([[1, { a: 2 }]]), false],
  [
    'a Map with undefined and another without the key',
    new Map([[1, undefined]]),
    new Map([[2, undefined]]),
    false,
  ],
  [
    'a Map with the key 1 and one with "1"',
    new Map<any, any>([[1, 1]]),
    new Map<any, any>([['1', 1]]),
    false,
  ],
  [
    'a Map with objects for keys',
    new Map([
      [{ id: 1 }, 'a'],
      [{ id: 2 }, 'b'],
    ]),
    new Map([
      [{ id: 2 }, 'b'],
      [{ id: 1 }, 'a'],
    ]),
    true,
  ],
  [
    'a Map with objects for keys that differ',
    new Map([[{ id: 1 }, 'a']]),
    new Map([[{ id: 2 }, 'a']]),
    false,
  ],
  [
    'a Map with several equal keys',
    new Map([
      [{ id: 1 }, 'a'],
      [{ id: 1 }, 'b'],
    ]),
    new Map([
      [{ id: 1 }, 'b'],
      [{ id: 1 }, 'a'],
    ]),
    true,
  ],
  ['a Map and a subclass of it', new Map([['a', 1]]), new Registry([['a', 1]]), false],
  [
    'a subclass of Map with a field that differs',
    new Registry([['a', 1]]),
    Object.assign(new Registry([['a', 1]]), { owner: 'b' }),
    false,
  ],
  ['a Set in another order', new Set([1, 2]), new Set([2, 1]), true],
  ['a Set with NaN and -0', new Set([Number.NaN, -0]), new Set([Number.NaN, 0]), true],
  ['a Set of objects', new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }, { a: 1 }]), true],
  ['a Set of objects that differ', new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }, { a: 2 }]), false],
  ['a Set of Sets', new Set([new Set([1]), new Set([2])]), new Set([new Set([2]), new Set([1])]), true],
  ['a Set of records with symbol keys that differ', new Set([{ [key]: 1 }]), new Set([{ [key]: 2 }]), false],
  ['a Set and a list', new Set([1]), [1], false],
  // Built-ins
  ['dates', new Date(1), new Date(1), true],
  ['dates that differ by a millisecond', new Date(1), new Date(2), false],
  ['two invalid dates', new Date(Number.NaN), new Date('never'), true],
  ['a date and its text', new Date(0), new Date(0).toISOString(), false],
  ['regular expressions', /a/g, /a/g, true],
  ['regular expressions with other flags', /a/g, /a/i, false],
  ['regular expressions that go on from elsewhere', /a/g, Object.assign(/a/g, { lastIndex: 1 }), false],
  ['boxed numbers', Object(1), Object(1), true],
  ['boxed numbers that differ', Object(1), Object(2), false],
  ['a boxed number and a number', Object(1), 1, false],
  ['boxed strings that differ', Object('a'), Object('b'), false],
  ['boxed strings that differ in a field', boxed('EUR'), boxed('USD'), false],
  ['boxed strings with equal fields', boxed('EUR'), boxed('EUR'), true],
  ['ArrayBuffers', bytes(1, 2), bytes(1, 2), true],
  ['ArrayBuffers that differ', bytes(1, 2), bytes(1, 3), false],
  ['DataViews', new DataView(bytes(1)), new DataView(bytes(1)), true],
  ['DataViews that differ', new DataView(bytes(1)), new DataView(bytes(2)), false],
  [
    'DataViews of the same bytes in other buffers',
    new DataView(bytes(0, 7), 1),
    new DataView(bytes(7)),
    true,
  ],
  ['typed arrays with NaN', new Float64Array([Number.NaN]), new Float64Array([Number.NaN]), true],
  ['typed arrays of two types', new Uint8Array([1]), new Int8Array([1]), false],
  ['typed arrays of two lengths', new Uint8Array(1), new Uint8Array(2), false],
  ['a Buffer and bytes', Buffer.from([1]), new Uint8Array([1]), false],
  ['Buffers', Buffer.from('ab'), Buffer.from('ab'), true],
  ['URLs', new URL('https://a.example/?b=1'), new URL('https://a.example/?b=1'), true],
  ['URLs that differ', new URL('https://a.example/'), new URL('https://b.example/'), false],
  ['search parameters', new URLSearchParams('a=1&b=2'), new URLSearchParams('a=1&b=2'), true],
  [
    'search parameters in another order, as their text shows',
    new URLSearchParams('a=1&b=2'),
    new URLSearchParams('b=2&a=1'),
    false,
  ],
  [
    'headers in another order and case',
    new Headers([
      ['A', '1'],
      ['B', '2'],
    ]),
    new Headers([
      ['b', '2'],
      ['a', '1'],
    ]),
    true,
  ],
  ['headers that differ', new Headers([['a', '1']]), new Headers([['a', '2']]), false],
  // Errors
  ['errors', new Error('a'), new Error('a'), true],
  ['errors with other messages', new Error('a'), new Error('b'), false],
  ['errors of two classes', new TypeError('a'), new RangeError('a'), false],
  ['errors with other codes', withCode('A'), withCode('B'), false],
  ['errors with other causes', withCause('a', new Error('b')), withCause('a', new Error('c')), false],
  ['errors with equal causes', withCause('a', { b: 1 }), withCause('a', { b: 1 }), true],
  [
    'aggregates of other errors',
    new AggregateError([new Error('a')]),
    new AggregateError([new Error('b')]),
    false,
  ],
  // Instances
  ['instances', new Money(1), new Money(1), true],
  ['instances whose valueOf does not tell', new Money(1), new Money(2), false],
  ['an instance of a subclass', new Money(1), new Price(1), false],
  ['an instance and a record of the same fields', { ...new Money(1) }, new Money(1), false],
  [
    'a field in the place of what the class answers, and another',
    withField(new Coin(), 'at', 'EUR'),
    withField(new Coin(), 'no', 1),
    false,
  ],
  ['instances without fields or state', new Marker(), new Marker(), true],
  ['private state that nothing shows', new Secret(1), new Secret(1), false],
  ['private state that differs', new Secret(1), new Secret(2), false],
  ['one object with private state', ...(([one]) => [one, one] as const)([new Secret(1)]), true],
  ['private state of a name in another script', new Geheim(1), new Geheim(2), false],
  ['private state that toString tells', new Talkative(1), new Talkative(1), true],
  ['private state of which toString tells a difference', new Talkative(1), new Talkative(2), false],
  ['state in a WeakMap of which toString tells a difference', new Kept(1), new Kept(2), false],
  ['state in a WeakMap that toString tells', new Kept(1), new Kept(1), true],
  ['fields that cannot be enumerated and all that there is', new Concealed(1), new Concealed(1), false],
  ['one object with no other fields', ...(([one]) => [one, one] as const)([new Concealed(1)]), true],
  ['keys of which all is hidden but their kind', secretKey('a'), secretKey('b'), false],
  ['private state that calls itself its JSON', new Proud(1), new Proud(2), false],
  ['host objects that show nothing', new Intl.NumberFormat('de'), new Intl.NumberFormat('de'), false],
  ['host objects that say something', new Intl.Locale('de'), new Intl.Locale('de'), true],
  ['a WeakMap and itself', sealed, sealed, true],
  ['two WeakMaps', new WeakMap(), new WeakMap(), false],
  ['what only pretends to be a Map', Object.create(Map.prototype), new Map(), false],
  // Cyclic and shared
  ['cyclic values', cyclic(1), cyclic(1), true],
  ['cyclic values that differ', cyclic(1), cyclic(2), false],
  ['cycles of other lengths that read the same', cyclic(1), unrolled(1), true],
  ['one object twice and two equal ones', [node, node], [{ id: 1 }, { id: 1 }], true],
];

describe('equal', () => {
  for (const [name, control, candidate, isEqual] of pairs) {
    test(`${isEqual ? 'takes for equal' : 'tells apart'}: ${name}`, () => {
      expect(equal(control, candidate)).toBe(isEqual);
      expect(equal(candidate, control)).toBe(isEqual);
      expect(equal([{ inside: control }], [{ inside: candidate }])).toBe(isEqual);
    });

    test(`has ${isEqual ? 'no difference' : 'a difference'} to show for: ${name}`, () => {
      expect(explain(equal, control, candidate).count > 0).toBe(!isEqual);
      expect(explain(equal, new Set([control]), new Set([candidate])).count > 0).toBe(!isEqual);
    });
  }
});

const consumables: [name: string, value: object][] = [
  ['promise', Promise.resolve(1)],
  ['generator', count()],
  ['iterator of a list', [1].values()],
  ['iterator of a Map', new Map().entries()],
  [
    'iterator of one’s own',
    {
      next: () => ({ done: true }),
      [Symbol.iterator]() {
        return this;
      },
    },
  ],
  ['async generator', (async function* () {})()],
  ['web stream', new ReadableStream()],
  ['Node stream', Readable.from(['a'])],
  ['response', new Response('a')],
];

describe('What can only be compared by consuming it', () => {
  for (const [name, value] of consumables) {
    test(`is not equal to anything, and it is said why: a ${name}`, () => {
      expect(equal(value, value)).toBe(false);
      expect(equal({ body: value }, { body: value })).toBe(false);
      expect(equal(new Set([value]), new Set([value]))).toBe(false);
      expect(equal(new Map([['body', value]]), new Map([['body', value]]))).toBe(false);
      const [difference] = explain(equal, { body: value }, { body: value }).differences;
      expect(difference).toMatchObject({
        path: '$.body',
        reason: expect.stringContaining('only be compared by consuming'),
      });
    });
  }

  test('is left untouched', async () => {
    const [one, other] = [count(), count()];
    const stream = new Response('text');
    expect(equal([one, stream], [other, stream])).toBe(false);
    explain(equal, { one, stream }, { one: other, stream });
    expect([...one]).toEqual([1]);
    expect(await stream.text()).toBe('text');
  });

  test('is no record with a field called next, then or pipe', () => {
    const page = () => ({ next: '/2', then: 1, pipe: 'a', on: true });
    expect(equal(page(), page())).toBe(true);
  });
});

describe('Values without an end', () => {
  test('of 100 000 levels are compared', () => {
    const nested = (value: unknown) => {
      let root: unknown = value;
      for (let level = 0; level < 100_000; level += 1) root = level % 2 ? [root] : { inner: root };
      return root;
    };
    expect(equal(nested(1), nested(1))).toBe(true);
    expect(equal(nested(1), nested(2))).toBe(false);
    expect(equal(nested(new Set([1])), nested(new Set([1])))).toBe(true);
  });

  test('of 20 000 nested Sets, Maps or causes are compared', () => {
    const nested = (wrap: (inner: unknown) => unknown, value: unknown) => {
      let root = value;
      for (let level = 0; level < 20_000; level += 1) root = wrap(root);
      return root;
    };
    const wraps = [
      (inner: unknown) => new Set([inner]),
      (inner: unknown) => new Map([['a', inner]]),
      (cause: unknown) => new Error('a', { cause }),
    ];
    for (const wrap of wraps) {
      expect(equal(nested(wrap, 1), nested(wrap, 1))).toBe(true);
      expect(equal(nested(wrap, 1), nested(wrap, 2))).toBe(false);
    }
  });

  test('of which one side shares what the other has 150 000 times are compared once for each, not each with all', () => {
    const lines = (currency: () => object) => Array.from({ length: 150_000 }, () => ({ at: currency() }));
    const euro = { code: 'EUR' };
    const [shared, single] = [lines(() => euro), lines(() => ({ ...euro }))];
    expect(equal(shared, single)).toBe(true);
    expect(equal(single, shared)).toBe(true);
  });

  test('that share their parts are compared once each, not two to the power of their depth', () => {
    const shared = (value: unknown) => {
      let root: unknown = { value };
      for (let level = 0; level < 1_000; level += 1) root = { left: root, right: root };
      return root;
    };
    expect(equal(shared(1), shared(1))).toBe(true);
    expect(equal(shared(1), shared(2))).toBe(false);
  });

  test('made by getters that go on for ever are given up with a RangeError', () => {
    const endless = (): object => Object.defineProperty({}, 'next', { enumerable: true, get: endless });
    expect(() => equal(endless(), endless())).toThrow(RangeError);
  });

  test('and Sets of many objects are compared in proportion to their size', () => {
    const many = (order: 1 | -1) =>
      new Set(Array.from({ length: 20_000 }, (_, at) => ({ id: order * at + (order < 0 ? 19_999 : 0) })));
    expect(equal(many(1), many(-1))).toBe(true);
  });

  test('and Sets of 20 000 Sets or Maps are, too', () => {
    const makes: ((at: number) => object)[] = [
      (at) => new Set([{ at }, 'a']),
      (at) => new Map([[{ at }, { at }]]),
    ];
    for (const make of makes) {
      const all = Array.from({ length: 20_000 }, (_, at) => make(at));
      const others = Array.from(all, (_, at) => make(at));
      expect(equal(new Set(all), new Set(others))).toBe(true);
      expect(equal(new Set(all), new Set([...others.slice(1), make(20_000)]))).toBe(false);
    }
  });

  test('and Sets of many objects that are no records are, too', () => {
    class Sku extends Secret {
      toJSON() {
        return { sku: this.reveal() };
      }
    }
    const makes: ((at: number) => object)[] = [
      (at) => new URL(`https://shop.example/${at}`),
      (at) => new URLSearchParams({ at: String(at) }),
      (at) => new Headers({ at: String(at) }),
      (at) => new RangeError(`no ${at}`),
      (at) => new Error('no', { cause: new Error(String(at)) }),
      (at) => new AggregateError([at]),
      (at) => new RegExp(`a${at}`),
      (at) => new Date(at),
      (at) => Object(String(at)),
      (at) => new Uint32Array([at]),
      (at) => new DataView(new Uint32Array([at]).buffer),
      (at) => new Uint32Array([at]).buffer,
      (at) => new Sku(at),
    ];
    for (const make of makes) {
      const all = Array.from({ length: 3_000 }, (_, at) => make(at));
      const others = Array.from(all, (_, at) => make((at + 1_500) % 3_000));
      expect(equal(new Set(all), new Set(others))).toBe(true);
      expect(equal(new Set(all), new Set([...others.slice(1), make(3_000)]))).toBe(false);
    }
  });

  test('and headers of 50 000 cookies are', () => {
    const cookies = (last: string) => {
      const headers = new Headers();
      for (let at = 0; at < 50_000; at += 1) headers.append('set-cookie', `a=${at}`);
      headers.append('set-cookie', last);
      return headers;
    };
    expect(equal(cookies('a'), cookies('a'))).toBe(true);
    expect(equal(cookies('a'), cookies('b'))).toBe(false);
  });

  test('and Sets of members that are all alike take no longer than others', () => {
    const alike = (last: number) =>
      new Set(Array.from({ length: 400_000 }, (_, at) => ({ at: at ? 0 : last })));
    expect(equal(alike(0), alike(0))).toBe(true);
    expect(equal(alike(1), alike(2))).toBe(false);
  });

  test('and Sets in Sets that share their members are compared once each', () => {
    const shared = (value: number) => {
      let root: unknown = { value };
      for (let level = 0; level < 40; level += 1) root = new Set([{ root }, { root }]);
      return root;
    };
    expect(equal(shared(1), shared(1))).toBe(true);
    expect(() => equal(shared(1), shared(2))).toThrow(/not matched within 5000000 steps/);
  });

  test('and members that differ far behind only are given up, rather than tried for minutes', () => {
    const long = (first: number) =>
      new Set(Array.from({ length: 1_000 }, (_, at) => [...new Array(10_000).fill(0), first + at]));
    expect(() => equal(long(0), long(1))).toThrow(/not matched within 5000000 steps/);
  });

  test('and lists of four thousand million holes are compared', () => {
    const holes = (value: number) => Object.assign([], { 4294967294: value });
    expect(equal(holes(1), holes(1))).toBe(true);
    expect(equal(holes(1), holes(2))).toBe(false);
  });
});

describe('A cache that moves an entry to its end when it is asked for', () => {
  class Cache extends Map<string, unknown> {
    asked = 0;
    override get(key: string) {
      this.asked += 1;
      if (this.asked > 10) throw new Error('asked without end');
      const value = super.get(key);
      this.delete(key);
      this.set(key, value);
      return value;
    }
  }
  const cache = (value: unknown) =>
    new Cache([
      ['a', { value }],
      ['b', { value: 2 }],
    ]);

  test('is compared without being asked', () => {
    const shared = cache(1);
    expect(equal(shared, shared)).toBe(true);
    expect(equal(shared, cache(1))).toBe(true);
    expect(explain(equal, shared, cache(9)).differences).toMatchObject([{ path: '$.get("a").value' }]);
    expect(shared.asked).toBe(0);
  });
});

test('A collection that a getter in it adds to is compared as it was', () => {
  const growing = (first: number) => {
    const map = new Map<number, unknown>();
    const another = (value: number): unknown => ({
      get next() {
        if (map.size > 100) throw new Error('read without end');
        map.set(map.size, another(0));
        return value;
      },
    });
    return map.set(0, another(first));
  };
  expect(equal(growing(1), growing(1))).toBe(true);
  expect(equal(growing(1), growing(2))).toBe(false);
});

describe('What cannot be read', () => {
  const broken = () => ({
    fine: 1,
    get bad() {
      throw new Error('no access');
    },
  });

  test('is thrown out of equal', () => {
    expect(() => equal(broken(), broken())).toThrow('no access');
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('trapped');
        },
      },
    );
    expect(() => equal(trap, {})).toThrow('trapped');
  });
});

test('A polluted Object.prototype changes no answer', () => {
  Object.defineProperty(Object.prototype, 'polluted', {
    value: 1,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  const answers = [equal({ a: 1 }, { a: 1 }), equal({ a: 1 }, { a: 1, b: 2 })];
  delete (Object.prototype as any).polluted;
  expect(answers).toEqual([true, false]);
});
