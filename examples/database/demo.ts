import type { Difference, Report } from 'labcoat';
import { bug, type Check, callers, repaired, writes } from './checks.js';
import { openDatabase } from './database.js';
import { generateOrders, placeOrder } from './orders.js';
import { mismatches, type Pass, readAll } from './read.js';
import { newSpending, repairedSpending } from './spending.js';

const ORDERS = 400;
const CUSTOMERS = 120;
const LEGACY_QUERY = /^select count.* jsonb_to_recordset/;

/** Looks every customer up with the candidate as it was first written, then as it was repaired. Answers the exit code. */
export async function demo(write: (text: string) => unknown): Promise<number> {
  const { db, statements, close } = await openDatabase();
  for (const order of generateOrders(ORDERS, CUSTOMERS)) await placeOrder(db, order);
  write(`${ORDERS} orders of ${CUSTOMERS} customers, each written to the old schema and to the new one.\n\n`);

  const first = await readAll(db, CUSTOMERS, newSpending);
  const ranLegacy = statements.filter((statement) => LEGACY_QUERY.test(statement)).length;
  write(`The query as it was first written\n${findings(first)}\n`);

  const second = await readAll(db, CUSTOMERS, repairedSpending);
  write(`The query as it was repaired\n${findings(second)}\n`);

  const checks = [
    ...(await callers(db, first, ranLegacy)),
    ...(await bug(db, first)),
    repaired(second),
    await writes(db),
  ];
  write(`What had to hold\n${checks.map(line).join('')}`);
  await close();
  return checks.every(({ holds }) => holds) ? 0 : 1;
}

function findings({ report, published }: Pass): string {
  const lines = [
    `${report.calls} calls, ${report.trials} on trial, ${report.outcomes.match} alike, ${report.outcomes.mismatch} not`,
    ...report.shapes.map(({ fingerprint, count }) => `${count} times: ${fingerprint}`),
    ...mismatches(published)
      .slice(0, 3)
      .map(({ context, candidates }) => {
        const told = candidates.flatMap(({ differences }) => differences).map(difference);
        return `customer ${context.customer}: ${told.join(', ')}`;
      }),
    verdict(report),
  ];
  return lines.map((each) => `  ${each}\n`).join('');
}

function difference({ path, control, candidate }: Difference): string {
  return `${path} is ${control}, and ${candidate} on trial`;
}

function verdict({ outcomes }: Report): string {
  return outcomes.mismatch > 0 ? 'Not ready.' : 'Nothing differs. Now it needs production, and time.';
}

function line({ claim, holds, evidence }: Check): string {
  return `  ${holds ? '✓' : '✗'} ${claim}: ${evidence}\n`;
}
