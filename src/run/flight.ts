import { CONTROL, type Prepared } from '../decide/prepare.js';
import { FAILED } from '../isolate.js';
import type { Court } from '../judge/court.js';
import { equal } from '../judge/equal.js';
import { judge } from '../judge/judge.js';
import { Exhibit } from '../observe/exhibit.js';
import { fulfilled, rejected, timedOut } from '../observe/observe.js';
import { follow } from '../observe/thenable.js';
import { publish } from '../publish/publish.js';
import { learn, tellOnce } from '../record/learn.js';
import { tallyOf } from '../record/tally.js';
import type { Cause } from '../types/guard.js';
import type { JudgedObservation, Observation, Trial } from '../types/index.js';
import type { Definition, Flight, State } from '../types/run.js';
import { climb } from './climb.js';
import { createEncore, type Encore } from './encore.js';
import { createLeg, type Leg, startLeg } from './leg.js';
import { runOnTrial } from './on-trial.js';
import type { Call } from './rerun.js';
import type { Surroundings } from './surroundings.js';
import { after, type Cancel, timeoutError, within } from './time-limit.js';
import { blocked, enlist, learned, sinceNow, started } from './watch.js';

/**
 * A trial, from before its first variant starts until its last candidate is judged.
 *
 * Whatever enters it from outside, a call or something that settles, comes through `#safely`: a defect of ours ends a
 * trial, and never reaches the caller or the process.
 */
export class TrialInFlight implements Flight {
  readonly ordinal: number;
  readonly #id: string;
  readonly #definition: Definition;
  readonly #state: State;
  readonly #surroundings: Surroundings;
  readonly #prepared: Prepared;
  readonly #court: Court;
  readonly #legs: readonly Leg[];
  readonly #encore: Encore | undefined;
  #exhibit: Exhibit | undefined;
  #isHandedOver = false;
  #trial: Trial | undefined;
  #cancelTimeLimit: Cancel | undefined;
  #finish: (() => void) | undefined;

  constructor(call: Call, prepared: Prepared) {
    const { definition, state, surroundings } = call;
    this.ordinal = state.trials;
    this.#id = surroundings.nextTrialId();
    this.#definition = definition;
    this.#state = state;
    this.#surroundings = surroundings;
    this.#prepared = prepared;
    this.#legs = definition.candidates.map((candidate, index) =>
      createLeg(definition.name, candidate, prepared.args[index] as readonly unknown[]),
    );
    this.#court = {
      tell: state.tell,
      tellOnce: (stage, error) => tellOnce(state, stage, error),
      within: (work) => this.#within(work, 'compare'),
      protect: () => (this.#exhibit as Exhibit).protected(),
      protectCandidate: (candidate) => (this.#exhibit as Exhibit).protect(candidate),
      isHandedOver: () => this.#isHandedOver,
    };
    this.#encore = createEncore(call, this.#court, this.#id, this.#legs);
    state.trials += 1;
    state.flights.add(this);
    surroundings.options.attendant?.began?.(this.#id, call.args);
  }

  get context(): Readonly<Record<string, unknown>> {
    return this.#prepared.context;
  }

  /** The trial, once every candidate is judged. */
  get trial(): Trial | undefined {
    return this.#trial;
  }

  /** The order in which the variants start, by their positions. */
  get order(): readonly number[] {
    return this.#prepared.order;
  }

  start(index: number, self: unknown): void {
    this.#safely(() => this.#start(index, self));
  }

  #start(index: number, self: unknown): void {
    const leg = this.#legs[index] as Leg;
    if (leg.judged !== undefined) return;
    const state = this.#state;
    tallyOf(state, leg.candidate.name).started += 1;
    const since = enlist(leg, state);
    const sighting = startLeg(
      leg,
      self,
      this.#id,
      this.#definition,
      state,
      this.#surroundings.options.publishers,
    );
    const isInside = sighting.status !== 'pending' && this.#definition.options.schedule === 'now';
    const cause = started(leg, state, since, isInside);
    if (sighting.status === 'pending') {
      follow(
        sighting.promise,
        (value) => this.#safely(() => this.#settle(leg, fulfilled(sighting, value, state.now))),
        (error) => this.#safely(() => this.#settle(leg, rejected(sighting, error, state.now))),
      );
    } else {
      this.#settle(leg, sighting);
    }
    this.#stopIf(cause);
  }

  /** Starts every candidate, in a later turn than the control; their time limit begins now. */
  startAll(self: unknown): void {
    if (this.#trial !== undefined) return;
    this.#safely(() => {
      this.#cancelTimeLimit?.();
      this.#limitTime();
    });
    for (const index of this.#legs.keys()) this.start(index, self);
  }

  /** The control has settled in the caller's own turn: what has settled by now is judged before the caller goes on. */
  land(control: Observation): void {
    this.#safely(() => {
      this.#exhibit = new Exhibit(this.#asAttended(control), this.#state.tell);
      this.#judgeSettled();
      if (this.#trial === undefined) this.#handOver();
    });
  }

  /** The control has settled and its value is on the way to the caller, who must not wait for a comparison. */
  landAndLeave(control: Observation): void {
    if (this.#exhibit !== undefined || this.#trial !== undefined) return;
    this.#safely(() => {
      this.#exhibit = new Exhibit(this.#asAttended(control), this.#state.tell);
      this.#handOver();
      if (this.#legs.some((leg) => leg.observation !== undefined)) {
        this.#surroundings.later(() => this.#safely(() => this.#judgeSettled()));
      }
    });
  }

  /** Lets the trial outlive its call: it takes a place, has a time limit, and `drain` waits for it. */
  hold(): Promise<void> {
    // A candidate can end its own trial: it kills its experiment, or is the one too many that blocks the process.
    if (this.#trial !== undefined) return Promise.resolve();
    const finished = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    this.#safely(() => {
      this.#state.slots(() => finished);
      this.#surroundings.keep(finished);
      this.#limitTime();
    });
    return finished;
  }

  abort(reason: string): void {
    this.#safely(() => this.#abort(reason));
  }

  #abort(reason: string): void {
    this.#missControl();
    for (const leg of this.#legs) {
      if (leg.judged !== undefined) continue;
      const error = new DOMException(`the experiment was ${reason}`, 'AbortError');
      const observation = this.#giveUp(leg, error);
      leg.again?.abort(error);
      this.#record(leg, { ...observation, outcome: 'ignored', reason, differences: [] });
    }
  }

  #limitTime(): void {
    const { timeoutMs } = this.#definition.options;
    const { timers } = this.#surroundings.options;
    this.#cancelTimeLimit = after(timeoutMs, timers, this.#tellTimers, () =>
      this.#safely(() => this.#expire(timeoutMs)),
    );
  }

  #expire(timeoutMs: number): void {
    this.#missControl();
    for (const leg of this.#legs) this.#giveUp(leg, timeoutError(`not settled within ${timeoutMs} ms`));
    this.#judgeSettled();
  }

  /** A control that is not waited for any longer; the caller still gets from it whatever it gives. */
  #missControl(): void {
    const { startedAt } = this.#prepared;
    this.#exhibit ??= new Exhibit(timedOut('control', startedAt, this.#state.now), this.#state.tell);
  }

  /** A candidate that is not waited for any longer. It is stuck until it settles after all. */
  #giveUp(leg: Leg, reason: Error): Observation {
    if (leg.observation !== undefined) return leg.observation;
    if (!Number.isNaN(leg.startedAt)) this.#state.stuck += 1;
    leg.observation = timedOut(leg.candidate.name, leg.startedAt, this.#state.now);
    runOnTrial(leg.variant, () => leg.variant.abort(reason));
    return leg.observation;
  }

  #settle(leg: Leg, observation: Observation): void {
    if (leg.observation !== undefined) {
      this.#state.stuck -= 1;
      return;
    }
    leg.observation = this.#asAttended(observation);
    if (this.#isHandedOver) this.#judge(leg);
  }

  #asAttended(observation: Observation): Observation {
    const { attendant } = this.#surroundings.options;
    return attendant?.observed?.(this.#definition.name, observation) ?? observation;
  }

  #handOver(): void {
    const since = sinceNow(this.#state);
    this.#exhibit?.handOver();
    this.#isHandedOver = true;
    // The copy is made for the trial as a whole; for an experiment's only candidate that is the same.
    this.#stopIf(blocked(this.#legs[0] as Leg, this.#state, since));
  }

  #judgeSettled(): void {
    for (const leg of this.#legs) this.#judge(leg);
  }

  #judge(leg: Leg): void {
    const { observation } = leg;
    if (observation === undefined || leg.isBeforeCourt || leg.judged !== undefined) return;
    leg.isBeforeCourt = true;
    const since = sinceNow(this.#state);
    const exhibit = this.#exhibit as Exhibit;
    const judged = judge(exhibit.shown(), observation, this.#definition, this.#court);
    if (judged instanceof Promise) judged.then((late) => this.#safely(() => this.#confirm(leg, late)));
    else this.#confirm(leg, judged);
    this.#stopIf(blocked(leg, this.#state, since));
  }

  /** A mismatch may have to show twice; the trial stays in flight until then. */
  #confirm(leg: Leg, judged: JudgedObservation): void {
    if (leg.judged !== undefined) return;
    const account = (work: () => void) => {
      const since = sinceNow(this.#state);
      work();
      this.#stopIf(blocked(leg, this.#state, since));
    };
    const record = (confirmed: JudgedObservation) => this.#safely(() => this.#record(leg, confirmed));
    if (judged.outcome !== 'mismatch' || !this.#encore?.recheck(leg, judged, account, record))
      this.#record(leg, judged);
  }

  #record(leg: Leg, judged: JudgedObservation): void {
    if (leg.judged !== undefined) return;
    leg.judged = judged;
    const control = this.#shown();
    const { startedAt, order } = this.#prepared;
    const isControlFirst = order.indexOf(CONTROL) < order.indexOf(this.#legs.indexOf(leg));
    const lesson = { control, judged, trial: this.#id, startedAt, isControlFirst };
    learn(this.#state, this.#definition, lesson);
    const cause = learned(leg, this.#state, control, judged);
    if (this.#legs.every((each) => each.judged !== undefined)) this.#conclude();
    this.#stopIf(cause);
    climb(this.#state, this.#surroundings.stops);
  }

  /** Last of all, because it ends this trial too. */
  #stopIf(cause: Cause | undefined): void {
    if (cause !== undefined) this.#surroundings.stops.trip(this.#state, cause);
  }

  #conclude(): void {
    this.#state.flights.delete(this);
    this.#cancelTimeLimit?.();
    const trial = this.#describe();
    this.#trial = trial;
    this.#encore?.listen(this.#exhibit as Exhibit, trial.candidates);
    // A candidate that never settles holds on to this for ever: let it not hold on to the values.
    this.#exhibit = undefined;
    this.#surroundings.later(() => this.#safely(() => this.#publish(trial)));
    this.#finish?.();
  }

  #shown(): Observation {
    const exhibit = this.#exhibit as Exhibit;
    const shown = exhibit.shown();
    return shown === FAILED ? exhibit.withoutValue() : shown;
  }

  #describe(): Trial {
    const { name, candidates, options } = this.#definition;
    const { startedAt, context, order } = this.#prepared;
    const exhibit = this.#exhibit as Exhibit;
    const [control, judged] = this.#published(exhibit);
    return {
      experiment: name,
      id: this.#id,
      startedAt,
      context,
      order: order.map((position) => candidates[position]?.name ?? 'control'),
      control: control === FAILED ? exhibit.withoutValue() : control,
      candidates: judged,
      capture: options.capture,
      cleaned: false,
    };
  }

  /** What publishers are given, who get it when the caller may have changed what was compared. */
  #published(exhibit: Exhibit): [Observation | typeof FAILED, JudgedObservation[]] {
    const { comparator, clean } = this.#definition;
    const judged = this.#legs.map((leg) => leg.judged as JudgedObservation);
    const areEqual = comparator === equal && judged.every(({ outcome }) => outcome === 'match');
    if (areEqual && clean === undefined) return [exhibit.standIn(judged[0] as JudgedObservation), judged];
    const copies = judged.map((each) => {
      const copy = exhibit.protect(each);
      return copy === FAILED ? each : copy;
    });
    return [exhibit.protected(), copies];
  }

  #publish(trial: Trial): void {
    const { publishers, attendant } = this.#surroundings.options;
    attendant?.ended?.(trial);
    publish(trial, this.#definition, publishers, {
      tell: this.#state.tell,
      within: (work) => this.#within(work, 'publish'),
      keep: (work) => this.#surroundings.keep(work),
    });
    this.#surroundings.heartbeat();
  }

  #within<T>(work: PromiseLike<T>, what: string): Promise<T> {
    const { timeoutMs } = this.#definition.options;
    return within(work, timeoutMs, what, this.#surroundings.options.timers, this.#tellTimers);
  }

  #safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#state.tell('run', error);
    }
  }

  readonly #tellTimers = (error: unknown): void => this.#state.tell('timers', error);
}
