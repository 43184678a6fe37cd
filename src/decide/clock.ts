const ORIGIN = performance.timeOrigin;

/**
 * Milliseconds since the epoch, fractional and never running backwards, unlike Date.now(). NaN as below, and where there
 * is no time yet: in workerd the clock shows 0 until the first request, and a ramp would have dwelled since 1970.
 */
export function defaultNow(): number {
  return ORIGIN + realTime() || Number.NaN;
}

/**
 * What durations are taken by where the laboratory was given no clock of its own: a finer number than the epoch's. NaN
 * where the runtime's clock was replaced by one that fails.
 */
export function realTime(): number {
  try {
    const now: unknown = performance.now();
    return Number.isFinite(now) ? (now as number) : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

/**
 * Milliseconds since the epoch, of what a trial's clock has answered.
 *
 * @param given the clock that a laboratory is given: what is not it is the real time, be it another copy's of the package
 */
export function epochOf(reading: number, clock: () => number, given: () => number): number {
  return clock === given ? reading : ORIGIN + reading;
}
