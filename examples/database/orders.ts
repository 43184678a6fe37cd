import type { Database } from './database.js';
import { type LineDocument, orderLines, orders } from './schema.js';

export interface NewOrder {
  readonly customer: number;
  readonly discountCents: number;
  readonly lines: LineDocument[];
}

/** During the migration a write goes to both schemas, in one transaction: reads can move over one at a time. */
export async function placeOrder(db: Database, order: NewOrder): Promise<void> {
  await db.transaction(async (transaction) => {
    const [placed] = await transaction.insert(orders).values(order).returning({ id: orders.id });
    const rows = order.lines.map((line, position) => ({ order: placed?.id ?? 0, position, ...line }));
    if (rows.length > 0) await transaction.insert(orderLines).values(rows);
  });
}

/** Orders of `customers` customers, the same ones every time. Some have no lines, some a discount, some both. */
export function generateOrders(count: number, customers: number): NewOrder[] {
  const next = chance(7);
  return Array.from({ length: count }, () => ({
    customer: 1 + Math.floor(next() * customers),
    discountCents: next() < 0.1 ? 100 * (1 + Math.floor(next() * 10)) : 0,
    lines: Array.from({ length: Math.floor(next() * 4) }, () => ({
      sku: `SKU-${Math.floor(next() * 50)}`,
      quantity: 1 + Math.floor(next() * 3),
      unitCents: 100 + Math.floor(next() * 9_900),
    })),
  }));
}

/** mulberry32 */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
