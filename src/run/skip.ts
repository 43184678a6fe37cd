import { ASKS, EXPIRES } from '../decide/pass.js';
import { isolateLater } from '../isolate.js';
import { hasMethod } from '../publish/publish.js';
import type { SkipReason } from '../types/index.js';
import type { Holder, State } from '../types/run.js';
import type { Surroundings } from './surroundings.js';

/** Publishers look at the counts at every trial, and at one in so many calls that are not on trial. */
const HEARTBEAT = 16;

/** Counts a call that is not on trial, and lets the next ones pass where it is known that they will not be either. */
export function skip(reason: SkipReason, state: State, surroundings: Surroundings, holder: Holder): void {
  // Before anybody is told, who may say something else for the next ones.
  letPass(reason, state, surroundings, holder);
  if (reason === 'expired') surroundings.stops.expire(state);
  if (state.skips[reason]++ % HEARTBEAT === 0) surroundings.audience.showCounts();
  for (const publisher of surroundings.options.publishers) {
    if (!hasMethod(publisher, 'skipped')) continue;
    surroundings.later(() =>
      isolateLater(
        (error) => state.tell('publish', error),
        () => publisher.skipped?.({ experiment: state.name, reason }),
      ),
    );
  }
}

/** Nobody passes whom somebody wants to hear of, or to be asked about. */
function letPass(reason: SkipReason, state: State, { options }: Surroundings, holder: Holder): void {
  const { publishers, attendant, freeze, directors } = options;
  if (attendant !== undefined || publishers.some((publisher) => hasMethod(publisher, 'skipped'))) return;
  const { key } = holder;
  if (reason === 'killed' && state.stop === 'killed') {
    state.pass.grant(holder, reason, Number.POSITIVE_INFINITY);
  } else if (freeze === undefined && directors.length === 0 && key !== EXPIRES) {
    if (reason === 'guardrail') state.pass.grant(holder, reason, Number.POSITIVE_INFINITY);
    if (reason === 'not-sampled' && key !== ASKS && state.gap > 0) {
      state.gap -= state.pass.grant(holder, reason, state.gap);
    }
  }
}
