/** As much as is used of the clock by which Vitest and Jest fake timers: that of `@sinonjs/fake-timers`. */
export interface FakeClock {
  readonly now: number;
  /** By number: a record, or a map. */
  readonly timers?: Readonly<Record<string, FakeTimer>> | { values(): Iterable<FakeTimer> };
  /** What it has replaced. */
  readonly _setTimeout?: typeof setTimeout;
  tick(ms: number): number;
}

interface FakeTimer {
  readonly callAt: number;
}

/** The clock that the suite's fake timers go by, while they are on. A spy on one of them has no clock, so all are asked. */
export function fakeClock(): FakeClock | undefined {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  for (const timer of [setTimeout, clearTimeout, setInterval, clearInterval]) {
    const { clock } = timer as { clock?: Partial<FakeClock> };
    if (typeof clock?.tick === 'function') return clock as FakeClock;
  }
  return undefined;
}

/** The runtime's own, also where timers are faked already. */
export function realSetTimeout(): typeof setTimeout {
  return fakeClock()?._setTimeout ?? globalThis.setTimeout;
}

/** In how many milliseconds its next timer is due; undefined where there is none. */
export function untilNextFake({ now, timers = {} }: FakeClock): number | undefined {
  // Jest's map is one of another realm, and so is no instance of ours.
  const all = typeof timers.values === 'function' ? [...timers.values()] : Object.values(timers);
  if (all.length === 0) return undefined;
  return Math.max(0, Math.min(...all.map(({ callAt }) => callAt)) - now);
}
