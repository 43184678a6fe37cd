import { readFileSync } from 'node:fs';
import { DECIMALS, type Order } from './order.js';

/** The user's file cannot be priced; the message says why, one line for each problem. */
export class OrdersFileError extends Error {
  override name = 'OrdersFileError';
}

type Fields = Record<string, unknown>;
type Rule = readonly [says: string, holds: (value: unknown) => boolean];

const MOST_PROBLEMS = 5;

const TEXT: Rule = ['some text', (value) => typeof value === 'string' && value.trim() !== ''];
const LIST: Rule = ['a list', Array.isArray];
const CURRENCY: Rule = [
  `one of ${Object.keys(DECIMALS).join(', ')}`,
  (value) => Object.hasOwn(DECIMALS, String(value)),
];
const PRICE: Rule = [
  'a number from 0 to 1000000000 with at most 6 decimals',
  (value) => isDecimal(value, 1e9, 6),
];
const QUANTITY: Rule = ['a whole number other than 0', (value) => Number.isSafeInteger(value) && value !== 0];
const PERCENT: Rule = ['a number from 0 to 100 with at most 4 decimals', (value) => isDecimal(value, 100, 4)];
const COUNT: Rule = ['a whole number from 1', (value) => Number.isSafeInteger(value) && Number(value) >= 1];

const LINE = { sku: TEXT, unitPrice: PRICE, quantity: QUANTITY, taxRate: PERCENT };
const COUPONS = new Map<string, Record<string, Rule>>([
  ['percent', { percent: PERCENT }],
  ['fixed', { amount: PRICE }],
  ['buy-x-get-y', { sku: TEXT, buy: COUNT, free: COUNT }],
]);

/** Reads a JSON file with a list of orders: see README.md for what an order has. */
export function readOrders(file: string): Order[] {
  const orders = parse(file);
  if (!Array.isArray(orders))
    throw new OrdersFileError(`${file} must hold a JSON list of orders, not ${show(orders)}`);
  const problems = orders.flatMap((order, i) => problemsOf(order, i));
  if (problems.length === 0) return orders as Order[];
  const more = problems.length - MOST_PROBLEMS;
  const lines = problems.slice(0, MOST_PROBLEMS).concat(more > 0 ? [`and ${more} more`] : []);
  throw new OrdersFileError(`${file} cannot be priced:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new OrdersFileError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

function problemsOf(order: unknown, index: number): string[] {
  if (!isObject(order)) return [`order ${index + 1}: must be an object, not ${show(order)}`];
  const problems = [
    ...check(order, '', { id: TEXT, currency: CURRENCY, lines: LIST }),
    ...couponProblems(order.coupon),
  ];
  const lines = Array.isArray(order.lines) ? order.lines : [];
  problems.push(...lines.flatMap((line, i) => inside(line, `lines[${i}]`, LINE)));
  const name = TEXT[1](order.id) ? `order ${index + 1} (${order.id})` : `order ${index + 1}`;
  return problems.map((problem) => `${name}: ${problem}`);
}

function couponProblems(coupon: unknown): string[] {
  if (coupon === undefined) return [];
  const kind: Rule = [`one of ${[...COUPONS.keys()].join(', ')}`, (value) => COUPONS.has(String(value))];
  const rules = isObject(coupon) ? COUPONS.get(String(coupon.kind)) : undefined;
  return inside(coupon, 'coupon', rules ?? { kind });
}

function inside(value: unknown, path: string, rules: Record<string, Rule>): string[] {
  return isObject(value)
    ? check(value, `${path}.`, rules)
    : [`${path} must be an object, not ${show(value)}`];
}

function check(fields: Fields, prefix: string, rules: Record<string, Rule>): string[] {
  return Object.entries(rules).flatMap(([field, [says, holds]]) =>
    holds(fields[field]) ? [] : [`${prefix}${field} must be ${says}, not ${show(fields[field])}`],
  );
}

function isDecimal(value: unknown, most: number, places: number): boolean {
  if (typeof value !== 'number' || !(value >= 0 && value <= most)) return false;
  return (
    (/^\d+(?:\.(\d+))?$/.exec(String(value))?.[1] ?? '').length <= places && !String(value).includes('e')
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
