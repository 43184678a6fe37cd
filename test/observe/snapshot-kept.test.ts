import { describe, expect, it } from 'vitest';
import { snapshot } from '../../src/observe/snapshot.js';

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

class Secret {
  readonly #value = 1;
  get value() {
    return this.#value;
  }
}

// What a compiler makes of a private name for a runtime that has none.
const compiled = new (Function(`
    const _value = new WeakMap();
    const __privateAdd = (object, map, value) => map.set(object, value);
    return class { constructor() { __privateAdd(this, _value, 1); } };
  `)())();

class Listened {
  on() {}
  emit() {}
}

class Query {
  then() {
    throw new Error('the query ran');
  }
}

const KEPT: Record<string, unknown> = {
  undefined: undefined,
  null: null,
  'a string': 'text',
  NaN: Number.NaN,
  'a bigint': 1n,
  'a symbol': Symbol('s'),
  'a function': () => {},
  'a class': Money,
  'an instance with a private name': new Secret(),
  'an instance whose private name was compiled away': compiled,
  'an instance of a subclass of one with a private name': new (class extends Secret {
    own = 1;
  })(),
  'an array with a private name': new (class extends Array {
    readonly #value = 1;
    get value() {
      return this.#value;
    }
  })(),
  'an instance of a bound class': Object.create({ constructor: Money.bind(null) }),
  'an instance of a class behind a Proxy': Object.create({ constructor: new Proxy(Money, {}) }),
  'an emitter': new Listened(),
  'a thenable': new Query(),
  'a URL': new URL('https://example.com'),
  'a URLSearchParams': new URLSearchParams('a=1'),
  Headers: new Headers({ a: 'b' }),
  'a Promise': Promise.resolve(),
  'a WeakMap': new WeakMap(),
  'a WeakRef': new WeakRef({}),
  'a generator': (function* () {})(),
  'an async generator': (async function* () {})(),
  'an iterator of a Map': new Map().entries(),
  'an iterator of an array': [][Symbol.iterator](),
  'a number format': new Intl.NumberFormat(),
  'a stream': new ReadableStream(),
  'a Blob': new Blob(['a']),
  'an AbortSignal': new AbortController().signal,
  'a timer': setTimeout(() => {}, 0),
  'a DOMException': new DOMException('no'),
  'a Map behind a Proxy': new Proxy(new Map(), {}),
  'what only looks like a Map': Object.create(Map.prototype),
  'what only looks like a Date': Object.create(Date.prototype),
};

describe('what is kept', () => {
  it.each(Object.entries(KEPT))('%s is kept by reference', (_, original) => {
    expect(snapshot(original)).toBe(original);
    expect(snapshot({ original }).original).toBe(original);
  });
});
