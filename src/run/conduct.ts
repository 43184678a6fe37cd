import { realTime } from '../decide/clock.js';
import { decide } from '../decide/decide.js';
import { CONTROL, prepare } from '../decide/prepare.js';
import { FAILED } from '../isolate.js';
import { fulfilled, observe, type Pending, rejected } from '../observe/observe.js';
import { replay } from '../observe/replay.js';
import { follow, plain } from '../observe/thenable.js';
import type { Observation, SkipReason } from '../types/index.js';
import type { Holder } from '../types/run.js';
import { insideOfCall, onTrial } from './on-trial.js';
import type { Objection } from './resolved.js';
import { skip } from './skip.js';
import { closePass } from './state.js';
import { immediately } from './time-limit.js';
import { BriefTrial, canBeBrief } from './trial/brief.js';
import type { Call } from './trial/call.js';
import { TrialInFlight } from './trial/flight.js';

/**
 * One run: decide, observe, replay; judging, recording and publishing happen on the way or afterwards, and never reach
 * the caller.
 */
export function conduct(call: Call, holder: Holder): unknown {
  const flight = enter(call, holder);
  const { definition, self, args } = call;
  if (flight === FAILED) return plain(Reflect.apply(definition.control, self, args));
  if (flight instanceof BriefTrial) return conductBriefly(call, flight);
  return definition.options.schedule === 'now' ? conductNow(call, flight) : conductAfter(call, flight);
}

/** A trial about to start, or FAILED for a call that is not on trial, which is counted then. */
function enter(call: Call, holder: Holder): TrialInFlight | BriefTrial | typeof FAILED {
  const { definition, state, surroundings, self, args } = call;
  try {
    // Whoever asks may be sampled at another rate, and draws chance anew.
    closePass(state);
    const decision = decide(definition, state, surroundings.options, self, args);
    if (decision !== 'on-trial') return leave(decision, call, holder);
    // A function that calls itself would double at every level: inside its own candidate only the control runs.
    if (onTrial()?.experiment === state.name) return leave('saturated', call, holder);
    if (canBeBrief(call)) {
      const startedBy = realTime();
      return Number.isNaN(startedBy) ? leave('fault', call, holder) : new BriefTrial(call, startedBy);
    }
    const prepared = prepare(definition, state, self, args);
    if (prepared === FAILED) return leave('fault', call, holder);
    return new TrialInFlight(call, prepared);
  } catch (error) {
    // Not a callback's error, which would have been caught where it was called, but one of ours.
    state.tell('run', error);
    return FAILED;
  }
}

function leave(reason: SkipReason, { state, surroundings }: Call, holder: Holder): typeof FAILED {
  skip(reason, state, surroundings, holder);
  return FAILED;
}

/** The same as `conductNow` for a trial that is likely to leave nothing but counts. */
function conductBriefly(call: Call, trial: BriefTrial): unknown {
  const control = trial.observeControl();
  if (control.status === 'returned' && trial.endsWith(control)) return control.value;
  return handOver(control, call, trial.inFull());
}

/** Every variant starts in the caller's turn, in the order that was chosen. */
function conductNow(call: Call, flight: TrialInFlight): unknown {
  const { definition, self, args } = call;
  let control: Observation | Pending | undefined;
  for (const position of flight.order) {
    if (position === CONTROL) control = observe('control', definition.control, self, args, flight.clock);
    else flight.start(position);
  }
  return handOver(control as Observation | Pending, call, flight);
}

function handOver(
  control: Observation | Pending,
  { state, surroundings }: Call,
  flight: TrialInFlight,
): unknown {
  const { objection } = surroundings.options;
  if (control.status === 'pending') {
    state.endsInside = false;
    flight.hold();
    const given = whenSettled(control, flight, (observation) => flight.landAndLeave(observation));
    return objection === undefined ? given : raiseWhenFinished(flight, given, objection);
  }
  flight.land(control);
  state.endsInside = flight.isOver;
  if (!flight.isOver) {
    flight.hold();
    if (objection !== undefined)
      state.tell('raiseOnMismatch', new Error('a sync run cannot wait for its candidates'));
  } else if (objection !== undefined) {
    raiseOr(flight, undefined, objection);
  }
  return replay(control);
}

/** The candidates start in a later turn, once the caller has what the control gave. */
function conductAfter(call: Call, flight: TrialInFlight): unknown {
  const { definition, state, surroundings, self, args } = call;
  // Not where the control has settled, nor where the timers call back: a control may enter a storage for good.
  const there = insideOfCall();
  const land = (observation: Observation) => {
    flight.landAndLeave(observation);
    const tell = (error: unknown) => state.tell('timers', error);
    immediately(surroundings.options.timers, tell, () => there(() => flight.startAll()));
  };
  const control = observe('control', definition.control, self, args, flight.clock);
  flight.hold();
  const { objection } = surroundings.options;
  if (control.status === 'pending') {
    const given = whenSettled(control, flight, land);
    return objection === undefined ? given : raiseWhenFinished(flight, given, objection);
  }
  land(control);
  if (objection !== undefined)
    state.tell('raiseOnMismatch', new Error('a sync run cannot wait for its candidates'));
  return replay(control);
}

/** What the control promised, once the trial has taken note of it. */
function whenSettled(
  control: Pending,
  { clock }: TrialInFlight,
  land: (observation: Observation) => void,
): Promise<unknown> {
  return follow(
    control.promise,
    (value) => {
      land(fulfilled(control, value, clock));
      return value;
    },
    (error) => {
      land(rejected(control, error, clock));
      throw error;
    },
  );
}

/** The one run that waits for its candidates. */
function raiseWhenFinished(
  flight: TrialInFlight,
  given: Promise<unknown>,
  objection: Objection,
): Promise<unknown> {
  // Until then nobody handles its rejection, and afterwards the caller does.
  given.catch(() => {});
  return flight.finished.then(() => raiseOr(flight, given, objection));
}

function raiseOr<T>({ trial }: TrialInFlight, given: T, objection: Objection): T {
  const error = objection(trial);
  if (error !== undefined) throw error;
  return given;
}
