import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOf } from '../../src/publish/redact-json.js';

const values = { maxBytes: 1_024, strings: true };
const shape = { maxBytes: 1_024, strings: false };

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

function fail(): never {
  throw new Error('called');
}

const cyclic: Record<string, unknown> = { a: 1 };
cyclic.self = cyclic;

describe('a value as JSON', () => {
  it.each<[string, unknown, string]>([
    ['plain data', { a: [1, 'b', true, null, -0], 'c d': {} }, '{"a":[1,"b",true,null,-0],"c d":{}}'],
    [
      'what JSON has no word for',
      [undefined, Number.NaN, 1n, () => {}, Symbol('s')],
      '["[undefined]","[NaN]","[1n]","[function]","[symbol]"]',
    ],
    ['a Map and a Set', [new Map([['a', 1]]), new Set(['b'])], '[[["a",1]],["b"]]'],
    ['a typed array', new Uint8Array([1, 2]), '[1,2]'],
    ['dates', [new Date(0), new Date(Number.NaN)], '["1970-01-01T00:00:00.000Z","[Invalid Date]"]'],
    ['an error', new RangeError('no'), '{"name":"RangeError","message":"no"}'],
    ['a cyclic value', cyclic, '{"a":1,"self":"[circular]"}'],
    ['holes', new Array(2), '["[undefined]","[undefined]"]'],
    ['control characters', '\u001b[31m', '"\\u001b[31m"'],
  ])('is written: %s', (_, value, json) => {
    expect(jsonOf(value, values)).toBe(json);
  });

  it('is what JSON.stringify writes, for plain data that fits', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), (value) => {
        const json = JSON.stringify(value);
        fc.pre(bytesOf(json) < 1_000 && !/-0/.test(jsonOf(value, values)));
        expect(jsonOf(value, values)).toBe(json);
      }),
    );
  });

  it('is 1 KB at most, and ends with a whole character, whatever the value is', () => {
    fc.assert(
      fc.property(
        fc.anything({ withMap: true, withSet: true, withBigInt: true, withTypedArray: true }),
        fc.nat(60),
        (value, maxBytes) => {
          const json = jsonOf(['😀é€', value, value], { maxBytes, strings: true });
          expect(bytesOf(json)).toBeLessThanOrEqual(maxBytes);
          expect(json).not.toMatch(/[\ud800-\udbff]$/);
        },
      ),
    );
    const json = jsonOf('😀'.repeat(1_000), values);
    expect(bytesOf(json)).toBe(1 + 255 * 4);
    expect(json.endsWith('😀')).toBe(true);
  });

  it('calls nothing of the value', () => {
    class Loud {
      a = 1;
      toJSON = fail;
      toString = fail;
      get inherited() {
        return fail();
      }
    }
    const loud = Object.defineProperty(new Loud(), 'own', { enumerable: true, get: fail });
    const list = Object.defineProperty([1], 1, { enumerable: true, get: fail });
    expect(jsonOf([loud, list], values)).toBe(
      '[{"a":1,"toJSON":"[function]","toString":"[function]","own":"[getter]"},[1,"[undefined]"]]',
    );
  });

  it('says of what cannot be read that it cannot', () => {
    const proxy = new Proxy({}, { ownKeys: fail, getOwnPropertyDescriptor: fail });
    expect(jsonOf({ a: 1, proxy, b: 2 }, values)).toContain('"[unreadable]"');
  });

  it('does not go deeper than a stack can', () => {
    let value: unknown = 1;
    for (let level = 0; level < 100_000; level++) value = [value];
    expect(jsonOf(value, { maxBytes: 1e6, strings: true })).toContain('"[deep]"');
  });

  it('looks at no more of the value than fits', () => {
    let looks = 0;
    const element = new Proxy(
      {},
      {
        ownKeys: () => {
          looks++;
          return [];
        },
      },
    );
    jsonOf(new Array(1_000_000).fill(element), values);
    expect(looks).toBeLessThan(600);
    expect(jsonOf(new Array(4_000_000_000), values)).toHaveLength(1_024);
    expect(jsonOf(2n ** 1_000_000n, values)).toBe('"[bigint]"');
  });

  it('has no string in it where strings are not shown', () => {
    const secret = {
      name: 'Ada',
      u4711: 1,
      'ada@example.org': 1,
      list: ['Ada'],
      error: new Error('Ada'),
      map: new Map([['Ada', 1]]),
    };
    expect(jsonOf(secret, shape)).toBe(
      '{"name":"[string]","*":1,"*":1,"list":["[string]"],"error":{"name":"[string]","message":"[string]"},"map":[["[string]",1]]}',
    );
  });
});
