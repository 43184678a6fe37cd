import { realTime } from '../decide/clock.js';
import { decide } from '../decide/decide.js';
import { CONTROL, prepare } from '../decide/prepare.js';
import { FAILED } from '../isolate.js';
import { observe, type Pending } from '../observe/observe.js';
import { plain } from '../observe/thenable.js';
import type { Observation, SkipReason } from '../types/index.js';
import type { Holder, State } from '../types/run.js';
import { handOver, leaveForLater } from './hand-over.js';
import { isInside, onTrial } from './on-trial.js';
import type { Objection } from './resolved.js';
import { skip } from './skip.js';
import { closePass } from './state.js';
import { after, LONGEST_MS } from './time-limit.js';
import { BriefTrial, canBeBrief } from './trial/brief.js';
import type { Call } from './trial/call.js';
import { TrialInFlight } from './trial/flight.js';
import { endLost, lose } from './trial/lost.js';

/**
 * One run: decide, observe, replay; judging, recording and publishing happen on the way or afterwards, and never reach
 * the caller. At the end of the stack any call fails, those of ours too: the trial, and what the control gave, are held in
 * one frame from the beginning, and it takes no other call to hand them on.
 */
export function conduct(call: Call, holder: Holder): unknown {
  const { definition, state, self, args } = call;
  const trial = enter(call, holder);
  if (trial === FAILED) return runControl(call);
  let flight: TrialInFlight | undefined;
  let control: Observation | Pending | undefined;
  let given: Promise<unknown> | undefined;
  try {
    if (trial instanceof BriefTrial) {
      control = trial.observeControl();
      if (control.status === 'returned' && trial.endsWith(control)) return control.value;
      flight = trial.inFull();
      flight.goOn(trial);
      given = handOver(control, call, flight);
    } else {
      flight = trial;
      const later = definition.options.schedule === 'after' ? leaveForLater(call) : undefined;
      for (const position of later === undefined ? flight.order : CONTROL_ONLY) {
        if (position === CONTROL) control = observe('control', definition.control, self, args, flight.clock);
        else flight.start(position);
      }
      given = (later ?? handOver)(control as Observation | Pending, call, flight);
    }
  } catch (error) {
    const lost = flight ?? trial;
    try {
      lose(lost, call, error);
    } catch {
      // There is no room for more than this: whoever comes next ends it.
      lost.isLost = true;
      state.hasLost = true;
    }
  }
  if (control === undefined) return runControl(call);
  const { objection } = call.surroundings.options;
  if (objection !== undefined && flight !== undefined) given = raise(objection, call, flight, given);
  if (control.status === 'pending') return given ?? control.promise;
  if (control.status === 'threw') throw control.error;
  return control.status === 'returned' ? control.value : undefined;
}

const CONTROL_ONLY: readonly number[] = [CONTROL];

function runControl({ definition, self, args }: Call): unknown {
  const answer = Reflect.apply(definition.control, self, args);
  try {
    return plain(answer);
  } catch {
    return answer;
  }
}

/** A trial about to start, or FAILED for a call that is not on trial, which is counted then. */
function enter(call: Call, holder: Holder): TrialInFlight | BriefTrial | typeof FAILED {
  const { definition, state, surroundings, self, args } = call;
  const before = state.trials;
  try {
    endLost(state);
    // Whoever asks may be sampled at another rate, and draws chance anew.
    closePass(state);
    const decision = decide(definition, state, surroundings.options, self, args);
    if (decision === 'saturated') endOverdue(state);
    if (decision !== 'on-trial') return leave(decision, call, holder);
    // A function that calls itself, by way of others too, would double at every level: inside its own candidate only
    // the control runs.
    const outer = onTrial();
    if (state.isReading || isInside(state.name, outer)) return leave('saturated', call, holder);
    if (canBeBrief(call)) {
      const startedBy = realTime();
      // Where nobody knows the time it is told of below.
      if (!Number.isNaN(startedBy)) return new BriefTrial(call, startedBy, outer);
    }
    const prepared = prepare(definition, state, self, args);
    if (prepared === FAILED) return leave('fault', call, holder);
    return new TrialInFlight(call, prepared);
  } catch (error) {
    // Not a callback's error, which would have been caught where it was called, but one of ours.
    miss(state, before, error);
    return FAILED;
  }
}

/** A worker's timers end with the request that they were set in, and places must not be taken for ever. */
function endOverdue({ flights }: State): void {
  for (let flight = flights.oldest; flight?.endIfOverdue(); flight = flight.newer);
}

/** The call is none on trial, and counted: unless its trial had begun. */
function miss(state: State, before: number, error: unknown): void {
  try {
    if (state.trials === before) state.skips.fault += 1;
    state.tell('run', error);
  } catch {
    // The end of the stack: what can be said of it has been said.
  }
}

function leave(reason: SkipReason, { state, surroundings }: Call, holder: Holder): typeof FAILED {
  skip(reason, state, surroundings, holder);
  return FAILED;
}

/** For a test: a run ends in what is wrong with its trial, and is the only one that waits for its candidates. */
function raise(
  objection: Objection,
  { state, surroundings }: Call,
  flight: TrialInFlight,
  given: Promise<unknown> | undefined,
): Promise<unknown> | undefined {
  const raiseIfAny = () => {
    const error = objection(flight.trial);
    if (error !== undefined) throw error;
    return given;
  };
  if (given !== undefined) {
    // Until then nobody handles its rejection, and afterwards the caller does.
    given.catch(() => {});
    // Nor does anything else keep the process alive: a script would end in good order before a candidate that hangs is told of.
    const tell = (error: unknown) => state.tell('raiseOnMismatch', error);
    const cancel = after(LONGEST_MS, surroundings.options.timers, tell, () => {}, 'keeps the process alive');
    return flight.finished.then(cancel).then(raiseIfAny);
  }
  if (flight.isOver) return raiseIfAny();
  state.tell('raiseOnMismatch', new Error('a sync run cannot wait for its candidates'));
  return undefined;
}
