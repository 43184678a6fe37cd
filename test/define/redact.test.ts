import { describe, expect, it } from 'vitest';
import { redact } from '../../src/define/redact.js';
import { jsonOf } from '../../src/publish/redact-json.js';

const json = (value: unknown) => jsonOf(value, { maxBytes: 10_000, strings: true });

describe('redact', () => {
  it.each<[string, unknown, string]>([
    ['$', { a: 1 }, '"[redacted]"'],
    ['$.user.email', { user: { email: 'ada@b.c', id: 1 } }, '{"user":{"email":"[redacted]","id":1}}'],
    ['$["odd key"]', { 'odd key': 1, b: 2 }, '{"odd key":"[redacted]","b":2}'],
    [
      '$.cards[*].number',
      { cards: [{ number: 1 }, { number: 2, cvc: 3 }] },
      '{"cards":[{"number":"[redacted]"},{"number":"[redacted]","cvc":3}]}',
    ],
    ['$[1]', [1, 2, 3], '[1,"[redacted]",3]'],
    [
      '$.users.*.name',
      { users: { a: { name: 1 }, b: { name: 2 } } },
      '{"users":{"a":{"name":"[redacted]"},"b":{"name":"[redacted]"}}}',
    ],
    [
      '$.rates.EUR',
      {
        rates: new Map([
          ['EUR', 1],
          ['USD', 2],
        ]),
      },
      '{"rates":[["EUR","[redacted]"],["USD",2]]}',
    ],
    ['$.rates.*', { rates: new Map([['EUR', 1]]) }, '{"rates":[["EUR","[redacted]"]]}'],
    ['$.tags[*]', { tags: new Set(['a', 'b']) }, '{"tags":["[redacted]"]}'],
    ['$[*]', new Uint8Array([1, 2]), '["[redacted]","[redacted]"]'],
    ['$.message', new RangeError('for Ada'), '{"name":"RangeError","message":"[redacted]"}'],
    ['$.nowhere.at.all', { a: 1 }, '{"a":1}'],
    ['$.a[0].b', { a: 'text' }, '{"a":"text"}'],
  ])('%s', (path, value, expected) => {
    expect(json(redact(path)(value))).toBe(expected);
  });

  it('takes several paths, one inside another too', () => {
    expect(json(redact('$.a.b', '$.a', '$.c')({ a: { b: 1 }, c: 2, d: 3 }))).toBe(
      '{"a":"[redacted]","c":"[redacted]","d":3}',
    );
  });

  it('writes nothing to the value, frozen or not, and calls nothing of it', () => {
    const value = Object.freeze({
      a: Object.freeze({ b: 1 }),
      get c(): never {
        throw new Error('called');
      },
    });
    expect(json(redact('$.a.b', '$.c')(value))).toBe('{"a":{"b":"[redacted]"},"c":"[getter]"}');
    expect(value.a.b).toBe(1);
  });

  it('shares what it does not lead to', () => {
    const value = { a: { b: 1 }, c: { d: 2 } };
    expect((redact('$.a.b')(value) as typeof value).c).toBe(value.c);
  });

  it('refuses what is no path, and none at all', () => {
    expect(() => redact('user.email')).toThrow(/redact\(\.\.\.\) was given the path/);
    expect(() => (redact as () => unknown)()).toThrow(/redact\(\.\.\.\) was given no path/);
  });
});
