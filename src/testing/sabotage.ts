import { isThenable } from '../isolate.js';
import { refuse, requireFunction, requireMilliseconds } from '../refuse.js';
import type { AnyFunction } from '../types/index.js';
import { checkSchedule, type Schedule, scheduled } from './schedule.js';
import { sleep } from './turn.js';
import { lieAbout, vandalize } from './vandal.js';

/** How a candidate misbehaves, and when. Where several fall on one call they all happen, as far as they can. */
export interface Sabotage {
  /** Throws, before it has done anything. */
  readonly throws?: Schedule | undefined;
  /** Answers a promise that never settles. */
  readonly hangs?: Schedule | undefined;
  /** Takes `slowMs` longer: blocks the process where the candidate is sync, is late where it is async. */
  readonly slow?: Schedule | undefined;
  /** Writes to its arguments, and to all that is in them. */
  readonly mutates?: Schedule | undefined;
  /** Gives another value than it would have. */
  readonly lies?: Schedule | undefined;
  /** Holds on to its arguments and to 64 KB for as long as it is there itself. */
  readonly leaks?: Schedule | undefined;
  /** Milliseconds of real time. @default 20 */
  readonly slowMs?: number | undefined;
}

/** What was done to one call. */
export type Misdeed = 'throws' | 'hangs' | 'slow' | 'mutates' | 'lies' | 'leaks';

/**
 * A candidate that misbehaves, and what it has done: by call, an empty list where it behaved. Of the first 10 000 calls
 * only, for a rehearsal may go on for days.
 */
export type Sabotaged<F extends AnyFunction> = F & { readonly misdeeds: readonly (readonly Misdeed[])[] };

const MISDEEDS: readonly Misdeed[] = ['throws', 'hangs', 'slow', 'mutates', 'lies', 'leaks'];
const LEAKED_BYTES = 65_536;
const MOST_NOTED = 10_000;

/**
 * A candidate that misbehaves on a schedule, to rehearse with it: does the application notice, does the guardrail trip,
 * does the alert arrive, does the kill switch work?
 *
 * @throws TypeError for what is no schedule
 * @example
 * experiment('pricing.quote').use(legacyQuote).try(sabotage(newQuote, { throws: 0.1, hangs: 0.01 }));
 */
export function sabotage<F extends AnyFunction>(candidate: F, plan: Sabotage): Sabotaged<F> {
  check(candidate, plan);
  const misdeeds: Misdeed[][] = [];
  const leaked: unknown[] = [];
  let calls = 0;
  const sabotaged = function (this: unknown, ...args: unknown[]): unknown {
    const call = calls++;
    const due = MISDEEDS.filter((misdeed) => scheduled(plan[misdeed], call));
    if (call < MOST_NOTED) misdeeds.push(due);
    if (due.includes('leaks')) leaked.push([args, new Uint8Array(LEAKED_BYTES)]);
    if (due.includes('mutates')) return misbehave(due, plan, () => mutating(candidate, this, args));
    return misbehave(due, plan, () => Reflect.apply(candidate, this, args));
  };
  return Object.assign(sabotaged, { misdeeds }) as unknown as Sabotaged<F>;
}

function check(candidate: unknown, plan: Sabotage): void {
  requireFunction('sabotage', candidate);
  if (typeof plan !== 'object' || plan === null)
    refuse('sabotage: second argument ', plan, 'give what it is to do, { throws: 0.1 }');
  for (const [name, value] of Object.entries(plan)) {
    if (name === 'slowMs') {
      if (value !== undefined) requireMilliseconds('sabotage: slowMs ', value);
      continue;
    }
    if (!(MISDEEDS as readonly string[]).includes(name))
      refuse('sabotage', name, `is nothing that it can do; that is ${MISDEEDS.join(', ')}`);
    checkSchedule(name, value);
  }
}

// What it answers is made of its arguments as they were, for else it would lie too.
function mutating(candidate: AnyFunction, self: unknown, args: unknown[]): unknown {
  try {
    return Reflect.apply(candidate, self, args);
  } finally {
    for (const arg of args) vandalize(arg);
  }
}

function misbehave(due: readonly Misdeed[], { slowMs = 20 }: Sabotage, call: () => unknown): unknown {
  if (due.includes('throws')) throw new Error('sabotaged: this candidate throws');
  const value = call();
  if (due.includes('hangs')) return hanging(value);
  const lied = (one: unknown) => (due.includes('lies') ? lieAbout(one) : one);
  if (!isThenable(value)) {
    if (due.includes('slow')) block(slowMs);
    return lied(value);
  }
  const later = Promise.resolve(value).then(lied);
  return due.includes('slow') ? Promise.all([later, delay(slowMs)]).then(([one]) => one) : later;
}

/** Nobody hears of what it would have answered, and so nobody would handle that it was refused. */
function hanging(value: unknown): Promise<never> {
  if (isThenable(value)) Promise.resolve(value).catch(() => {});
  return new Promise(() => {});
}

function block(ms: number): void {
  // Not by the clock, which stands still where it is faked.
  if (sleep(ms)) return;
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
