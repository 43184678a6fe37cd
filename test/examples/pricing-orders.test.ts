import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateOrders } from '../../examples/pricing/orders.js';
import { readOrders } from '../../examples/pricing/own-orders.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pricing-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the generated orders', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(generateOrders(500, 7)).toEqual(generateOrders(500, 7));
    expect(generateOrders(500, 7)).not.toEqual(generateOrders(500, 8));
  });

  it('do not depend on how many are asked for', () => {
    expect(generateOrders(500, 7).slice(0, 100)).toEqual(generateOrders(100, 7));
  });

  it('pass the checks that a file of orders has to pass', () => {
    const orders = generateOrders(2_000);
    expect(readOrders(fileOf(orders))).toEqual(orders);
  });

  it('cover every currency, every coupon and the edge cases', () => {
    const orders = generateOrders(2_000);
    const lines = orders.flatMap((order) => order.lines);
    expect(new Set(orders.map((order) => order.currency)).size).toBe(6);
    expect(new Set(orders.map((order) => order.coupon?.kind)).size).toBe(4);
    expect(orders.some((order) => order.lines.length === 0)).toBe(true);
    expect(orders.some(({ coupon }) => coupon?.kind === 'percent' && coupon.percent === 100)).toBe(true);
    expect(lines.some((line) => line.quantity < 0)).toBe(true);
    expect(lines.some((line) => line.quantity > 100_000)).toBe(true);
    expect(lines.some((line) => line.unitPrice === 0)).toBe(true);
  });
});

describe('a file of orders', () => {
  it.each([
    ['no list', { orders: [] }, 'must hold a JSON list of orders, not {"orders":[]}'],
    ['a currency nobody knows', [order('XXX', [])], 'order 1 (A-1): currency must be one of EUR, '],
    [
      'a quantity of 0',
      [order('EUR', [line(1, 0, 0)])],
      'order 1 (A-1): lines[0].quantity must be a whole number other',
    ],
    ['a price in words', [order('EUR', [line('1', 1, 0)])], 'lines[0].unitPrice must be a number from 0 to'],
    ['a price finer than any', [order('EUR', [line(1e-7, 1, 0)])], 'with at most 6 decimals, not 1e-7'],
    ['an order that is none', [null], 'order 1: must be an object, not null'],
    [
      'an order without lines',
      [{ id: 'B', currency: 'EUR' }],
      'order 1 (B): lines must be a list, not missing',
    ],
    [
      'a coupon of no kind',
      [order('EUR', [], {})],
      'order 1 (A-1): coupon.kind must be one of percent, fixed,',
    ],
    [
      'a coupon without amount',
      [order('EUR', [], { kind: 'fixed' })],
      'coupon.amount must be a number from 0',
    ],
  ])('is refused for %s, in words that name the place', (_, content, message) => {
    expect(() => readOrders(fileOf(content))).toThrow(message);
  });

  it('is refused with the first few of many problems', () => {
    const many = Array.from({ length: 9 }, () => order('EUR', [line(1, 0, 0)]));
    expect(() => readOrders(fileOf(many))).toThrow(/(order .*\n.*){5}and 4 more$/);
  });

  it('is refused if it is not there, or is no JSON', () => {
    expect(() => readOrders(join(folder, 'absent.json'))).toThrow('cannot be read as JSON');
  });
});

function fileOf(content: unknown): string {
  const file = join(folder, 'orders.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

function order(currency: string, lines: object[], coupon?: object) {
  return { id: 'A-1', currency, lines, ...(coupon && { coupon }) };
}

function line(unitPrice: unknown, quantity: number, taxRate: number) {
  return { sku: 'A', unitPrice, quantity, taxRate };
}
