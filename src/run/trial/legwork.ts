import { realTime } from '../../decide/clock.js';
import { equal } from '../../judge/equality/equal.js';
import { type Clock, fulfilled, type Pending, rejected, timedOut } from '../../observe/observe.js';
import { disarmParts, follow } from '../../observe/thenable.js';
import { tallyOf } from '../../record/tally.js';
import type { Observation } from '../../types/index.js';
import type { State } from '../../types/run.js';
import { runOnTrial } from '../on-trial.js';
import { Hearing } from './hearing.js';
import { type Begun, endOf, type Landing, type Leg, startLeg } from './leg.js';
import type { Reason } from './variant.js';
import { sinceNow, started } from './watch.js';

/** The part of a trial that starts its candidates, and follows each until it settles or is given up. */
export abstract class Legwork extends Hearing {
  start(index: number): void {
    const leg = this.legs[index] as Leg;
    try {
      this.#start(leg);
    } catch (error) {
      // Nobody follows it, and it must not count as stuck for ever.
      leg.startedAt = Number.NaN;
      this.fail(error);
    }
  }

  #start(leg: Leg): void {
    if (leg.judged !== undefined) return;
    const { state } = this.call;
    this.count(leg);
    leg.stake = state.guard?.start(leg.candidate.name);
    const isReal = this.clock === realTime;
    const before = isReal ? 0 : sinceNow(state);
    const sighting = startLeg(leg, this.call, this);
    this.#follow(leg, sighting, isReal ? leg.startedAt : before);
  }

  protected count(leg: Leg): void {
    tallyOf(this.call.state, leg.candidate.name).started += 1;
  }

  /** @param since the real time since when the candidate has blocked the process */
  #follow(leg: Leg, sighting: Observation | Pending, since: number): void {
    const { definition, state } = this.call;
    const isInside = sighting.status !== 'pending' && definition.options.schedule === 'now';
    const cause = started(leg, state, since, isInside);
    // The control ran in between.
    if (definition.options.order !== 'control-first') leg.isBusyUntil = undefined;
    if (sighting.status === 'pending') this.#await(leg, sighting);
    else if (leg.landing === undefined) this.#settle(leg, sighting);
    // It has ended its own trial.
    else leg.landing.settle(sighting);
    this.stopIf(cause);
  }

  /** Goes on with an only candidate, wherever it has got to. */
  goOn({ sighting }: Begun): void {
    if (sighting === undefined) this.start(0);
    else this.safely(() => this.#goOn(this.legs[0] as Leg, sighting));
  }

  #goOn(leg: Leg, sighting: Observation | Pending): void {
    // What was aborted says nothing to the guardrails.
    if (leg.judged === undefined) leg.stake = this.call.state.guard?.start(leg.candidate.name);
    leg.isBusyUntil = endOf(sighting, leg.startedAt);
    this.#follow(leg, sighting, leg.startedAt);
  }

  #await(leg: Leg, sighting: Pending): void {
    leg.landing ??= { settle: (observation) => this.safely(() => this.#settle(leg, observation)) };
    land(sighting, leg.landing, this.clock);
  }

  /** A candidate that is not waited for any longer. It is stuck until it settles after all. */
  protected giveUp(leg: Leg, reason: Reason): Observation {
    if (leg.observation !== undefined) return leg.observation;
    const isStuck = !Number.isNaN(leg.startedAt);
    if (isStuck) this.call.state.stuck += 1;
    leg.landing = Object.assign(leg.landing ?? {}, { settle: settleLate(this.call.state, isStuck) });
    leg.observation = timedOut(leg.candidate.name, leg.startedAt, this.clock);
    runOnTrial(leg.variant, () => leg.variant.abort(reason));
    return leg.observation;
  }

  #settle(leg: Leg, observation: Observation): void {
    if (observation.status === 'returned' && typeof observation.value === 'object')
      this.#disarmUnlessEqual(leg, observation.value);
    leg.observation = this.asAttended(observation);
    if (this.isHandedOver()) this.judge(leg);
  }

  /**
   * A microtask later the caller has its value, a trial within its call is judged, and no runtime has looked yet for
   * rejections that nobody handles. What is equal to the control's has no promise in it, for nothing is equal to one.
   */
  async #disarmUnlessEqual(leg: Leg, value: unknown): Promise<void> {
    await undefined;
    if (leg.judged?.outcome !== 'match' || this.call.definition.comparator !== equal) disarmParts(value);
  }
}

/** Of a promise that never settles nothing is held on to but what is told here, and that by the landing alone. */
function land(sighting: Pending, landing: Landing, clock: Clock): void {
  follow(
    sighting.promise,
    (value) => landing.settle(fulfilled(sighting, value, clock)),
    (error) => landing.settle(rejected(sighting, error, clock)),
  );
}

/** What was given up is nobody's any longer. Apart from the trial, which would be held on to by what is made in it. */
function settleLate(state: State, isStuck: boolean): Landing['settle'] {
  return (observation) => {
    if (observation.status === 'returned') disarmParts(observation.value);
    if (isStuck) state.stuck -= 1;
  };
}
