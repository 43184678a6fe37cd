import { fulfilled, type Pending, rejected } from '../observe/observe.js';
import { follow } from '../observe/thenable.js';
import type { Observation } from '../types/index.js';
import { insideOfCall } from './on-trial.js';
import { immediately } from './time-limit.js';
import type { Call } from './trial/call.js';
import type { TrialInFlight } from './trial/flight.js';

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
