import { do_not_optimize, measure } from 'mitata';

/** One call of what is measured. */
export type Work = () => unknown;

/** What is to be at most so many times as long as something else. */
export interface Row {
  readonly what: string;
  readonly against: string;
  /** The budget; undefined for what is only shown. */
  readonly limit?: number;
  /** The most bytes that a call may allocate. */
  readonly bytes?: number;
  readonly reference: () => Work;
  readonly subject: () => Work;
  /** What the peers take for the same, by name. */
  readonly peers?: Readonly<Record<string, () => Work>>;
}

/** Of all rounds. */
export interface Measured {
  readonly row: Row;
  readonly referenceNs: number;
  readonly subjectNs: number;
  readonly ratio: Spread;
  readonly bytes: number;
  readonly peers: Readonly<Record<string, Spread>>;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

interface Cost {
  readonly ns: number;
  readonly bytes: number;
}

/**
 * All rows in turn, and that again and again: whatever else the machine does meets all of them. What is compared is
 * measured right after each other, in an order that is turned round at every round.
 */
export async function measureRows(
  rows: readonly Row[],
  rounds: number,
  sliceMs: number,
): Promise<Measured[]> {
  const benches = rows.map((row) => ({ row, works: worksOf(row), costs: [] as Map<string, Cost>[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { works, costs } of benches) {
      const order = [...works];
      if (round % 2 === 1) order.reverse();
      const found = new Map<string, Cost>();
      for (const [name, work] of order) found.set(name, await cost(work, sliceMs));
      costs.push(found);
    }
  }
  return benches.map(({ row, costs }) => summarize(row, costs));
}

function worksOf({ reference, subject, peers = {} }: Row): readonly (readonly [string, Work])[] {
  const others = Object.entries(peers).map(([name, make]) => [name, make()] as const);
  return [['reference', reference()], ['subject', subject()], ...others];
}

/**
 * The lower quartile of many short batches: on a machine that does other things too, what is longer than a scheduler's
 * slice is never measured undisturbed. Bytes are the least that a batch of many calls has allocated for each.
 */
async function cost(work: Work, sliceMs: number): Promise<Cost> {
  const heap = () => process.memoryUsage().heapUsed;
  const { heap: used } = await measure(work, { min_cpu_time: (sliceMs / 4) * 1e6, heap } as never);
  // A full collection, as the one before that, makes the engine throw away what it has compiled.
  const ns = await timeOf(work, sliceMs, 64);
  const batch = Math.min(4096, Math.max(4, 4 * Math.round(BATCH_NS / ns / 4)));
  const exact = await timeOf(work, sliceMs, batch);
  // What the work left for later turns is not to be paid by what is measured next.
  await new Promise((resolve) => setImmediate(resolve));
  return { ns: exact, bytes: (used as { min: number } | undefined)?.min ?? 0 };
}

const BATCH_NS = 100_000;

async function timeOf(work: Work, sliceMs: number, batch: number): Promise<number> {
  const options = { min_cpu_time: sliceMs * 1e6, batch_samples: batch, gc: false };
  const { p25 } = await measure(work, options as never);
  return p25;
}

function summarize(row: Row, costs: readonly Map<string, Cost>[]): Measured {
  const of = (name: string) => costs.map((each) => each.get(name) as Cost);
  const reference = of('reference').map(({ ns }) => ns);
  const against = (name: string) =>
    spreadOf(of(name).map(({ ns }, round) => ns / (reference[round] as number)));
  return {
    row,
    referenceNs: spreadOf(reference).median,
    subjectNs: spreadOf(of('subject').map(({ ns }) => ns)).median,
    ratio: against('subject'),
    bytes: spreadOf(of('subject').map(({ bytes }) => bytes)).median,
    peers: Object.fromEntries(Object.keys(row.peers ?? {}).map((name) => [name, against(name)])),
  };
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  return { median: at(0.5), least: at(0), most: at(1) };
}

/** Calls something with ever other numbers, and lets no engine see that nobody looks at what it gives. */
export function calling(behaviour: (input: number) => unknown): Work {
  let input = 0;
  return () => {
    input = (input + 1) & 1023;
    do_not_optimize(behaviour(input));
  };
}

/** The same for a promise, which is awaited. */
export function awaiting(behaviour: (input: number) => PromiseLike<unknown>): Work {
  let input = 0;
  return async () => {
    input = (input + 1) & 1023;
    do_not_optimize(await behaviour(input));
  };
}
