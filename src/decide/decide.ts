import { FAILED, isolateAtOnce } from '../isolate.js';
import type { AnyFunction, ControlSource } from '../types/index.js';
import type { Attendant, Decision, Definition, State, TellFault } from '../types/run.js';
import { direct } from './direct.js';
import { admits } from './rate-limit.js';
import { sample } from './sampling.js';

/** What a decision asks of its surroundings. */
export interface Bounds {
  readonly freeze?: (() => boolean) | undefined;
  /** No experiment is sampled above it. */
  readonly maxRate: number;
  /** Those that are asked at every call. */
  readonly directors: readonly ControlSource[];
  /** Who may take the place of chance. */
  readonly attendant?: Attendant | undefined;
}

/**
 * Whether this call is on trial, or why not. The stops are asked first, because they cost nothing and have to hold at
 * once; chance comes before the user's own conditions, which may be costly.
 */
export function decide(
  definition: Definition,
  state: State,
  bounds: Bounds,
  self: unknown,
  args: unknown[],
): Decision {
  const { options, sampling, conditions } = definition;
  const { tell } = state;
  if (definition.candidates.length === 0) return 'no-candidate';
  const { stop } = state;
  if (stop === 'killed') return stop;
  if (bounds.freeze !== undefined) {
    const frozen = askFreeze(bounds.freeze, tell);
    if (frozen !== 'open') {
      state.rate = 0;
      return frozen;
    }
  }
  if (options.expiresAt !== Number.POSITIVE_INFINITY && state.now() >= options.expiresAt) return 'expired';
  if (stop !== undefined) return stop;
  // What was set by hand holds in a test too.
  let rate = state.override === undefined ? bounds.attendant?.rateOf?.(state.name) : undefined;
  if (bounds.directors.length > 0) {
    const directive = direct(bounds.directors, definition, state, self, args);
    if (directive === FAILED) return 'fault';
    if (directive.isStopped) {
      state.rate = 0;
      return 'killed';
    }
    rate = directive.rate ?? rate;
  }
  const sampled = sample(sampling, state, bounds.maxRate, rate, self, args);
  if (sampled !== 'on-trial') return sampled;
  for (const condition of conditions) {
    const met = askCondition(condition, tell, self, args);
    if (met !== 'on-trial') return met;
  }
  if (!bounds.attendant?.isNeverOverloaded && state.guard?.mayRun() === 'overloaded') return 'overloaded';
  if (state.flights.size >= options.maxInFlight) return 'saturated';
  // Last of all: a call that is not on trial for another reason takes no place away.
  const maxPerSecond = typeof sampling === 'function' ? undefined : sampling.maxPerSecond;
  return maxPerSecond === undefined ? 'on-trial' : askRateLimit(maxPerSecond, state);
}

function askFreeze(freeze: () => boolean, tell: TellFault): 'open' | 'killed' | 'fault' {
  const answer = isolateAtOnce((error) => tell('freeze', error), 'freeze', freeze);
  if (answer === FAILED) return 'fault';
  return answer ? 'killed' : 'open';
}

function askRateLimit(maxPerSecond: number, state: State): Decision {
  const now = state.now();
  if (Number.isNaN(now)) return 'fault';
  return admits(state.recent, maxPerSecond, now) ? 'on-trial' : 'rate-limited';
}

/** Anything falsy declines, as people write `user && user.isStaff`; only `true` agrees, so that a mistake fails closed. */
function askCondition(condition: AnyFunction, tell: TellFault, self: unknown, args: unknown[]): Decision {
  const answer = isolateAtOnce<unknown>(
    (error) => tell('when', error),
    'when',
    () => Reflect.apply(condition, self, args),
  );
  if (answer === FAILED) return 'fault';
  if (answer === true) return 'on-trial';
  if (!answer) return 'when';
  tell('when', new TypeError(`when answered ${typeof answer}; answer true or false`));
  return 'fault';
}
