import type { Coupon, Currency, Line, Order, Quote, QuotedLine } from './order.js';

// The pricing of the first web shop, as one finds it: it works, mostly, and invoices have depended on it for years.

const PLACES: Partial<Record<Currency, number>> = { JPY: 0 }; // all others have cents

/** Prices an order, and applies the coupon to the order itself while it is at it. */
export function legacyQuote(order: Order): Quote {
  const { currency } = order;
  const subtotal = round(sum(order.lines.map((line) => lineTotal(line, currency))), currency);
  if (order.coupon) applyCoupon(order, order.coupon);
  const lines = order.lines.map((line) => priceLine(line, currency));
  const net = round(sum(lines.map((line) => line.net)), currency);
  const tax = round(sum(lines.map((line) => line.tax)), currency);
  const discount = round(subtotal - net, currency);
  return { order: order.id, currency, lines, subtotal, discount, tax, total: round(net + tax, currency) };
}

function applyCoupon(order: Order, coupon: Coupon): void {
  if (coupon.kind === 'percent') {
    for (const line of order.lines) {
      line.unitPrice = round(line.unitPrice * (1 - coupon.percent / 100), order.currency);
    }
  } else if (coupon.kind === 'buy-x-get-y') {
    for (const line of order.lines) {
      if (line.sku !== coupon.sku || line.quantity < 0) continue;
      line.quantity -= Math.floor(line.quantity / (coupon.buy + coupon.free)) * coupon.free;
    }
  } else {
    spread(order, coupon.amount);
  }
}

/** Takes a fixed amount off, in proportion to what the lines cost. Cents left over go to the dearest lines. */
function spread(order: Order, amount: number): void {
  const cost = (line: Line) => line.unitPrice * line.quantity;
  const lines = order.lines.filter((line) => cost(line) > 0).sort((a, b) => cost(b) - cost(a));
  const total = sum(lines.map(cost));
  const off = Math.min(amount, total);
  const cent = 1 / 10 ** places(order.currency);
  let left = off;
  for (const line of lines) {
    const share = Math.floor((off * cost(line)) / total / cent) * cent;
    line.unitPrice -= share / line.quantity;
    left -= share;
  }
  for (const line of lines) {
    if (left <= 0) break;
    line.unitPrice -= cent / line.quantity;
    left -= cent;
  }
}

function priceLine(line: Line, currency: Currency): QuotedLine {
  const net = lineTotal(line, currency);
  const tax = Number((net * (line.taxRate / 100)).toFixed(places(currency)));
  return { sku: line.sku, net, tax, gross: round(net + tax, currency) };
}

function lineTotal(line: Line, currency: Currency): number {
  return Number((line.unitPrice * line.quantity).toFixed(places(currency)));
}

function round(amount: number, currency: Currency): number {
  const factor = 10 ** places(currency);
  return Math.round(amount * factor) / factor;
}

function places(currency: Currency): number {
  return PLACES[currency] ?? 2;
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
