import { laboratory, type Report } from 'labcoat';

const CALLS_PER_MS = 50;

/** What a flood of 50 000 calls a second came to. */
export interface Flood {
  readonly report: Report;
  /** The most trials that began in any second, of those that had passed or not. */
  readonly mostInAnySecond: number;
  readonly mostInFlight: number;
}

/**
 * Floods an experiment with `maxPerSecond: 100` and `maxInFlight: 8`, on a clock that passes a millisecond for every 50
 * calls.
 *
 * @param tookMs how long the candidate takes that starts at this millisecond
 */
export async function flood(seconds: number, tookMs: (startedAt: number) => number): Promise<Flood> {
  let now = 0;
  let inFlight = 0;
  let mostInFlight = 0;
  const starts: number[] = [];
  const ends = new Map<number, (() => void)[]>();
  const lab = laboratory({
    publishers: [],
    now: () => now,
    timers: { setTimeout: () => 0, clearTimeout: () => {}, setImmediate: (call) => setImmediate(call) },
  });
  const run = lab
    .experiment('flooded', { maxInFlight: 8, guardrails: false })
    .use((): number | Promise<number> => 1)
    .try(() => {
      starts.push(now);
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      const end = Math.floor(now) + tookMs(now);
      return new Promise<number>((resolve) => {
        ends.set(end, [...(ends.get(end) ?? []), () => resolve(1)]);
      });
    })
    .sample({ rate: 1, maxPerSecond: 100 })
    .wrap();
  for (let ms = 0; ms < seconds * 1_000; ms++) {
    for (const end of ends.get(ms) ?? []) {
      end();
      inFlight--;
    }
    if (ends.delete(ms)) await new Promise((resolve) => setImmediate(resolve));
    for (let call = 0; call < CALLS_PER_MS; call++) {
      now = ms + call / CALLS_PER_MS;
      run();
    }
  }
  return { report: lab.report('flooded'), mostInAnySecond: mostWithin(starts, 1_000), mostInFlight };
}

function mostWithin(moments: readonly number[], span: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < moments.length; last++) {
    while ((moments[last] as number) - (moments[first] as number) >= span) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
