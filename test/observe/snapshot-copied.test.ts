import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { snapshot } from '../../src/observe/snapshot.js';

import { reachable } from './reachable.js';

class Money {
  readonly currency = 'EUR';
  amount: number;
  constructor(amount: number) {
    this.amount = amount;
  }
  get cents() {
    return this.amount * 100;
  }
}

class Basket extends Map<string, number> {
  owner = { name: 'Ada' };
}

class Tags extends Set<string> {
  override add(): this {
    throw new Error('use the builder');
  }
}

class Rows extends Array<object> {
  total = { sum: 1 };
}

class Day extends Date {
  zone = { name: 'UTC' };
}

class Refused extends TypeError {
  code = 'REFUSED';
  detail = { sku: 'a' };
}

function Legacy(this: any) {
  this.items = [1];
}
Legacy.prototype.count = function () {
  return this.items.length;
};

const circular: Record<string, unknown> = { name: 'loop' };
circular.self = circular;

// biome-ignore lint/suspicious/noSparseArray: holes are what is tested
const holes = [1, , { a: 1 }, ,];
const named = Object.assign([1, { a: 1 }], { index: 3, [Symbol.for('row')]: { b: 1 } });

const COPIED: Record<string, object> = {
  'a plain object': { a: 1, b: { c: [1, { d: 2 }] } },
  'an object with symbol keys': { [Symbol.for('key')]: { a: 1 } },
  'an object without a prototype': Object.assign(Object.create(null), { a: { b: 1 } }),
  'an object with a key named __proto__': JSON.parse('{"__proto__": {"a": 1}}'),
  'an object with another object for a prototype': Object.assign(Object.create({ shared: 1 }), {
    own: { a: 1 },
  }),
  'a frozen object': Object.freeze({ a: Object.freeze({ b: 1 }) }),
  'a cyclic object': circular,
  'an array': [1, 'a', { b: 1 }, [2]],
  'an array with holes': holes,
  'an array with keys of its own': named,
  'an array of a great length': Object.assign(new Array(4_000_000_000), { 3999999999: { a: 1 } }),
  'a long array': Array.from({ length: 20_000 }, (_, index) => ({ index })),
  'the match of a regular expression': /(?<year>\d+)/d.exec('in 2024') as object,
  'a subclass of Array': Rows.from([{ a: 1 }]),
  'a Map': new Map<unknown, unknown>([
    ['a', { b: 1 }],
    [{ key: 1 }, 'c'],
  ]),
  'a Map with keys of its own': Object.assign(new Map([['a', 1]]), { extra: { b: 1 } }),
  'a subclass of Map': new Basket([['a', 1]]),
  'a Set': new Set<unknown>(['a', { b: 1 }]),
  'a subclass of Set': Object.setPrototypeOf(new Set(['a']), Tags.prototype),
  'a Date': new Date(86_400_000),
  'a subclass of Date': new Day(1),
  'a RegExp': Object.assign(/a+/gi, { lastIndex: 2 }),
  'an Error': new Error('no', { cause: { a: 1 } }),
  'an AggregateError': new AggregateError([new Error('one')], 'all'),
  'a subclass of Error': new Refused('no'),
  'an error without a stack': Object.create(RangeError.prototype),
  'an ArrayBuffer': new Uint8Array([1, 2, 3]).buffer,
  'a SharedArrayBuffer': new SharedArrayBuffer(4),
  'a typed array': new Float64Array([1, Number.NaN, -0]),
  'a view of a part of a buffer': new Uint16Array(new Uint8Array([1, 2, 3, 4, 5, 6]).buffer, 2, 1),
  'an empty typed array': new BigInt64Array(0),
  'a DataView': new DataView(new ArrayBuffer(8), 2, 3),
  'a Buffer': Buffer.from('pooled'),
  'a boxed string': Object.assign(Object('text'), { extra: { a: 1 } }),
  'a boxed number': Object(1),
  'a boxed boolean': Object(false),
  'a boxed bigint': Object(1n),
  'a boxed symbol': Object(Symbol.for('s')),
  'an instance made of own fields': new Money(1),
  'an instance of a function': new (Legacy as any)(),
  'an object of another realm': runInNewContext('({ a: { b: 1 } })'),
  'an array of another realm': runInNewContext('[{ a: 1 }]'),
  'a Map of another realm': runInNewContext('new Map([[1, { a: 1 }]])'),
  'a Date of another realm': runInNewContext('new Date(1)'),
  'an error of another realm': runInNewContext('new TypeError("no")'),
};

describe('what is copied', () => {
  it.each(Object.entries(COPIED))('%s is copied, and equal to the original', (_, original) => {
    const copy = snapshot(original);
    expect(copy).not.toBe(original);
    expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(original));
    expect(isDeepStrictEqual(copy, original)).toBe(true);
  });

  it.each(Object.entries(COPIED))('%s shares no object with its copy', (_, original) => {
    const mine = reachable(snapshot(original));
    const shared = [...reachable(original)].filter((object) => mine.has(object));
    expect(shared).toEqual([]);
  });
});
