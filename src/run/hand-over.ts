import { type Clock, fulfilled, type Pending, rejected } from '../observe/observe.js';
import { follow } from '../observe/thenable.js';
import type { Observation } from '../types/index.js';
import { insideOfCall } from './on-trial.js';
import { immediately } from './time-limit.js';
import type { Call } from './trial/call.js';
import type { TrialInFlight } from './trial/flight.js';
import type { Landing } from './trial/leg.js';

/** Shows the trial what the control gave. Answers what the caller gets in place of the control's promise. */
type HandOver = (
  control: Observation | Pending,
  call: Call,
  flight: TrialInFlight,
) => Promise<unknown> | undefined;

/** What has settled in the caller's own turn is judged in it. */
export const handOver: HandOver = (control, { state }, flight) => {
  if (control.status === 'pending') {
    state.endsInside = false;
    flight.hold();
    return whenSettled(control, flight, (observation) => flight.landAndLeave(observation));
  }
  flight.land(control);
  state.endsInside = flight.isOver;
  if (!flight.isOver) flight.hold();
  return undefined;
};

/** The candidates start in a later turn, once the caller has what the control gave. */
export function leaveForLater({ state, surroundings }: Call): HandOver {
  // Not where the control has settled, nor where the timers call back: a control may enter a storage for good.
  const there = insideOfCall();
  return (control, _, flight) => {
    const land = (observation: Observation) => {
      flight.landAndLeave(observation);
      const tell = (error: unknown) => state.tell('timers', error);
      immediately(surroundings.options.timers, tell, () => there(() => flight.startAll()));
    };
    flight.hold();
    if (control.status === 'pending') return whenSettled(control, flight, land);
    land(control);
    return undefined;
  };
}

/** What the control promised, once the trial has taken note of it. */
function whenSettled(
  control: Pending,
  flight: TrialInFlight,
  land: (observation: Observation) => void,
): Promise<unknown> {
  return promised(control, flight.expect(land), flight.clock);
}

/** Of a promise that never settles nothing is held on to but the landing: a trial that is over leaves it empty. */
function promised(control: Pending, landing: Landing, clock: Clock): Promise<unknown> {
  return follow(
    control.promise,
    (value) => {
      landing.settle(fulfilled(control, value, clock));
      return value;
    },
    (error) => {
      landing.settle(rejected(control, error, clock));
      throw error;
    },
  );
}
