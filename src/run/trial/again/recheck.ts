import { argumentsFor } from '../../../decide/prepare.js';
import { FAILED } from '../../../isolate.js';
import type { Court } from '../../../judge/court.js';
import { Exhibit } from '../../../observe/exhibit.js';
import { enclose } from '../../../publish/publish.js';
import type { JudgedObservation, Observation } from '../../../types/index.js';
import type { Told } from '../../audience.js';
import { onTrial, runOnTrial } from '../../on-trial.js';
import { after } from '../../time-limit.js';
import type { Call } from '../call.js';
import { type Leg, startOf } from '../leg.js';
import { VariantOnTrial } from '../variant.js';
import { judgeAgain } from './judge-again.js';
import { rerun } from './rerun.js';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;

/** What a recheck asks of its trial. */
export interface Rechecked {
  readonly leg: Leg;
  readonly mismatch: JudgedObservation;
  /** Its trial. */
  readonly court: Court & Told;
  /** Does work that blocks the process, and sees to it that it is accounted for. */
  readonly account: (work: () => void) => void;
}

/**
 * A mismatch, looked at again until it is gone or has been there often enough; `undefined` where the trial ended
 * meanwhile. Only a match makes it `transient`: a side that fails, or takes too long, has not shown that they agree.
 */
export async function recheck(call: Call, rechecked: Rechecked): Promise<JudgedObservation | undefined> {
  const { leg, mismatch } = rechecked;
  for (let attempt = 0; attempt < call.definition.rechecks; attempt += 1) {
    await pause(Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS), call);
    if (leg.judged !== undefined) return undefined;
    const judged = await runBoth(call, rechecked);
    if (leg.judged !== undefined) return undefined;
    if (judged === 'match' || judged === 'ignored') return gone(mismatch);
  }
  return mismatch;
}

function pause(ms: number, { state, surroundings }: Call): Promise<void> {
  const { timers } = surroundings.options;
  return new Promise((resolve) => {
    after(ms, timers, (error) => state.tell('timers', error), resolve);
  });
}

function gone(mismatch: JudgedObservation): JudgedObservation {
  const { fingerprint: _, differenceCount: _count, atLeast: _atLeast, ...observation } = mismatch;
  return { ...observation, outcome: 'transient', reason: 'gone when both were run again', differences: [] };
}

async function runBoth(
  call: Call,
  { leg, court, account }: Rechecked,
): Promise<JudgedObservation['outcome'] | undefined> {
  const { definition, state, self, args } = call;
  const own = argumentsFor(definition, state.tell, self, args as unknown[]);
  if (own === FAILED) return undefined;
  const controlRun = rerun('control', definition.control, args, call, () => {});
  // The control can have ended it.
  if (leg.judged !== undefined) return undefined;
  let candidateRun: Promise<Observation> | undefined;
  account(() => {
    candidateRun = rerunCandidate(call, leg, court, own);
  });
  const [control, candidate] = await Promise.all([
    controlRun,
    candidateRun as Promise<Observation> | undefined,
  ]);
  if (candidate === undefined || control.status === 'timed-out' || leg.judged !== undefined) return undefined;
  const exhibit = new Exhibit(control, state.tell);
  const judged = await judgeAgain(exhibit, candidate, definition, court);
  return judged.outcome;
}

function rerunCandidate(call: Call, leg: Leg, trial: Told, args: readonly unknown[]): Promise<Observation> {
  const { definition, state } = call;
  const { name, behaviour } = leg.candidate;
  const variant = new VariantOnTrial(definition.name, name, onTrial());
  leg.again = variant;
  let run: Promise<Observation> | undefined;
  const rerunIt = () => {
    run = rerun(name, behaviour, args, call, (settled) => {
      variant.abort({ name: 'TimeoutError', message: 'not settled in time' });
      state.stuck += 1;
      settled.then(() => {
        state.stuck -= 1;
      });
    });
  };
  const start = { ...startOf(leg, call, trial), isAgain: true };
  enclose(trial.audience.publishers, start, state.tell, () => runOnTrial(variant, rerunIt));
  return run as Promise<Observation> | undefined as Promise<Observation>;
}
