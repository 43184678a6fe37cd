import { count, countDistinct, eq, sql, sum } from 'drizzle-orm';
import { onTrial } from 'labcoat';
import type { Database } from './database.js';
import { lookups, orderLines, orders } from './schema.js';

/** What a customer has bought so far. */
export interface Spending {
  readonly orders: number;
  readonly items: number;
  readonly grossCents: number;
  readonly discountCents: number;
}

/**
 * The legacy: reads the documents. What it answers is not a promise but Drizzle's query builder, whose `then` runs the
 * query: one `then` too many would run it twice.
 */
export function legacySpending(db: Database, customer: number) {
  const line = sql.raw('jsonb_to_recordset(lines) AS line(quantity int, "unitCents" int)');
  return db
    .select({
      orders: count(),
      items: whole(sql`sum((SELECT sum(quantity) FROM ${line}))`),
      grossCents: whole(sql`sum((SELECT sum(quantity * "unitCents") FROM ${line}))`),
      discountCents: whole(sum(orders.discountCents)),
    })
    .from(orders)
    .where(eq(orders.customer, customer));
}

/** The candidate: reads the rows. It has a bug that no test with a single line in its orders would find. */
export async function newSpending(db: Database, customer: number): Promise<Spending[]> {
  await logLookup(db, customer);
  return db
    .select({
      orders: countDistinct(orders.id),
      items: whole(sum(orderLines.quantity)),
      grossCents: whole(sum(sql`${orderLines.quantity} * ${orderLines.unitCents}`)),
      discountCents: whole(sum(orders.discountCents)), // once for each line that was joined
    })
    .from(orders)
    .leftJoin(orderLines, eq(orderLines.order, orders.id))
    .where(eq(orders.customer, customer));
}

/** The candidate, repaired: lines are summed up before they are joined. */
export async function repairedSpending(db: Database, customer: number): Promise<Spending[]> {
  await logLookup(db, customer);
  const totals = db
    .select({
      order: orderLines.order,
      items: sum(orderLines.quantity).as('items'),
      cents: sum(sql`${orderLines.quantity} * ${orderLines.unitCents}`).as('cents'),
    })
    .from(orderLines)
    .groupBy(orderLines.order)
    .as('totals');
  return db
    .select({
      orders: count(),
      items: whole(sum(totals.items)),
      grossCents: whole(sum(totals.cents)),
      discountCents: whole(sum(orders.discountCents)),
    })
    .from(orders)
    .leftJoin(totals, eq(totals.order, orders.id))
    .where(eq(orders.customer, customer));
}

/** The new repository writes when it reads. On trial it must not: that reader did not ask for it. */
async function logLookup(db: Database, customer: number): Promise<void> {
  if (onTrial() !== undefined) return;
  await db.insert(lookups).values({ customer });
}

/** Postgres answers sums as text, and no sum at all for no rows. */
function whole(total: ReturnType<typeof sum> | ReturnType<typeof sql>) {
  return sql`coalesce(${total}, 0)`.mapWith(Number);
}
