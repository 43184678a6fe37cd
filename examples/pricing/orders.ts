import { type Coupon, type Currency, DECIMALS, type Line, type Order } from './order.js';

type Random = () => number;

const CURRENCIES = weighted<Currency>({ EUR: 46, USD: 25, GBP: 14, CHF: 6, JPY: 8, KWD: 1 });
const TAX_RATES: Record<Currency, number[]> = {
  EUR: [19, 19, 21, 7, 5.5, 5.5, 0],
  USD: [8.875, 7.25, 6, 6.25, 0],
  GBP: [20, 20, 5, 0],
  CHF: [8.1, 8.1, 2.6],
  JPY: [10, 10, 8],
  KWD: [0],
};
const GOODS = ['TEE', 'MUG', 'CAP', 'BAG', 'PEN', 'BOOK', 'SOCK', 'LAMP', 'CABLE', 'TEA'];
const QUANTITIES = [1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 6, 12];
const CHARM = [99, 99, 95, 90, 49, 0];

/** An edge case at every 50th place: each of them occurs in the first 300 orders. */
const EDGE_EVERY = 50;
const EDGE_CASES: readonly ((order: Order) => Order)[] = [
  (order) => ({ ...order, lines: [] }),
  (order) => ({ ...order, coupon: { kind: 'percent', percent: 100 } }),
  (order) => ({ ...order, coupon: { kind: 'fixed', amount: 1_000_000 } }),
  (order) => withLine(order, { sku: 'PEN-0001', unitPrice: 2, quantity: 250_000 }),
  (order) => withLine(order, { sku: 'GIFT-0001', unitPrice: 0, quantity: 1 }),
  (order) => withLine({ ...order, coupon: { kind: 'percent', percent: 10 } }, SCREWS),
];
/** Sold by the thousand, at a price finer than any coin. */
const SCREWS = { sku: 'SCREW-M4', unitPrice: 0.0375, quantity: 1000 };

/** The same orders for the same seed, on every machine. */
export function generateOrders(count: number, seed = 42): Order[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, (_, i) => {
    const order = someOrder(`A-${String(i + 1).padStart(5, '0')}`, random);
    const edge = i % EDGE_EVERY === EDGE_EVERY / 2 ? Math.floor(i / EDGE_EVERY) % EDGE_CASES.length : -1;
    return EDGE_CASES[edge]?.(order) ?? order;
  });
}

function someOrder(id: string, random: Random): Order {
  const currency = pick(CURRENCIES, random);
  const count = 1 + Math.floor(random() ** 2 * 6);
  const kind = random();
  const lines = Array.from({ length: count }, () => someLine(currency, kind < 0.02 ? -1 : 1, random));
  const coupon = kind > 0.88 ? someCoupon(lines, currency, random) : undefined;
  return coupon ? { id, currency, lines, coupon } : { id, currency, lines };
}

function someLine(currency: Currency, sign: 1 | -1, random: Random): Line {
  const sku = `${pick(GOODS, random)}-${1000 + Math.floor(random() * 9000)}`;
  return {
    sku,
    unitPrice: somePrice(currency, random),
    quantity: sign * pick(QUANTITIES, random),
    taxRate: pick(TAX_RATES[currency], random),
  };
}

/** Mostly small amounts, mostly 99 cents short of nothing; exact in the currency's own decimals. */
function somePrice(currency: Currency, random: Random): number {
  const main = Math.floor(2 + 120 * random() ** 3);
  const cents = random() < 0.7 ? pick(CHARM, random) : Math.floor(random() * 100);
  if (currency === 'JPY') return main * 100 + Math.floor(cents / 10) * 10;
  if (currency === 'KWD') return (main * 200 + cents) / 200;
  return (main * 100 + cents) / 100;
}

function someCoupon(lines: readonly Line[], currency: Currency, random: Random): Coupon {
  const kind = random();
  if (kind < 0.3) return { kind: 'percent', percent: pick([5, 10, 10, 15, 20, 25, 30, 50], random) };
  if (kind < 0.65)
    return { kind: 'fixed', amount: pick([5, 10, 20], random) * (DECIMALS[currency] === 0 ? 100 : 1) };
  return { kind: 'buy-x-get-y', sku: pick(lines, random).sku, buy: pick([1, 1, 2, 3], random), free: 1 };
}

function withLine(order: Order, line: Omit<Line, 'taxRate'>): Order {
  return { ...order, lines: [...order.lines, { ...line, taxRate: TAX_RATES[order.currency][0] ?? 0 }] };
}

function weighted<T extends string>(weights: Record<T, number>): T[] {
  return (Object.keys(weights) as T[]).flatMap((key) => Array<T>(weights[key]).fill(key));
}

function pick<T>(choices: readonly T[], random: Random): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

/** A small generator of chance with a seed, in the public domain, by Tommy Ettinger. */
function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
