import { fulfilled, observe, rejected, timedOut } from '../../../observe/observe.js';
import { disarmParts, follow } from '../../../observe/thenable.js';
import type { AnyFunction, Observation } from '../../../types/index.js';
import { within } from '../../time-limit.js';
import type { Call } from '../call.js';

/**
 * Runs a variant once more, in the background. Whatever it does is an observation; one that hangs is timed out.
 *
 * @param onLate told of the promise of a variant that is not waited for any longer
 */
export function rerun(
  name: string,
  behaviour: AnyFunction,
  args: readonly unknown[],
  { definition, state, surroundings, self }: Call,
  onLate: (settled: Promise<unknown>) => void,
): Promise<Observation> {
  const { clock } = state;
  const sighting = observe(name, behaviour, self, args, clock);
  if (sighting.status === 'returned') disarmParts(sighting.value);
  if (sighting.status !== 'pending') return Promise.resolve(sighting);
  const settled = follow(
    sighting.promise,
    (value) => {
      disarmParts(value);
      return fulfilled(sighting, value, clock);
    },
    (error) => rejected(sighting, error, clock),
  ) as Promise<Observation>;
  const { timers } = surroundings.options;
  const tell = (error: unknown) => state.tell('timers', error);
  return within(settled, definition.options.timeoutMs, name, timers, tell).catch(() => {
    onLate(settled);
    return timedOut(name, sighting.startedAt, clock);
  });
}

/**
 * Answers a function that does a piece of work later in the asynchronous context of now. What is judged in the background
 * is judged in anybody's context, and a variant that runs again has to find its own: its request, its transaction.
 */
export function laterFromHere(): (work: () => void) => void {
  let go: ((work: () => void) => void) | undefined;
  new Promise<() => void>((resolve) => {
    go = resolve;
  }).then(
    (work) => work(),
    () => {},
  );
  if (go === undefined) throw new RangeError('a trial could not begin at the end of the stack');
  return go;
}
