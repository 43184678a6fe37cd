import { describe, expect, it } from 'vitest';
import { bounded } from '../../src/judge/differences/bounded.js';
import { cut, looksLikeId, shapeOfFingerprint, shapeOfPath } from '../../src/publish/redact.js';
import { seeded } from '../harness.js';

describe('the shape of a path', () => {
  it.each([
    ['$', '$'],
    ['$.lines[3].price', '$.lines[3].price'],
    ['$.lines[*].*', '$.lines[*].*'],
    ['$.address2', '$.address2'],
    ['$.größe._id.$ref', '$.größe._id.$ref'],
    ['$.deep…(7 steps).price', '$.deep…(7 steps).price'],
    ['$.byPosition.get(#2).price', '$.byPosition.get(#2).price'],
    ['$.members.has(#2)', '$.members.has(#2)'],
  ])('of %s keeps fields and positions', (path, shape) => {
    expect(shapeOfPath(path)).toBe(shape);
  });

  it.each([
    ['$["ada@example.com"].age', '$.*.age'],
    ['$["a \\"quoted\\" ] key"].age', '$.*.age'],
    ['$.users.u4711.age', '$.users.*.age'],
    ['$.users.٤٧١١.age', '$'],
    [`$.${'x'.repeat(41)}.age`, '$.*.age'],
    ['$.ages.get("Ada")', '$.ages.get(*)'],
    ['$.ages.get(4711).x', '$.ages.get(*).x'],
    ['$.ages.has("Ada")', '$.ages.has(*)'],
    ['$.ages.get(Symbol("Ada"))', '$.ages.get(*)'],
    ['$[Symbol("Ada")].x', '$.*.x'],
    ['$[Symbol.for("Ada")].x', '$.*.x'],
  ])('of %s has no key in it that could be data', (path, shape) => {
    expect(shapeOfPath(path)).toBe(shape);
  });

  it.each([['the price of Ada'], [''], ['$.a for Ada'], ['$["Ada'], ['$.get(Ada']])(
    'is the root for %j, which is no path',
    (path) => {
      expect(shapeOfPath(path)).toBe('$');
    },
  );

  it('is bounded', () => {
    expect(shapeOfPath(`$${'.field'.repeat(1_000_000)}`).length).toBeLessThan(300);
    expect(shapeOfPath(`$["${'Ada'.repeat(1_000_000)}"]`)).toBe('$.*');
  });

  it('has no beginning of a name that was cut through, wherever that was', () => {
    const id = 'ada_lovelace_and_what_else_is_known_of_her_from_london';
    const path = `$${'.field'.repeat(40)}.${id}`;
    expect(shapeOfPath(path)).toBe(`$${'.field'.repeat(40)}.*`);
    expect(shapeOfPath('$.field.ada…')).toBe('$.field.*…');
    expect(shapeOfFingerprint(bounded(`${path} changed`))).not.toContain('ada');
  });
});

describe('a key that looks like an id', () => {
  const written =
    'id _id $ref total shippingAddress line2Address address2 base64Encoded ipv4Address oauth2Client isOnSaleNow ' +
    'MAX_RETRY_COUNT XMLHttpRequest grossTotalInEUR unitPriceExVAT getUTCOffsetInMs xCsrfToken sku_1';

  it.each(written.split(' '))('is not one that people write: %s', (name) => {
    expect(looksLikeId(name)).toBe(false);
  });

  it.each([
    'u4711',
    'deadbeef',
    'cus_NffrFeUfNV2Hib',
    'AKIAIOSFODNN7EXAMPLE',
    'V1StGXR8_Z5jdHi6B',
    'x'.repeat(41),
  ])('is one that a program makes: %s', (key) => {
    expect(looksLikeId(key)).toBe(true);
  });

  it('is nearly every random one of 21 letters, digits and underscores', () => {
    const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';
    const random = seeded(1);
    const one = () => characters[Math.floor(random() * characters.length)];
    const ids = Array.from({ length: 2_000 }, () => Array.from({ length: 21 }, one).join(''));
    expect(ids.filter((id) => !looksLikeId(id)).length / ids.length).toBeLessThan(0.05);
  });
});

describe('the shape of a fingerprint', () => {
  it.each([
    ['$.lines[*].price changed, $.note added', '$.lines[*].price changed, $.note added'],
    ['not equal', 'not equal'],
    ['$.deep….price changed', '$.deep….price changed'],
    ['$.lines[*].price cha… 0a1b2c3d', undefined],
    ['$.lines[*].pri… 0a1b2c3d', '$.lines[*].*… 0a1b2c3d'],
    ['$["Ada"].price changed', '$.*.price changed'],
    ['$["Ada', undefined],
    ['Ada differs', undefined],
  ])('of %s is %s', (fingerprint, shape) => {
    expect(shapeOfFingerprint(fingerprint)).toBe(shape);
  });
});

describe('cut', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc'],
    ['éé', 3, 'é'],
    ['a€€', 5, 'a€'],
    ['a😀😀', 8, 'a😀'],
    ['aaaa😀', 4, 'aaaa'],
    ['', 0, ''],
  ])('of %s to %i bytes is %s', (text, maxBytes, expected) => {
    expect(cut(text, maxBytes)).toBe(expected);
  });
});
