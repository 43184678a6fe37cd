import { PGlite } from '@electric-sql/pglite';
import { drizzle, type PgliteDatabase } from 'drizzle-orm/pglite';
import { MIGRATION } from './schema.js';

export type Database = PgliteDatabase;

export interface OpenDatabase {
  readonly db: Database;
  /** Every statement that Postgres was given, in order. */
  readonly statements: readonly string[];
  close(): Promise<void>;
}

/** A real Postgres, in this process and in memory. */
export async function openDatabase(): Promise<OpenDatabase> {
  const statements: string[] = [];
  const client = await PGlite.create();
  await client.exec(MIGRATION);
  const db = drizzle(client, { logger: { logQuery: (statement) => void statements.push(statement) } });
  return { db, statements, close: () => client.close() };
}
