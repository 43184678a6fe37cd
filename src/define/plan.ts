import { ASKS, EXPIRES, Pass } from '../decide/pass.js';
import { plain } from '../observe/thenable.js';
import { conduct } from '../run/conduct.js';
import { acquaint } from '../run/state.js';
import type { Surroundings } from '../run/surroundings.js';
import type { AnyFunction, SkipReason } from '../types/index.js';
import type { Definition, Holder, State } from '../types/run.js';
import { controlOf, type Defaults, defineBy, type Origin, type Step, signatureOf } from './definition.js';

/**
 * A function that runs an experiment. It is put together now, and anew when its laboratory is configured; a call that
 * may pass unasked costs a comparison and a decrement on top of the control.
 *
 * @param own what is no `this` for the control: the experiment that it is called on
 */
export function runnerOf(last: Step, own?: object): AnyFunction {
  const control = controlOf(last).value;
  let plan = planOf(last);
  const conductBy = (self: unknown, ...args: unknown[]): unknown => {
    if (plan.defaults !== plan.origin.bench.defaults) plan = planOf(last);
    const { definition, state, surroundings, holder } = plan;
    if (state === undefined) return plain(Reflect.apply(control, self, args));
    return conduct({ definition, state, surroundings, self, args }, holder);
  };
  return function (this: unknown, ...args: unknown[]) {
    const self = this === own ? undefined : this;
    const { holder } = plan;
    if (holder.left === 0) return conductBy(self, ...args);
    holder.left -= 1;
    // Of one argument no list is made, and a number is nothing to be awaited: together half of what such a call takes.
    const answer =
      args.length === 1 ? Reflect.apply(control, self, [args[0]]) : Reflect.apply(control, self, args);
    return typeof answer === 'number' ? answer : plain(answer);
  };
}

/** An experiment put together, with the defaults that it was put together by. */
interface Plan {
  readonly origin: Origin;
  readonly definition: Definition;
  readonly state: State | undefined;
  readonly surroundings: Surroundings;
  readonly defaults: Defaults;
  /** As whom its calls may pass unasked. */
  readonly holder: Holder;
}

/** Puts an experiment together, and makes it known to its laboratory. */
function planOf(last: Step): Plan {
  const origin = controlOf(last).before;
  const { name, options, bench } = origin;
  const { surroundings, defaults } = bench;
  const definition = defineBy(last, defaults);
  const state = surroundings.stateOf(name);
  const pass = state?.pass ?? NO_PASS;
  const own = holderOf(definition, origin);
  const holder = pass.hold(own);
  const plan = { origin, definition, state, surroundings, defaults, holder };
  // Built inline it is the same one at every call: what would be compared was compared before.
  if (state === undefined || (holder !== own && holder.candidate !== undefined)) return plan;
  const isNew = state.signature === undefined;
  const known = acquaint(state, definition, signatureOf(definition, options));
  // Its series are there from now on, at 0, and not from its first mismatch on, at 1.
  if (isNew) surroundings.audience.showCounts();
  return known === definition ? plan : { ...plan, definition: known };
}

function holderOf(
  { candidates, sampling, options: { expiresAt } }: Definition,
  { bench, options }: Origin,
): Holder {
  const candidate = candidates.length === 1 ? candidates[0]?.name : undefined;
  return { bench, key: keyOf(), candidate, options, left: 0 };

  function keyOf(): number {
    if (candidates.length === 0) return Number.NaN;
    if (expiresAt !== Number.POSITIVE_INFINITY) return EXPIRES;
    return typeof sampling === 'function' || sampling.by !== undefined ? ASKS : sampling.rate;
  }
}

/** Of an experiment that its laboratory does not remember. */
const NO_PASS = new Pass({} as Record<SkipReason, number>);
