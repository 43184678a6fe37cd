import { fakeClock, untilNextFake } from './fake-timers.js';
import type { RealWork } from './real-work.js';
import { IDLE_TURNS, sleep, turn } from './turn.js';
import type { VirtualTime } from './virtual-time.js';

/** By what a laboratory settles. */
export interface Movement {
  readonly time: VirtualTime;
  readonly realWork: RealWork;
  /** For how many milliseconds of real time it may wait for real work. */
  readonly patienceMs: number;
}

/**
 * Moves a laboratory on until the work is done. While anything happens by itself it only looks on. Then it waits for
 * real work that may settle a candidate; and where there is none, it lets time pass up to the next timer, on the
 * laboratory's own clock and on that of the suite's fake timers, which is no real time at all.
 */
export async function settle(work: Promise<void>, { time, realWork, patienceMs }: Movement): Promise<void> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
    realWork.end();
  });
  let patience = patienceMs;
  while (!isDone) {
    if (await isMoving(time, () => isDone)) continue;
    if (patience > 0 && realWork.isOpen()) {
      patience -= 1;
      sleep(1);
    } else {
      await pass(time);
    }
  }
  await done;
}

async function isMoving(time: VirtualTime, isDone: () => boolean): Promise<boolean> {
  const before = time.activity;
  for (let count = 0; count < IDLE_TURNS; count++) {
    await turn();
    time.runImmediates();
    if (isDone() || time.activity !== before) return true;
  }
  return false;
}

/** There is always a next timer: who drains has a time limit. */
async function pass(time: VirtualTime): Promise<void> {
  const own = time.untilNext() ?? 0;
  const fake = fakeClock();
  const ms = fake === undefined ? own : Math.min(own, untilNextFake(fake) ?? own);
  // What is due in the suite comes first: a candidate that is done at the moment at which its time is up is done.
  time.skip(ms);
  fake?.tick(ms);
  await turn();
  await time.advance(0);
}
