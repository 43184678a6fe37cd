import { index, integer, jsonb, pgTable, primaryKey, serial, text } from 'drizzle-orm/pg-core';

/** A line as the old schema has it: inside the order, as a document. */
export interface LineDocument {
  readonly sku: string;
  readonly quantity: number;
  readonly unitCents: number;
}

export const orders = pgTable(
  'orders',
  {
    id: serial().primaryKey(),
    customer: integer().notNull(),
    discountCents: integer('discount_cents').notNull(),
    /** The old schema. Goes away when nothing reads it any longer. */
    lines: jsonb().$type<LineDocument[]>().notNull(),
  },
  (table) => [index().on(table.customer)],
);

/** The new schema: a row for each line. */
export const orderLines = pgTable(
  'order_lines',
  {
    order: integer().notNull(),
    position: integer().notNull(),
    sku: text().notNull(),
    quantity: integer().notNull(),
    unitCents: integer('unit_cents').notNull(),
  },
  (table) => [primaryKey({ columns: [table.order, table.position] })],
);

/** Who was looked up. The new repository keeps it; the old one never did. */
export const lookups = pgTable('lookups', { id: serial().primaryKey(), customer: integer().notNull() });

export const MIGRATION = `
  CREATE TABLE orders (
    id serial PRIMARY KEY, customer integer NOT NULL, discount_cents integer NOT NULL, lines jsonb NOT NULL
  );
  CREATE INDEX ON orders (customer);
  CREATE TABLE order_lines (
    "order" integer NOT NULL REFERENCES orders, position integer NOT NULL, sku text NOT NULL,
    quantity integer NOT NULL, unit_cents integer NOT NULL, PRIMARY KEY ("order", position)
  );
  CREATE TABLE lookups (id serial PRIMARY KEY, customer integer NOT NULL);
`;
