import { realTime } from '../../decide/clock.js';
import { CONTROL, type Prepared } from '../../decide/prepare.js';
import { FAILED } from '../../isolate.js';
import type { Court } from '../../judge/court.js';
import { judge } from '../../judge/judge.js';
import { Exhibit } from '../../observe/exhibit.js';
import type { Clock } from '../../observe/observe.js';
import { learn, tellOnce } from '../../record/learn.js';
import type { Cause } from '../../types/guard.js';
import type { JudgedObservation, Observation, Stage } from '../../types/index.js';
import type { Audience } from '../audience.js';
import { climb } from '../stop/climb.js';
import { within } from '../time-limit.js';
import { createEncore, type Encore } from './again/encore.js';
import type { Call } from './call.js';
import { type Begun, createLegs, type Leg } from './leg.js';
import { reading } from './reading.js';
import { blocked, isFlat, learned, sinceNow } from './watch.js';

/**
 * The half of a trial that judges: it is shown what the control gave, judges each candidate against it and learns from
 * that. It is its own court, since all that would stand between the two is made anew for each trial.
 */
export abstract class Hearing implements Court {
  protected readonly call: Call;
  protected readonly prepared: Prepared;
  protected readonly legs: readonly Leg[];
  /** The one of its beginning. */
  readonly clock: Clock;
  /** The one of its beginning too: a publisher may hold on to what only the end of the trial lets it go. */
  readonly audience: Audience;
  protected readonly encore: Encore | undefined;
  protected exhibit: Exhibit | undefined;
  #isHandedOver = false;
  #unjudged: number;
  #id: string | undefined;

  /** @param begun where it was begun already, by the real time */
  constructor(call: Call, prepared: Prepared, begun: Begun | undefined) {
    this.call = call;
    this.prepared = prepared;
    this.audience = call.surroundings.audience;
    this.clock = begun === undefined ? call.state.clock : realTime;
    this.legs = createLegs(call, prepared.args, begun);
    this.#unjudged = this.legs.length;
    this.encore = createEncore(call, this, this.legs);
  }

  /** Every candidate is judged. */
  protected abstract conclude(): void;

  /** Written out when somebody asks for it, whom most trials never meet. */
  get id(): string {
    this.#id ??= this.call.surroundings.nextTrialId();
    return this.#id;
  }

  tell(stage: Stage, error: unknown): void {
    this.call.state.tell(stage, error);
  }

  tellOnce(stage: Stage, error: unknown): void {
    tellOnce(this.call.state, stage, error);
  }

  within<T>(work: PromiseLike<T>, what = 'compare'): Promise<T> {
    const { definition, state, surroundings } = this.call;
    const tell = (error: unknown) => state.tell('timers', error);
    return within(work, definition.options.timeoutMs, what, surroundings.options.timers, tell);
  }

  protect(): Observation | typeof FAILED {
    return this.exhibit?.protected() ?? FAILED;
  }

  protectCandidate<O extends Observation>(candidate: O): O | typeof FAILED {
    return this.exhibit?.protect(candidate) ?? FAILED;
  }

  isHandedOver(): boolean {
    return this.#isHandedOver;
  }

  protected show(control: Observation): void {
    this.exhibit = new Exhibit(this.asAttended(control), this.call.state.tell);
  }

  /** Has to be called before the caller can touch the control's value. */
  protected handOver(): void {
    const { state } = this.call;
    const since = sinceNow(state);
    reading(state, () => this.exhibit?.handOver());
    this.#isHandedOver = true;
    // The copy is made for the trial as a whole; for an experiment's only candidate that is the same.
    this.stopIf(blocked(this.legs[0] as Leg, state, since));
  }

  protected judgeSettled(): void {
    for (const leg of this.legs) this.judge(leg);
  }

  protected judge(leg: Leg): void {
    const { observation } = leg;
    if (observation === undefined || leg.isBeforeCourt || leg.judged !== undefined) return;
    leg.isBeforeCourt = true;
    const { definition, state } = this.call;
    const since = leg.isBusyUntil ?? sinceNow(state);
    const exhibit = this.exhibit as Exhibit;
    const judged = reading(state, () => judge(exhibit.shown(), observation, definition, this));
    if (judged instanceof Promise) judged.then((late) => this.safely(() => this.#confirm(leg, late)));
    else this.#confirm(leg, judged);
    // Numbers are compared in no time, and reading the clock would take longer.
    const isCheap = leg.isBusyUntil !== undefined && isFlat(exhibit.original) && isFlat(observation);
    if (!isCheap) this.stopIf(blocked(leg, state, since));
  }

  /** A mismatch may have to show twice; the trial stays in flight until then. */
  #confirm(leg: Leg, judged: JudgedObservation): void {
    if (leg.judged !== undefined) return;
    const isAskedAgain = judged.outcome === 'mismatch' && this.#recheck(leg, judged);
    if (!isAskedAgain) this.record(leg, judged);
  }

  #recheck(leg: Leg, mismatch: JudgedObservation): boolean {
    if (this.encore === undefined) return false;
    const { state } = this.call;
    const account = (work: () => void) => {
      const since = sinceNow(state);
      work();
      this.stopIf(blocked(leg, state, since));
    };
    const record = (confirmed: JudgedObservation) => this.safely(() => this.record(leg, confirmed));
    return this.encore.recheck(leg, mismatch, account, record);
  }

  protected record(leg: Leg, judged: JudgedObservation): void {
    if (leg.judged !== undefined) return;
    leg.judged = judged;
    this.#unjudged -= 1;
    const { state, surroundings } = this.call;
    const cause = reading(state, () => this.#learn(leg, judged));
    this.stopIf(cause);
    if (state.ramp !== undefined) climb(state, surroundings.stops);
  }

  #learn(leg: Leg, judged: JudgedObservation): Cause | undefined {
    const { definition, state } = this.call;
    const control = this.#shown();
    learn(state, definition, this.#lesson(leg, control, judged));
    const cause = learned(leg, state, control, judged);
    if (this.#unjudged === 0) this.conclude();
    return cause;
  }

  #lesson(leg: Leg, control: Observation, judged: JudgedObservation) {
    const { startedAt, order } = this.prepared;
    const isControlFirst = order.indexOf(CONTROL) < order.indexOf(this.legs.indexOf(leg));
    // Only what did not match is remembered by its trial.
    const trial = judged.outcome === 'match' ? '' : this.id;
    return { control, judged, trial, startedAt, isControlFirst };
  }

  #shown(): Observation {
    const exhibit = this.exhibit as Exhibit;
    const shown = exhibit.shown();
    return shown === FAILED ? exhibit.withoutValue() : shown;
  }

  /** Last of all, because it ends this trial too. */
  protected stopIf(cause: Cause | undefined): void {
    if (cause !== undefined) this.call.surroundings.stops.trip(this.call.state, cause);
  }

  protected asAttended(observation: Observation): Observation {
    const { attendant } = this.call.surroundings.options;
    if (attendant === undefined) return observation;
    return attendant.observed?.(this.call.definition.name, observation) ?? observation;
  }

  /** A defect of ours, or the end of the stack: it ends the trial, and never reaches the caller or the process. */
  abstract fail(error: unknown): void;

  protected safely(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(error);
    }
  }
}
