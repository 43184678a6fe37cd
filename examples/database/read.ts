import { laboratory, type MemoryPublisher, memory, type Report, type Trial } from 'labcoat';
import type { Database } from './database.js';
import { legacySpending, type Spending } from './spending.js';

const EXPERIMENT = 'customers.spending';

export interface Pass {
  readonly report: Report;
  readonly published: MemoryPublisher;
  /** What the callers were given, by customer. */
  readonly given: ReadonlyMap<number, Spending>;
}

// The database is in this process and keeps it busy. Yours is not, and the limits should stay as they are.
const guardrails = { maxBusy: Number.POSITIVE_INFINITY, shedAbove: Number.POSITIVE_INFINITY };

/** Looks every customer up once, with a candidate on trial beside the legacy. */
export async function readAll(
  db: Database,
  customers: number,
  candidate: (db: Database, customer: number) => Promise<Spending[]>,
): Promise<Pass> {
  const published = memory();
  const lab = laboratory({ publishers: [published], defaults: { guardrails } });
  const spending = lab
    .experiment(EXPERIMENT)
    .use((customer: number) => legacySpending(db, customer))
    .try((customer) => candidate(db, customer))
    .context((customer) => ({ customer }))
    .wrap();

  const given = new Map<number, Spending>();
  for (let customer = 1; customer <= customers; customer++) {
    const [found] = await spending(customer);
    if (found !== undefined) given.set(customer, found);
  }
  await lab.drain();
  return { report: lab.report(EXPERIMENT), published, given };
}

/** The trials in which the candidate said something else. */
export function mismatches({ trials }: MemoryPublisher): readonly Trial[] {
  return trials.filter(({ candidates }) => candidates.some(({ outcome }) => outcome === 'mismatch'));
}
