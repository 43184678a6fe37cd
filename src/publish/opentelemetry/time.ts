import type { HrTime } from '@opentelemetry/api';

/**
 * Milliseconds since the epoch in the form that OpenTelemetry cannot mistake: a small number, from a test's clock, it
 * would take for an offset from the start of the process. `undefined` where the clock failed.
 */
export function hrTime(epochMs: number): HrTime | undefined {
  if (!Number.isFinite(epochMs)) return undefined;
  const seconds = Math.floor(epochMs / 1000);
  const nanoseconds = Math.floor((epochMs - seconds * 1000) * 1e6);
  return [seconds, nanoseconds];
}
