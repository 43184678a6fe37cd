import { laboratory } from 'labcoat';
import { describe, expect, it } from 'vitest';
import { newQuote } from '../../examples/pricing/candidate.js';
import { legacyQuote } from '../../examples/pricing/legacy.js';
import type { Coupon, Currency, Line, Order } from '../../examples/pricing/order.js';
import { generateOrders } from '../../examples/pricing/orders.js';
import { EXPERIMENT, quoting } from '../../examples/pricing/service.js';

describe('the candidate', () => {
  // Worked out by hand.
  it.each([
    ['half a cent of tax goes up', 'EUR', [line(1.5, 1, 7)], undefined, { tax: 0.11, total: 1.61 }],
    ['and down on a return', 'EUR', [line(1.5, -1, 7)], undefined, { tax: -0.11, total: -1.61 }],
    ['yen have no decimals', 'JPY', [line(105, 1, 10)], undefined, { tax: 11, total: 116 }],
    ['dinars have three', 'KWD', [line(12.345, 3, 0)], undefined, { tax: 0, total: 37.035 }],
    [
      'a percentage is taken off the line, not the piece',
      'EUR',
      [line(0.99, 12, 0)],
      { kind: 'percent', percent: 5 },
      { subtotal: 11.88, discount: 0.59, total: 11.29 },
    ],
    [
      'all of it can be taken off',
      'EUR',
      [line(19.99, 3, 19)],
      { kind: 'percent', percent: 100 },
      { discount: 59.97, tax: 0, total: 0 },
    ],
    [
      'one of three is free',
      'EUR',
      [line(10, 7, 20)],
      { kind: 'buy-x-get-y', sku: 'A', buy: 2, free: 1 },
      { discount: 20, tax: 10, total: 60 },
    ],
    [
      'a coupon is worth no more than the order',
      'EUR',
      [line(3, 1, 20)],
      { kind: 'fixed', amount: 10 },
      { discount: 3, tax: 0, total: 0 },
    ],
    [
      'an order of nothing costs nothing',
      'EUR',
      [],
      { kind: 'fixed', amount: 10 },
      { discount: 0, total: 0 },
    ],
    [
      'many screws cost something',
      'EUR',
      [line(0.0375, 1001, 0)],
      undefined,
      { subtotal: 37.54, total: 37.54 },
    ],
  ] as const)('%s', (_, currency, lines, coupon, expected) => {
    expect(newQuote(order(currency, [...lines], coupon))).toMatchObject(expected);
  });

  it('shares a fixed coupon out to the cent, and gives the cent that is left to the dearest line', () => {
    const three = [line(10, 1, 0), line(10.01, 1, 0), line(10, 1, 0)];
    const quote = newQuote(order('EUR', three, { kind: 'fixed', amount: 10 }));
    expect(quote.lines.map(({ net }) => net)).toEqual([6.67, 6.67, 6.67]);
    expect(quote).toMatchObject({ subtotal: 30.01, discount: 10, total: 20.01 });
  });

  it('takes neither more nor less than a fixed coupon off, and its lines add up, in every generated order', () => {
    for (const each of generateOrders(2_000)) {
      const quote = newQuote(each);
      const unit = { JPY: 1, KWD: 1000 }[each.currency as string] ?? 100;
      const cents = (amount: number) => Math.round(amount * unit);
      const lines = quote.lines.reduce((sum, { gross }) => sum + cents(gross), 0);
      expect(lines).toBe(cents(quote.total));
      if (each.coupon?.kind !== 'fixed' || quote.subtotal < each.coupon.amount) continue;
      expect(quote.discount).toBe(each.coupon.amount);
    }
  });

  it('leaves its order alone', () => {
    for (const each of generateOrders(300)) {
      const before = structuredClone(each);
      newQuote(each);
      expect(each).toEqual(before);
    }
  });
});

describe('the legacy', () => {
  const tenOff: Coupon = { kind: 'percent', percent: 10 };

  it('writes its discount into the order', () => {
    const mine = order('EUR', [line(10, 1, 0)], tenOff);
    legacyQuote(mine);
    expect(mine.lines[0]?.unitPrice).toBe(9);
    expect(newQuote(mine).total).toBe(8.1);
  });

  it('cannot mislead the candidate on trial, which is prepared with a copy', async () => {
    const lab = laboratory({ publishers: [] });
    expect(quoting(lab)(order('EUR', [line(10, 1, 0)], tenOff)).total).toBe(9);
    await lab.drain();
    expect(lab.report(EXPERIMENT).outcomes).toMatchObject({ match: 1, mismatch: 0 });
  });

  it.each([
    ['loses half a cent of tax', order('EUR', [line(20.7, 1, 5)]), 'tax', 1.03, 1.04],
    ['rounds the piece, then multiplies', order('EUR', [line(0.99, 12, 0)], tenOff), 'total', 10.68, 10.69],
    ['gives dinars two decimals', order('KWD', [line(12.345, 1, 0)]), 'total', 12.35, 12.345],
  ] as const)('%s, and the candidate does not', (_, mine, field, legacy, candidate) => {
    expect(legacyQuote(structuredClone(mine))[field]).toBe(legacy);
    expect(newQuote(mine)[field]).toBe(candidate);
  });
});

function order(currency: Currency, lines: Line[], coupon?: Coupon): Order {
  return coupon ? { id: 'A-1', currency, lines, coupon } : { id: 'A-1', currency, lines };
}

function line(unitPrice: number, quantity: number, taxRate: number): Line {
  return { sku: 'A', unitPrice, quantity, taxRate };
}
