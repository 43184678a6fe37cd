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

class Refused extends TypeError {
  code = 'REFUSED';
  detail = { sku: 'a' };
}

describe('the copy', () => {
  it('keeps shared references shared, and cycles closed', () => {
    const shared = { a: 1 };
    const original: any = { one: shared, two: [shared], three: new Map([[shared, new Set([shared])]]) };
    original.four = original;
    const copy = snapshot(original);
    expect(copy.two[0]).toBe(copy.one);
    expect([...copy.three.keys()][0]).toBe(copy.one);
    expect([...copy.three.values()][0].has(copy.one)).toBe(true);
    expect(copy.four).toBe(copy);
  });

  it('is an invalid Date where the original is one', () => {
    const copy = snapshot([new Date(Number.NaN)])[0];
    expect(copy).toBeInstanceOf(Date);
    expect(copy?.getTime()).toBeNaN();
  });

  it('keeps two views of one buffer together', () => {
    const bytes = new Uint8Array([1, 2, 3, 4]);
    const copy = snapshot({ bytes, words: new Uint16Array(bytes.buffer), buffer: bytes.buffer });
    expect(copy.bytes.buffer).toBe(copy.buffer);
    expect(copy.words.buffer).toBe(copy.buffer);
  });

  it('takes of a large buffer no more than the view of it shows', () => {
    const memory = new ArrayBuffer(1_000_000);
    expect(snapshot(new Uint8Array(memory, 8, 16)).buffer.byteLength).toBe(16);
  });

  it('takes no more than twice a buffer for all the views of its parts, which share what they can', () => {
    const buffer = new Uint8Array(1_000).map((_, at) => at).buffer;
    const views = Array.from({ length: 100 }, (_, at) => [
      new Uint8Array(buffer, at, 800),
      new Uint16Array(buffer, 2 * at, 300),
      new DataView(buffer, at, 7),
    ]).flat();
    const copies = snapshot({ views, buffer });
    expect(copies.views).toEqual(views);
    const buffers = new Set(copies.views.map((view) => view.buffer));
    expect([...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(2_000);
    expect(copies.views.at(-1)?.buffer).toBe(copies.buffer);
    expect(snapshot({ buffer, part: new Uint8Array(buffer, 1, 2) }).part).toEqual(new Uint8Array([1, 2]));
  });

  it('takes of a long list no more than what is there, whatever it says of its length', () => {
    const lying = new Proxy([{ a: 1 }], {
      get: (list, key) => (key === 'length' ? 3e7 : Reflect.get(list, key)),
    });
    const before = process.memoryUsage().rss;
    const copy = snapshot(lying);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    expect(copy).toHaveLength(3e7);
    expect(copy[0]).toEqual({ a: 1 });
  });

  it('may be written to where the original is frozen', () => {
    const copy = snapshot(Object.freeze([Object.freeze({ a: 1 })])) as { a: number }[];
    copy.push({ a: 2 });
    (copy[0] as { a: number }).a = 3;
    expect(copy).toEqual([{ a: 3 }, { a: 2 }]);
  });

  it('has the value that a getter gives now, read once', () => {
    let reads = 0;
    const original = {
      get price() {
        reads++;
        return { amount: reads };
      },
    };
    const copy = snapshot(original);
    expect(reads).toBe(1);
    expect([copy.price, copy.price]).toEqual([{ amount: 1 }, { amount: 1 }]);
    expect(reads).toBe(1);
  });

  it('keeps a getter that throws, and all that can be read beside it', () => {
    const original = { before: { a: 1 } };
    Object.defineProperty(original, 'lazy', { enumerable: true, get: fail });
    const copy = snapshot(original) as any;
    original.before.a = 2;
    expect(copy.before).toEqual({ a: 1 });
    expect(() => copy.lazy).toThrow('not now');
  });

  it('keeps the hidden fields of an instance, which its methods may need', () => {
    const original = new Money(1);
    Object.defineProperty(original, 'rate', { value: { percent: 19 }, enumerable: false });
    const copy = snapshot(original) as any;
    expect(copy.rate).toEqual({ percent: 19 });
    expect(copy.rate).not.toBe((original as any).rate);
    expect(Object.keys(copy)).toEqual(Object.keys(original));
  });

  it('does not run what its prototype inherits to it', () => {
    const original = Object.assign(
      Object.create({
        get lazy() {
          return fail();
        },
        set amount(_: unknown) {
          fail();
        },
      }),
      {},
    );
    Object.defineProperty(original, 'amount', { value: { a: 1 }, enumerable: true, writable: true });
    expect(snapshot(original).amount).toEqual({ a: 1 });
  });

  it('is an error to the engine too, with the message, code, cause and stack of the original', () => {
    const original = new Refused('no', { cause: { reason: 'sold out' } });
    const copy = snapshot(original);
    expect(Object.prototype.toString.call(copy)).toBe('[object Error]');
    expect(copy).toBeInstanceOf(Refused);
    expect(copy.stack).toBe(original.stack);
    expect([copy.message, copy.code, copy.detail, copy.cause]).toEqual([
      'no',
      'REFUSED',
      { sku: 'a' },
      { reason: 'sold out' },
    ]);
    expect(copy.cause).not.toBe(original.cause);
  });

  it.each([
    ['objects', () => ({}), (outer: any, inner: object) => Object.assign(outer, { inner })],
    ['arrays', () => [], (outer: any, inner: object) => outer.push(inner)],
    ['Maps', () => new Map(), (outer: any, inner: object) => outer.set('inner', inner)],
    ['Maps in keys', () => new Map(), (outer: any, inner: object) => outer.set(inner, 1)],
    ['Sets', () => new Set(), (outer: any, inner: object) => outer.add(inner)],
    ['instances', () => new Money(1), (outer: any, inner: object) => Object.assign(outer, { inner })],
  ])('goes through 100 000 levels of %s', (_, create, put) => {
    let original: object = create();
    const innermost = original;
    for (let level = 0; level < 100_000; level++) {
      const outer = create();
      put(outer, original);
      original = outer;
    }
    const copies = reachable(snapshot(original));
    expect(copies.size).toBeGreaterThanOrEqual(100_001);
    expect(copies.has(innermost)).toBe(false);
  });

  it('goes through 10 000 levels of causes', () => {
    let original = new Error('first');
    for (let level = 0; level < 10_000; level++) original = new Error('next', { cause: original });
    expect(reachable(snapshot(original)).size).toBe(10_001);
  });

  it.each([
    ['objects', (): object => ({})],
    ['Maps', () => new Map()],
    ['instances', () => new Money(1)],
  ])('is not made of %s that are in each other without end', (_, create) => {
    const endless = (): object =>
      Object.defineProperties(create(), {
        inner: { enumerable: true, get: endless },
        other: { enumerable: true, get: endless },
      });
    expect(() => snapshot(endless())).toThrow('not copied: more than 200000 levels deep');
  });

  it.each([
    ['Map', () => new Map(), (into: any, part: object) => into.set(part, part)],
    ['Set', () => new Set(), (into: any, part: object) => into.add(part)],
  ])(
    'is of the %s as it was when the copy of it began, whatever is added by what is in it',
    (_, create, put) => {
      const original = create();
      let added = 0;
      const growing = () => ({
        get next() {
          added += 1;
          if (added > 1_000) fail();
          put(original, growing());
          return added;
        },
      });
      put(original, growing());
      expect([snapshot(original).size, added]).toEqual([1, 1]);
    },
  );

  it.each([
    ['ownKeys', { ownKeys: fail }],
    ['get', { get: fail }],
    ['getPrototypeOf', { getPrototypeOf: fail }],
    ['getOwnPropertyDescriptor', { getOwnPropertyDescriptor: fail }],
  ])('is not made where the trap %s of a Proxy throws, and what it throws comes out', (_, handler) => {
    expect(() => snapshot({ inner: new Proxy({ a: 1 }, handler as ProxyHandler<object>) })).toThrow(
      'not now',
    );
  });
});

function fail(): never {
  throw new Error('not now');
}
