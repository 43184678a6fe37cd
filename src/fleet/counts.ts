import { FAILURES } from '../record/tally.js';
import { EXPERIMENT, matching, matchingAny, OUTCOME, series, VARIANT } from './series.js';

/** What is added up over the processes of a fleet. */
export type FleetCount = 'started' | 'settled' | 'failures' | 'errors' | 'mismatches' | 'ignored';

/** The series that each is the sum of. */
export function seriesOf(count: FleetCount, ...matchers: readonly string[]): string {
  if (count === 'started' || count === 'settled') return series(count, ...matchers);
  return series('comparisons', OUTCOMES_OF[count], ...matchers);
}

const OUTCOMES_OF = {
  failures: matchingAny(OUTCOME, FAILURES),
  errors: matchingAny(OUTCOME, ['candidate_error', 'timeout']),
  mismatches: matching(OUTCOME, 'mismatch'),
  ignored: matching(OUTCOME, 'ignored'),
} as const;

/**
 * The sum over all processes that were there in the window. A counter never falls, so its maximum is what it came to, also
 * where the process is gone: what it has seen goes on counting.
 */
export function sumOverFleet(count: FleetCount, window: string, ...matchers: readonly string[]): string {
  return `sum by (${EXPERIMENT}, ${VARIANT}) (max_over_time(${seriesOf(count, ...matchers)}[${window}]))`;
}

/** What the rules record it as. */
export function fleetSeries(count: FleetCount): string {
  return `labcoat:${count}:fleet`;
}
