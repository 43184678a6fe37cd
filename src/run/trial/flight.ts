import type { Prepared } from '../../decide/prepare.js';
import { Exhibit } from '../../observe/exhibit.js';
import { timedOut } from '../../observe/observe.js';
import type { Observation, Trial } from '../../types/index.js';
import type { Flight } from '../../types/run.js';
import type { Call } from './call.js';
import type { Begun, Landing, Leg } from './leg.js';
import { Legwork } from './legwork.js';
import { lose } from './lost.js';
import { describe, publishTrial } from './publication.js';
import type { Reason } from './variant.js';

/** A timer that is later than this is not going to call back. */
const LATE_MS = 1_000;

/**
 * A trial, from before its first variant starts until its last candidate is judged.
 *
 * Whatever enters it from outside, a call or something that settles, comes through `safely`.
 */
export class TrialInFlight extends Legwork implements Flight {
  readonly ordinal: number;
  older: Flight | undefined = undefined;
  newer: Flight | undefined = undefined;
  isLost = false;
  #trial: Trial | undefined;
  #isOver = false;
  #isWaiting = false;
  #leaveDeadline: (() => void) | undefined;
  #expected: Landing | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #finished: Promise<void> | undefined;
  #finish: (() => void) | undefined;

  /** @param begun where it goes on from what began briefly, instead of beginning */
  constructor(call: Call, prepared: Prepared, begun?: Begun) {
    super(call, prepared, begun);
    const { state, surroundings } = call;
    this.ordinal = begun?.ordinal ?? state.trials;
    if (begun !== undefined) return;
    state.flights.add(this);
    state.trials += 1;
    surroundings.options.attendant?.began?.(this.id, call.args);
  }

  get context(): Readonly<Record<string, unknown>> {
    return this.prepared.context;
  }

  /** The trial, once every candidate is judged, where a run may end in it: a candidate that hangs would hold on to it. */
  get trial(): Trial | undefined {
    return this.#trial;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The order in which the variants start, by their positions. */
  get order(): readonly number[] {
    return this.prepared.order;
  }

  /** Resolves when it is over. */
  get finished(): Promise<void> {
    this.#finished ??= this.#isOver
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.#finish = resolve;
        });
    return this.#finished;
  }

  /** Starts every candidate, in a later turn than the control; their time limit begins now. */
  startAll(): void {
    if (this.#isOver) return;
    this.safely(() => {
      this.#leaveDeadline?.();
      this.#limitTime();
    });
    for (const index of this.legs.keys()) this.start(index);
  }

  /** What the control's promise settles into: into nothing once this is over, though the promise be held for ever. */
  expect(land: (observation: Observation) => void): Landing {
    this.#expected = { settle: land };
    return this.#expected;
  }

  /** The control has settled in the caller's own turn: what has settled by now is judged before the caller goes on. */
  land(control: Observation): void {
    // Something has ended it meanwhile: a control that kills its experiment.
    if (this.#isOver) return;
    try {
      this.show(control);
      this.judgeSettled();
      if (!this.#isOver) this.handOver();
    } catch (error) {
      this.fail(error);
    }
  }

  /** The control has settled and its value is on the way to the caller, who must not wait for a comparison. */
  landAndLeave(control: Observation): void {
    if (this.exhibit !== undefined || this.#isOver) return;
    this.safely(() => {
      this.show(control);
      this.handOver();
      if (this.legs.some((leg) => leg.observation !== undefined)) this.#wait();
    });
  }

  #wait(): void {
    const { definition, state, surroundings } = this.call;
    this.#isWaiting = true;
    surroundings.later(() => this.stopWaiting());
    if (state.flights.size < definition.options.maxInFlight) return;
    // A loop that never lets the event loop turn: one gives its place away, or the next calls would be skipped.
    for (const flight of state.flights) if (flight.stopWaiting()) return;
  }

  /** Judges what waits for the next turn only. Answers whether anything did. */
  stopWaiting(): boolean {
    const isWaiting = this.#isWaiting;
    this.#isWaiting = false;
    if (isWaiting) this.safely(() => this.judgeSettled());
    return isWaiting;
  }

  /** Lets the trial outlive its call, for so long. */
  hold(): void {
    // A candidate can end its own trial: it kills its experiment, or is the one too many that blocks the process.
    if (this.#isOver) return;
    this.safely(() => {
      // First, so that whoever ends it while it is held leaves no time limit behind.
      this.#limitTime();
      this.call.surroundings.hold(this);
    });
  }

  abort(reason: string): void {
    this.safely(() => {
      this.#missControl();
      for (const leg of this.legs) {
        if (leg.judged !== undefined) continue;
        const why: Reason = { name: 'AbortError', message: `the experiment was ${reason}` };
        const observation = this.#letGo(leg, why);
        leg.again?.abort(why);
        this.record(leg, { ...observation, outcome: 'ignored', reason, differences: [], aborted: true });
      }
      // What was judged where there was no room left to conclude.
      if (!this.#isOver) this.conclude();
    });
  }

  override fail(error: unknown): void {
    lose(this, this.call, error);
  }

  #limitTime(): void {
    const { timeoutMs } = this.call.definition.options;
    const now = this.clock();
    this.#dueAt = now + timeoutMs + LATE_MS;
    this.#leaveDeadline = this.call.surroundings.deadlines.join(timeoutMs, now, () => this.#expire());
  }

  endIfOverdue(): boolean {
    if (!(this.clock() > this.#dueAt)) return false;
    this.#dueAt = Number.POSITIVE_INFINITY;
    this.call.surroundings.later(() => this.#expire());
    return true;
  }

  #expire(): void {
    if (this.#isOver) return;
    // The process was asleep, or busy elsewhere: a candidate that could not start has not failed.
    if (this.exhibit !== undefined && this.legs.every(isYetToStart)) {
      this.abort('given up');
      return;
    }
    this.safely(() => {
      this.#missControl();
      const { timeoutMs } = this.call.definition.options;
      const why: Reason = { name: 'TimeoutError', message: `not settled within ${timeoutMs} ms` };
      for (const leg of this.legs) this.#letGo(leg, why);
      this.judgeSettled();
    });
  }

  /** What has not started leaves the counts with its outcome, so it has to be in them. Of what was lost nobody knows. */
  #letGo(leg: Leg, why: Reason): Observation {
    if (isYetToStart(leg) && !this.isLost) this.count(leg);
    return this.giveUp(leg, why);
  }

  /** A control that is not waited for any longer; the caller still gets from it whatever it gives. */
  #missControl(): void {
    const { prepared, clock } = this;
    this.exhibit ??= new Exhibit(timedOut('control', prepared.startedBy, clock), this.call.state.tell);
  }

  protected conclude(): void {
    // What is read to learn from it may have ended it: a getter that kills its experiment.
    if (this.#isOver) return;
    const { state, surroundings } = this.call;
    state.flights.delete(this);
    this.#isOver = true;
    this.#finish?.();
    this.#leaveDeadline?.();
    const { objection } = surroundings.options;
    if (this.encore !== undefined || objection !== undefined || this.audience.isListening()) this.#tellOfIt();
    surroundings.audience.stir();
    if (this.#expected !== undefined) this.#expected.settle = settleNothing;
    // A candidate that never settles holds on to this for ever: let it not hold on to the values.
    this.exhibit = undefined;
  }

  /** Where nobody listens no trial is put together at all. */
  #tellOfIt(): void {
    const { call, prepared, legs } = this;
    const exhibit = this.exhibit as Exhibit;
    const trial = describe(call, prepared, this, exhibit, legs);
    if (call.surroundings.options.objection !== undefined) this.#trial = trial;
    this.encore?.listen(exhibit, trial.candidates);
    call.surroundings.later(() => this.safely(() => publishTrial(trial, call, this)));
  }
}

function isYetToStart({ stake, startedAt }: Leg): boolean {
  return stake === undefined && Number.isNaN(startedAt);
}

/** Apart from any trial, which would be held on to by what is made in it. */
function settleNothing(): void {}
