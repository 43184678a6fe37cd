const ORIGIN = performance.timeOrigin;

/** Milliseconds since the epoch, fractional and never running backwards, unlike Date.now(). */
export function defaultNow(): number {
  return ORIGIN + performance.now();
}

/** What durations are taken by where the laboratory was given no clock of its own: a finer number than the epoch's. */
export function realTime(): number {
  return performance.now();
}

/** Milliseconds since the epoch, of what a clock has answered. */
export function epochOf(reading: number, clock: () => number): number {
  return clock === realTime ? ORIGIN + reading : reading;
}
