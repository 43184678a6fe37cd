import { isDeepStrictEqual } from 'node:util';
import { sql } from 'drizzle-orm';
import type { Database } from './database.js';
import { mismatches, type Pass } from './read.js';
import { lookups } from './schema.js';
import { legacySpending, repairedSpending } from './spending.js';

/** Something that the example claims, whether it held, and the numbers either way. */
export interface Check {
  readonly claim: string;
  readonly holds: boolean;
  readonly evidence: string;
}

/** Everybody got what the legacy alone answers, and the legacy's lazy query ran once for each. */
export async function callers(db: Database, pass: Pass, ranLegacy: number): Promise<Check[]> {
  let equal = 0;
  for (const [customer, given] of pass.given) {
    const [expected] = await legacySpending(db, customer);
    if (isDeepStrictEqual(given, expected)) equal += 1;
  }
  const { calls } = pass.report;
  return [
    {
      claim: 'every caller got what the legacy answers',
      holds: equal === calls,
      evidence: `${equal} of ${calls}`,
    },
    {
      claim: "the legacy's query ran once a call",
      holds: ranLegacy === calls,
      evidence: `${ranLegacy} of ${calls}`,
    },
  ];
}

/** The mismatches are the customers that the bug bites, all of them and no other, under one fingerprint. */
export async function bug(db: Database, { report, published }: Pass): Promise<Check[]> {
  const bitten = await customersWithDiscountsOnSeveralLines(db);
  const found = mismatches(published).map(({ context }) => context.customer);
  const shapes = report.shapes.map(({ fingerprint }) => fingerprint);
  return [
    {
      claim: 'the planted bug was found wherever it bites, and nowhere else',
      holds: bitten.length > 0 && isDeepStrictEqual(found, bitten),
      evidence: `${found.length} customers of ${bitten.length}`,
    },
    {
      claim: 'its mismatches are one group',
      holds: isDeepStrictEqual(shapes, ['$[*].discountCents changed']),
      evidence: shapes.join('; '),
    },
  ];
}

/** Asked of the documents, in words that share nothing with the queries on trial. */
async function customersWithDiscountsOnSeveralLines(db: Database): Promise<unknown[]> {
  const { rows } = await db.execute(sql`
    SELECT DISTINCT customer FROM orders
    WHERE discount_cents > 0 AND jsonb_array_length(lines) > 1 ORDER BY customer
  `);
  return rows.map(({ customer }) => customer);
}

export function repaired({ report }: Pass): Check {
  const { match } = report.outcomes;
  return {
    claim: 'the repaired query agrees with the legacy',
    holds: report.calls > 0 && match === report.calls,
    evidence: `${match} of ${report.calls}`,
  };
}

/** No candidate has written, although the same function does when it is called for real. */
export async function writes(db: Database): Promise<Check> {
  const onTrial = await db.$count(lookups);
  await repairedSpending(db, 1);
  const called = (await db.$count(lookups)) - onTrial;
  return {
    claim: 'no candidate has written anything',
    holds: onTrial === 0 && called === 1,
    evidence: `${onTrial} on trial, ${called} when called for real`,
  };
}
