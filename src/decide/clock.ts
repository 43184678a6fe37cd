const ORIGIN = performance.timeOrigin;

/** Milliseconds since the epoch, fractional and never running backwards, unlike Date.now(). */
export function defaultNow(): number {
  return ORIGIN + performance.now();
}
