import { isolateLater } from '../isolate.js';
import type { SkipReason } from '../types/index.js';
import type { State } from '../types/run.js';
import type { Surroundings } from './surroundings.js';

/** Publishers look at the counts at every trial, and at one in so many calls that are not on trial. */
const HEARTBEAT = 16;

/** Counts a call that is not on trial. */
export function skip(reason: SkipReason, state: State, surroundings: Surroundings): void {
  const { skips } = state;
  if (reason === 'expired') surroundings.stops.expire(state);
  if (skips[reason]++ % HEARTBEAT === 0) surroundings.heartbeat();
  for (const publisher of surroundings.options.publishers) {
    if (!('skipped' in publisher)) continue;
    surroundings.later(() =>
      isolateLater(
        (error) => state.tell('publish', error),
        () => publisher.skipped?.({ experiment: state.name, reason }),
      ),
    );
  }
}
