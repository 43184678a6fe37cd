/** As much as is used of the clock by which Vitest and Jest fake timers: that of `@sinonjs/fake-timers`. */
export interface FakeClock {
  readonly now: number;
  readonly timers?: Readonly<Record<string, { readonly callAt: number }>> | Map<unknown, { callAt: number }>;
  tick(ms: number): number;
}

/** The clock that the suite's fake timers go by, while they are on. */
export function fakeClock(): FakeClock | undefined {
  const { clock } = globalThis.setTimeout as unknown as { clock?: Partial<FakeClock> };
  return typeof clock?.tick === 'function' ? (clock as FakeClock) : undefined;
}

/** In how many milliseconds its next timer is due; undefined where there is none. */
export function untilNextFake({ now, timers = {} }: FakeClock): number | undefined {
  const all = timers instanceof Map ? [...timers.values()] : Object.values(timers);
  if (all.length === 0) return undefined;
  return Math.max(0, Math.min(...all.map(({ callAt }) => callAt)) - now);
}
