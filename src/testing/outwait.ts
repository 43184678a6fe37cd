import { fakeClock, untilNextFake } from './fake-timers.js';
import type { RealWork } from './real-work.js';
import { IDLE_TURNS, sleep, turn } from './turn.js';

/** For so many milliseconds of real time real work is waited for before the suite's time passes. */
const PATIENCE_MS = 1_000;
/** In so many milliseconds of real time a timer calls back if it ever does. Runners wait longer for a test. */
const STANDSTILL_MS = 1_000;
/** The same where something else is under way, which may be what is waited for. */
const STANDSTILL_AT_WORK_MS = 2_500;

/** What is waited for, and for how long. */
export interface Wait {
  /** Whose call it is, for the message. */
  readonly call: string;
  /** Knows what was under way before the work began. */
  readonly realWork: RealWork;
  /** For how many milliseconds, of real time and of the suite's. @default until it is done */
  readonly mostMs?: number;
}

/**
 * Waits for work that may wait for timers, and answers for how many milliseconds it did. Where they are fake, as much of
 * their time passes as the work needs, and only while nothing else happens. Whose time cannot be let pass from here, as
 * with the fake ones of `node:test`, it is told of: a test that just hangs says nothing.
 *
 * @throws Error where timers stand still
 */
export async function outwait(work: Promise<unknown>, wait: Wait): Promise<number> {
  const { call, realWork, mostMs = Number.POSITIVE_INFINITY } = wait;
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  let waitedMs = 0;
  let probe: Probe | undefined;
  while (!(await isDoneSoon(() => isDone)) && waitedMs < mostMs) {
    const fake = fakeClock();
    if (fake === undefined) {
      probe ??= probeTimers();
      const stillMs = realWork.isOpen() ? STANDSTILL_AT_WORK_MS : STANDSTILL_MS;
      if (probe.isStill() && waitedMs >= stillMs) throw standstill(call);
    }
    const isReal = fake === undefined || (waitedMs < PATIENCE_MS && realWork.isOpen());
    const ms = isReal ? undefined : untilNextFake(fake);
    if (!isReal) fake.tick(Math.min(ms ?? 0, mostMs - waitedMs));
    if (ms === undefined) sleep(1);
    waitedMs += Math.max(1, ms ?? 1);
  }
  probe?.end();
  return waitedMs;
}

async function isDoneSoon(isDone: () => boolean): Promise<boolean> {
  for (let count = 0; count < IDLE_TURNS && !isDone(); count++) await turn();
  return isDone();
}

interface Probe {
  isStill(): boolean;
  end(): void;
}

/** Whether timers call back as they are now, fake or not. */
function probeTimers(): Probe {
  let isStill = true;
  const timer = setTimeout(() => {
    isStill = false;
  }, 0);
  return { isStill: () => isStill, end: () => clearTimeout(timer) };
}

function standstill(call: string): Error {
  return new Error(
    `${call}: fake timers are on that stand still, and a side waits; let them call back, turn them off, or use those of Vitest or Jest, which are let pass`,
  );
}
