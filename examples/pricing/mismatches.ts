import type { Difference } from 'labcoat';
import type { Cause } from './causes.js';
import type { Findings, Mismatch } from './collector.js';
import { number, share, table } from './layout.js';
import { type Currency, DECIMALS } from './order.js';
import { percentile } from './percentile.js';

const MOST_FIELDS = 8;
const MOST_EXAMPLES = 3;

interface Field {
  readonly orders: Set<string>;
  /** In the currency's smallest unit, place by place, where the difference is one of numbers. */
  readonly offBy: number[];
}

/** Where they differ, the commonest field first, and by how much. */
export function fields({ mismatches }: Findings): string[] {
  const commonest = [...byField(mismatches)].sort(([, a], [, b]) => b.orders.size - a.orders.size);
  const rows = commonest.slice(0, MOST_FIELDS).map(([path, { orders, offBy }]) => {
    const measures = [percentile(offBy, 0.5), mean(offBy), percentile(offBy, 1)];
    return [path, number(orders.size), ...measures.map((off) => (offBy.length === 0 ? '' : number(off, 1)))];
  });
  return titled('<>>>>', ['field', 'orders', 'median', 'mean', 'at most'], rows);
}

/** The lines of an order are all the same field: `$.lines[*].tax`. */
function byField(mismatches: readonly Mismatch[]): Map<string, Field> {
  const found = new Map<string, Field>();
  for (const { order, currency, differences } of mismatches) {
    for (const difference of differences) {
      const path = difference.path.replace(/\[\d+\]/g, '[*]');
      const field = found.get(path) ?? { orders: new Set(), offBy: [] };
      found.set(path, field);
      field.orders.add(order);
      if (difference.delta !== undefined) field.offBy.push(offBy(difference, currency));
    }
  }
  return found;
}

/** In cents, yen or fils. */
function offBy({ delta = 0 }: Difference, currency: Currency): number {
  return Math.abs(delta) * 10 ** DECIMALS[currency];
}

function mean(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
}

/** The simplest one of each of the commonest causes, and the one that is furthest off. */
export function examples({ mismatches }: Findings): string[] {
  const simplestFirst = [...mismatches].sort(
    (a, b) => a.differences.length - b.differences.length || (a.order < b.order ? -1 : 1),
  );
  const simple = commonestCauses(mismatches).flatMap(
    ([cause]) => simplestFirst.find((each) => each.cause === cause) ?? [],
  );
  const rows = simple
    .slice(0, MOST_EXAMPLES)
    .flatMap((each) => each.differences.slice(0, 1).map((d) => row(each, d)));
  return titled(
    '<<>>><<',
    ['order', 'field', 'legacy', 'candidate', 'delta'],
    [...rows, ...furthestOff(mismatches)],
  );
}

function furthestOff(mismatches: readonly Mismatch[]): string[][] {
  const numeric = mismatches.flatMap((mismatch) =>
    mismatch.differences
      .filter(({ delta }) => delta !== undefined)
      .map((difference) => ({ mismatch, difference, by: offBy(difference, mismatch.currency) })),
  );
  const [first, ...rest] = numeric;
  if (first === undefined) return [];
  const furthest = rest.reduce((most, one) => (one.by > most.by ? one : most), first);
  return [row(furthest.mismatch, furthest.difference)];
}

function row(
  { order, currency, cause }: Mismatch,
  { path, control, candidate, delta }: Difference,
): string[] {
  const amount = (value: unknown) => (typeof value === 'number' ? number(value, DECIMALS[currency]) : '');
  const sign = Number(delta) > 0 ? '+' : '';
  return [order, path, amount(control), amount(candidate), sign + amount(delta), currency, cause.orders];
}

/** Which kinds of order they are. */
export function causes({ mismatches, trials }: Findings): string[] {
  const rows = commonestCauses(mismatches).map(([cause, count]) => {
    const orders = trials.get(cause) ?? count;
    return [cause.orders, number(count), number(orders), share(count, orders), cause.legacy];
  });
  return titled('<>>><', ['orders', 'differ', 'of', '', 'because the legacy'], rows);
}

/** Each cause with its number of mismatches. */
export function commonestCauses(mismatches: readonly Mismatch[]): [Cause, number][] {
  const counts = new Map<Cause, number>();
  for (const { cause } of mismatches) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

function titled(alignment: string, heading: string[], rows: string[][]): string[] {
  return rows.length === 0 ? [] : table(alignment, [heading, ...rows]);
}
