import type { Court } from '../../../judge/court.js';
import type { Exhibit } from '../../../observe/exhibit.js';
import { learnNoise } from '../../../record/fields.js';
import type { JudgedObservation } from '../../../types/index.js';
import type { State } from '../../../types/run.js';
import { immediately } from '../../time-limit.js';
import type { Call } from '../call.js';
import { judgeAgain } from './judge-again.js';
import { rerun } from './rerun.js';

/** More second runs than this do not wait: a loop that never lets the event loop turn must not fill the memory. */
const MOST_WAITING = 1_000;

/** Whether the control is to run twice in this trial. Drawn before anything is known of it, as any sample must be. */
export function isNoiseDrawn(share: number, { random, tell }: State): boolean {
  if (share === 0 || share === 1) return share === 1;
  try {
    return random() < share;
  } catch (error) {
    tell('random', error);
    return false;
  }
}

/** A trial that is judged, and whose control is to run again. */
export interface Heard {
  readonly exhibit: Exhibit;
  readonly candidates: readonly JudgedObservation[];
  readonly court: Court;
}

/**
 * Runs the control once more in a later turn, when the caller has its value, and sets what then differs against what the
 * candidates differed in. Resolves when it is done, and never rejects.
 *
 * @param laterFromHere does a piece of work in the caller's asynchronous context
 */
export function listenForNoise(
  call: Call,
  heard: Heard,
  laterFromHere: (work: () => void) => void,
): Promise<void> | undefined {
  const { state, surroundings, definition } = call;
  const { learned, stop } = state;
  const isPointless = stop !== undefined || heard.exhibit.original.status === 'timed-out';
  if (isPointless || learned.noiseWaiting >= MOST_WAITING) return undefined;
  learned.noiseWaiting += 1;
  const { maxInFlight } = definition.options;
  if (learned.noiseRuns.concurrency !== maxInFlight) learned.noiseRuns.concurrency = maxInFlight;
  heard.exhibit.handOver();
  const tell = (error: unknown) => state.tell('timers', error);
  return new Promise<void>((resolve) => {
    const run = () => resolve(learned.noiseRuns(() => listen(call, heard)));
    // Whoever's timers they are may call back in anybody's context.
    immediately(surroundings.options.timers, tell, () => laterFromHere(run));
  })
    .catch((error) => state.tell('run', error))
    .then(() => {
      learned.noiseWaiting -= 1;
    });
}

async function listen(call: Call, { exhibit, candidates, court }: Heard): Promise<void> {
  const { definition, state, args } = call;
  if (state.stop !== undefined) return;
  const again = await rerun('control', definition.control, args, call, () => {});
  learnNoise(state.learned, candidates, await judgeAgain(exhibit, again, definition, court));
}
