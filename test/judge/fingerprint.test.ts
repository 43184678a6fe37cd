import { describe, expect, test } from 'vitest';
import { explain } from '../../src/judge/differences/explain.js';
import { fingerprint } from '../../src/judge/differences/fingerprint.js';
import { parsePath } from '../../src/judge/differences/pattern.js';
import { wildcardPath } from '../../src/judge/differences/wildcard.js';
import { equal } from '../../src/judge/equality/equal.js';
import type { Difference, Observation } from '../../src/types/index.js';

const returned = (value: unknown): Observation => ({ name: 'a', durationMs: 1, status: 'returned', value });
const threw = (error: unknown): Observation => ({ name: 'a', durationMs: 1, status: 'threw', error });
const shapeOf = (control: unknown, candidate: unknown) =>
  fingerprint(explain(equal, control, candidate).differences, returned(control), returned(candidate));

describe('A fingerprint', () => {
  test('is the sorted places that differ, and how', () => {
    expect(shapeOf({ note: 'a', lines: [{ price: 1 }] }, { lines: [{ price: 2 }], extra: 1 })).toBe(
      '$.extra added, $.lines[*].price changed, $.note removed',
    );
  });

  test('is the same wherever in a list, a Map or under an id it is', () => {
    const byId = (id: string, at: number, price: number) => ({
      lines: Array.from({ length: 9 }, (_, index) => ({ price: index === at ? price : 0 })),
      users: { [id]: { price } },
      rates: new Map([[id, price]]),
      tags: new Set([id, price]),
    });
    expect(shapeOf(byId('104', 1, 1), byId('104', 1, 2))).toBe(
      shapeOf(byId('ada@example.org', 7, 3), byId('ada@example.org', 7, 4)),
    );
    expect(shapeOf(byId('104', 1, 1), byId('104', 1, 2))).toBe(
      '$.lines[*].price changed, $.rates.* changed, $.tags[*] added, $.tags[*] removed, $.users.*.price changed',
    );
  });

  test('of failures is how each ended, by class and code', () => {
    expect(
      fingerprint([], returned(1), threw(Object.assign(new RangeError('order 17'), { code: 'ERR_SCALE' }))),
    ).toBe('control returned, candidate threw RangeError ERR_SCALE');
    expect(fingerprint([], threw(new TypeError('a')), threw('b'))).toBe(
      'control threw TypeError, candidate threw string',
    );
    expect(fingerprint([], threw(null), { name: 'a', durationMs: 1, status: 'timed-out' })).toBe(
      'control threw null, candidate timed out',
    );
    expect(fingerprint([], threw(undefined), returned(1))).toBe(
      'control threw undefined, candidate returned',
    );
  });

  test('holds no code that is an id', () => {
    const failed = (code: unknown) =>
      fingerprint([], returned(1), threw(Object.assign(new Error('a'), { code })));
    expect(failed('ada@example.org')).toBe(failed('bob@example.org'));
    // A database's driver says it as text.
    for (const code of [23505, '23505']) expect(failed(code)).toContain('Error 23505');
    for (const code of [471_147, '471147', '', null, true]) expect(failed(code)).toMatch(/Error$/);
  });

  const address = 'ada@example.org';
  const tagged = { [Symbol.toStringTag]: address };
  const Nameless = Object.defineProperty(class {}, 'name', { value: () => address });
  test.each<[string, unknown, string]>([
    ['what an object calls itself', tagged, 'Object'],
    ['what one without a class calls itself', Object.assign(Object.create(null), tagged), 'Object'],
    ['what one calls its constructor', { constructor: address, ...tagged }, 'Object'],
    ['a class that is named by an address', new { [address]: class {} }[address](), 'Object'],
    ['an error whose class is', new { [address]: class extends Error {} }[address](), 'Error'],
    ['a class that is named by an id', new { a4711b52c0: class extends Error {} }.a4711b52c0(), 'Error'],
    ['a class whose name is no text', new Nameless(), 'Object'],
  ])('holds nothing of what was thrown but a class: %s', (_, error, name) => {
    expect(fingerprint([], returned(1), threw(error))).toBe(`control returned, candidate threw ${name}`);
  });

  test('is at most 256 characters long, and still tells long shapes apart', () => {
    const many = (last: string): Difference[] =>
      [...Array.from({ length: 40 }, (_, at) => `field${at}`), last].map((name) => ({
        path: `$.z${name}`,
        kind: 'changed',
      }));
    const [one, other] = ['one', 'two'].map((last) => fingerprint(many(last), returned(1), returned(2)));
    expect(one).toHaveLength(256);
    expect(one).not.toBe(other);
    expect(one).toBe(fingerprint(many('one').reverse(), returned(1), returned(2)));
  });

  test('is the same text in every process', () => {
    const many = Array.from(
      { length: 40 },
      (_, at): Difference => ({ path: `$.field${at}`, kind: 'changed' }),
    );
    expect(fingerprint(many, returned(1), returned(2)).slice(-8)).toBe('3f25b009');
  });

  test('exists where nothing but an answer is known', () => {
    expect(fingerprint([], returned(1), returned(2))).toBe('not equal');
  });
});

describe('A path’s pattern', () => {
  const ids = [
    '17',
    '-3',
    '2024-01-31',
    '2024-01-31T10:00:00Z',
    '1.5',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    'd41d8cd98f00b204e9800998ecf8427e',
    'a1b2c3d4',
    'ada@example.org',
    'order-1042',
    'cus_9s6XKzkNRiz8i3',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  ];
  const names = [
    'total',
    'line1',
    'address2',
    'sha256',
    'iso8601',
    'facade',
    'estimatedDeliveryDate',
    'http_404',
    'EUR',
    'content-type',
    'x1y2z3',
    '_id',
  ];

  for (const id of ids) {
    test(`has no id such as ${id}`, () => {
      expect(wildcardPath(`$.users[${JSON.stringify(id)}].name`)).toBe('$.users.*.name');
    });
  }

  for (const name of names) {
    test(`keeps a name such as ${name}`, () => {
      expect(wildcardPath(`$[${JSON.stringify(name)}]`)).toBe(`$[${JSON.stringify(name)}]`);
    });
  }

  const patterns: [path: string, pattern: string][] = [
    ['$', '$'],
    ['$.lines[3].price', '$.lines[*].price'],
    ['$.rates.get("EUR").value', '$.rates.*.value'],
    ['$.rates.get(#2)["a"]', '$.rates.*["a"]'],
    ['$.get(Symbol("a)"))', '$.*'],
    ['$.get("a\\")")[0]', '$.*[*]'],
    ['$.tags.has("a")', '$.tags[*]'],
    ['$[Symbol.for("a")].b', '$.*.b'],
    ['$[Symbol.iterator]', '$.*'],
    ['$.lines[*].*', '$.lines[*].*'],
  ];
  for (const [path, pattern] of patterns) {
    test(`can be given to omitting: ${path} is ${pattern}`, () => {
      expect(wildcardPath(path)).toBe(pattern);
      expect(() => parsePath(pattern, 'omitting(...)')).not.toThrow();
    });
  }

  test('is made of a user’s own notation too', () => {
    expect(wildcardPath('lines/3/price')).toBe('lines/*/price');
    expect(wildcardPath('$.lines/3/price')).toBe('$.lines/*/price');
    expect(wildcardPath('users/ada@example.org')).toBe('users/*');
  });

  test('is made in a moment of whatever is said to be a path', () => {
    expect(wildcardPath('a'.repeat(1_000_000))).toBe('*');
    expect(wildcardPath(`$${' a1'.repeat(300_000)}`)).toHaveLength(900_001);
  });
});
