import { DECISION, EXPERIMENT, matchingAny, series } from '../series.js';

/** The experiments whose calls are not on trial at the moment because somebody or something has stopped them. */
export function stoppedNow(): string {
  const calls = series('calls', matchingAny(DECISION, ['killed', 'guardrail']));
  return `(sum by (${EXPERIMENT}) (increase(${calls}[15m])) > 0)`;
}
