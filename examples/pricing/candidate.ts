import * as money from 'dinero.js/bigint';
import { CHF, EUR, GBP, JPY, KWD, USD } from 'dinero.js/bigint/currencies';
import type { Coupon, Line, Order, Quote } from './order.js';

type Money = money.Dinero<bigint>;
type Exact = money.DineroScaledAmount<bigint>;

const CURRENCIES = { CHF, EUR, GBP, JPY, KWD, USD };

/**
 * Prices an order in decimals. Amounts are exact until they are on the invoice: a line's net amount and its tax are
 * rounded once each, half a cent away from zero, and everything else is a sum of those.
 */
export function newQuote(order: Order): Quote {
  const zero = money.dinero({ amount: 0n, currency: CURRENCIES[order.currency] });
  const worths = order.lines.map((line) => worth(line, zero));
  const discounts = order.coupon ? discount(order.coupon, order.lines, worths, zero) : [];
  const lines = order.lines.map((line, i) => priceLine(line, worths[i] ?? zero, discounts[i] ?? zero));
  const subtotal = sum(worths.map(round), zero);
  const net = sum(
    lines.map(({ net }) => net),
    zero,
  );
  const tax = sum(
    lines.map(({ tax }) => tax),
    zero,
  );
  return {
    order: order.id,
    currency: order.currency,
    lines: lines.map(({ sku, net, tax, gross }) => ({
      sku,
      net: toNumber(net),
      tax: toNumber(tax),
      gross: toNumber(gross),
    })),
    subtotal: toNumber(subtotal),
    discount: toNumber(money.subtract(subtotal, net)),
    tax: toNumber(tax),
    total: toNumber(money.add(net, tax)),
  };
}

/** What the coupon takes off each line. */
function discount(coupon: Coupon, lines: Line[], worths: Money[], zero: Money): Money[] {
  if (coupon.kind === 'percent')
    return worths.map((amount) => money.multiply(amount, percent(coupon.percent)));
  if (coupon.kind === 'fixed') return spread(times(zero, coupon.amount, 1), worths, zero);
  return lines.map((line) => {
    const sets =
      line.sku === coupon.sku ? Math.floor(Math.max(line.quantity, 0) / (coupon.buy + coupon.free)) : 0;
    return times(zero, line.unitPrice, sets * coupon.free);
  });
}

/** Nothing is lost and nothing is added: cents that cannot be divided go to the dearest lines, one each. */
function spread(amount: Money, worths: Money[], zero: Money): Money[] {
  const shared = worths.map((each) => (money.isPositive(each) ? each : zero));
  if (money.greaterThanOrEqual(amount, sum(shared, zero))) return shared;
  const [, ...ratios] = money.normalizeScale([zero, ...shared]).map((each) => money.toSnapshot(each).amount);
  return money.allocate(round(amount), ratios);
}

function priceLine(line: Line, worth: Money, discount: Money) {
  const net = round(money.subtract(worth, discount));
  const tax = round(money.multiply(net, percent(line.taxRate)));
  return { sku: line.sku, net, tax, gross: money.add(net, tax) };
}

function worth(line: Line, zero: Money): Money {
  return times(zero, line.unitPrice, line.quantity);
}

function times(zero: Money, price: number, quantity: number): Money {
  const { amount, scale } = exact(price);
  const { currency } = money.toSnapshot(zero);
  return money.multiply(money.dinero({ amount, scale, currency }), BigInt(quantity));
}

function sum(amounts: Money[], zero: Money): Money {
  return amounts.reduce((total, amount) => money.add(total, amount), zero);
}

function round(amount: Money): Money {
  return money.transformScale(amount, money.toSnapshot(amount).currency.exponent, money.halfAwayFromZero);
}

function percent(value: number): Exact {
  const { amount, scale } = exact(value);
  return { amount, scale: scale + 2n };
}

/** The number as it is written: 19.99 is 1999 hundredths, whatever the nearest double may be. */
function exact(value: number): { amount: bigint; scale: bigint } {
  const [whole = '0', fraction = ''] = String(value).split('.');
  return { amount: BigInt(whole + fraction), scale: BigInt(fraction.length) };
}

function toNumber(amount: Money): number {
  return Number(money.toDecimal(amount));
}
