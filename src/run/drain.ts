import type { Publisher } from '../types/index.js';
import type { Surroundings } from './surroundings.js';
import { after, immediately, LONGEST_MS } from './time-limit.js';
import { endLost } from './trial/lost.js';

/** Resolves when nothing is in flight and everything is published, or when its time is up. Never rejects. */
export async function drain(surroundings: Surroundings, timeoutMs: number): Promise<void> {
  const { background, options, audience, departed } = surroundings;
  const tell = (error: unknown) => surroundings.tell('*', 'drain', error);
  let isTimeUp = false;
  let cancel = () => {};
  const timeUp = new Promise<void>((resolve) => {
    // It keeps the process alive: whoever awaits this last would otherwise exit without an answer.
    cancel = after(Math.min(timeoutMs, LONGEST_MS), options.timers, tell, resolve, 'keeps the process alive');
  }).then(() => {
    isTimeUp = true;
  });
  const wait = (work: Iterable<Promise<unknown>>) => Promise.race([Promise.allSettled(work), timeUp]);
  for (const state of surroundings.states.values()) endLost(state);
  background.flush();
  while (!isTimeUp && !(isDone(surroundings) && background.isIdle)) {
    await wait(isDone(surroundings) ? [nextTurn(options.timers, tell)] : unfinished(surroundings));
    background.flush();
  }
  if (!isTimeUp) {
    const publishers = new Set([audience, ...departed].flatMap((one) => one.publishers));
    departed.clear();
    await wait(Array.from(publishers, (publisher) => flush(publisher, tell)));
  }
  cancel();
  if (isTimeUp) {
    const left = unfinished(surroundings).length;
    tell(new Error(`drain: ${left} pieces of work were not done within ${timeoutMs} ms`));
  }
  surroundings.audience.showCounts();
}

/** What is in flight, and what outlives it. */
function unfinished({ pending, states }: Surroundings): Promise<unknown>[] {
  const flights = Array.from(states.values(), (state) => [...state.flights]).flat();
  return [...pending, ...flights.map(({ finished }) => finished)];
}

function isDone({ pending, states }: Surroundings): boolean {
  if (pending.size > 0) return false;
  for (const { flights } of states.values()) if (flights.size > 0) return false;
  return true;
}

/** Waiting by microtasks alone would keep the time limit from ever being up. */
function nextTurn(
  timers: Surroundings['options']['timers'],
  tell: (error: unknown) => void,
): Promise<unknown> {
  return new Promise<void>((resolve) => immediately(timers, tell, resolve));
}

async function flush(publisher: Publisher, tell: (error: unknown) => void): Promise<void> {
  try {
    await publisher.flush?.();
  } catch (error) {
    tell(error);
  }
}
