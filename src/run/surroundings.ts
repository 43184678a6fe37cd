import { isolateLater } from '../isolate.js';
import { tellUnheard } from '../publish/fault.js';
import { countsOf } from '../record/counts.js';
import type { Change, Fault, Stage } from '../types/index.js';
import type { Attendant, Flight, State } from '../types/run.js';
import { Audience } from './audience.js';
import { Background } from './background.js';
import { Deadlines } from './deadlines.js';
import { lacksToTell } from './lacks.js';
import { Listeners } from './listeners.js';
import { outsideOfCalls } from './on-trial.js';
import type { ResolvedSurroundings } from './resolved.js';
import { closePass, createState } from './state.js';
import { Controls } from './stop/controls.js';
import { controlFile, killedByEnvironment } from './stop/environment.js';
import { Stops } from './stop/stops.js';

/** A laboratory as its runs see it: what they share, and what lives between them. */
export class Surroundings {
  /** Replaced as a whole when the laboratory is configured anew. */
  options: ResolvedSurroundings;
  readonly states = new Map<string, State>();
  /** Work that outlives its call. */
  readonly pending = new Set<Promise<unknown>>();
  readonly background: Background;
  readonly stops = new Stops(this);
  readonly listeners = new Listeners();
  /** Replaced together with the publishers. */
  audience: Audience;
  /** Those that were told of a trial after they had been replaced, and have not been flushed since. */
  readonly departed = new Set<Audience>();
  readonly #controls = new Controls(this.stops, (name, error) => this.tell(name, 'control', error));
  /** What is the laboratory's own, or of an experiment that it does not know, is counted here. */
  readonly #everything = createState('*', this, (stage, error) => this.tell('*', stage, error));
  #trials = 0;
  #isFull = false;
  #isTelling = false;
  #isHandedOver = false;
  readonly deadlines = new Deadlines(
    () => this.options.timers,
    (error) => this.tell('*', 'timers', error),
  );
  readonly #id = Math.random().toString(36).slice(2, 10);

  constructor(options: ResolvedSurroundings) {
    this.options = options;
    this.audience = this.#audienceOf(options);
    this.background = new Background(
      () => this.options.timers,
      (error) => this.tell('*', 'timers', error),
      outsideOfCalls(),
    );
    const note = { by: 'LABCOAT_KILL', reason: 'set when the process started' };
    for (const name of killedByEnvironment()) this.stops.kill(name, note);
    const file = controlFile();
    if (file !== undefined) this.#controls.start([file]);
    this.#controls.start(options.controls);
  }

  configure(options: ResolvedSurroundings): void {
    const { attendant } = this.options;
    this.#use({ ...options, attendant });
    this.#controls.start(options.controls);
  }

  attend(attendant: Attendant): void {
    this.#use({ ...this.options, attendant });
  }

  #use(options: ResolvedSurroundings): void {
    this.options = options;
    if (options.publishers !== this.audience.publishers) {
      this.audience = this.#audienceOf(options);
      this.audience.stir();
    }
    this.closePasses();
    for (const state of this.states.values()) state.foresee();
  }

  #audienceOf({ publishers }: ResolvedSurroundings): Audience {
    return new Audience(this, publishers, () => [...this.states.values(), this.#everything].map(countsOf));
  }

  /** Every call has to ask again. */
  closePasses(): void {
    for (const state of this.states.values()) closePass(state);
  }

  /** The experiment's state, or undefined when the laboratory remembers as many names as it can. */
  stateOf(name: string): State | undefined {
    const known = this.states.get(name);
    if (known !== undefined) return known;
    if (this.states.size >= MOST_NAMES) return this.#refuse(name);
    const state = this.create(name);
    this.stops.admit(state);
    this.states.set(name, state);
    for (const lack of lacksToTell()) this.tell('*', 'laboratory', new Error(lack));
    return state;
  }

  /** A state that is not remembered: what an unknown experiment's is. */
  create(name: string): State {
    return createState(name, this, (stage, error) => this.tell(name, stage, error));
  }

  #refuse(name: string): undefined {
    if (this.#isFull) return;
    this.#isFull = true;
    const advice = 'further ones run their control only; give experiments names that do not come from data';
    this.tell(name, 'laboratory', new Error(`a laboratory remembers ${MOST_NAMES} experiments; ${advice}`));
  }

  /** Milliseconds since the epoch, or NaN where the clock failed, which is told. Never throws. */
  now(): number {
    return this.#everything.now();
  }

  /** Tells publishers and listeners of a change. */
  announce(change: Change): void {
    this.audience.tellOf(change);
    this.listeners.emit(change.event, change);
  }

  /** Unique in the process, and unlikely anywhere else. */
  nextTrialId(): string {
    this.#trials += 1;
    return `${this.#id}-${this.#trials.toString(36)}`;
  }

  /** Counts a fault and tells whoever wants to know. Never throws. */
  tell(experiment: string, stage: Stage, error: unknown): void {
    const { faults } = this.states.get(experiment) ?? this.#everything;
    faults[stage] = (faults[stage] ?? 0) + 1;
    const fault: Fault = { experiment, stage, error };
    // A handler may run the very experiment that has failed.
    if (this.#isTelling) {
      tellUnheard(fault);
    } else {
      this.#isTelling = true;
      try {
        this.#hear(fault);
        this.listeners.emit('fault', fault);
      } finally {
        this.#isTelling = false;
      }
    }
  }

  #hear(fault: Fault): void {
    const { onFault } = this.options;
    isolateLater(
      (error) => tellUnheard({ experiment: fault.experiment, stage: 'onFault', error }),
      () => (onFault ?? tellUnheard)(fault),
    );
  }

  /** Lets `drain` and the runtime know of work that outlives its call. It must not reject. */
  keep(work: Promise<unknown>): void {
    this.pending.add(work);
    work.then(() => this.pending.delete(work));
    const { waitUntil } = this.options;
    if (waitUntil !== undefined)
      isolateLater(
        (error) => this.tell('*', 'waitUntil', error),
        () => waitUntil(work),
      );
  }

  /** Does something once the caller has its value. */
  later(work: () => void): void {
    this.background.add(work);
    if (this.options.waitUntil === undefined || this.#isHandedOver) return;
    // One promise for all that shares a turn.
    const done = new Promise<void>((resolve) => {
      this.background.add(() => {
        this.#isHandedOver = false;
        resolve();
      });
    });
    this.#isHandedOver = true;
    this.keep(done);
  }

  /** Lets the runtime know of a trial that outlives its call. `drain` sees it in flight. */
  hold(flight: Flight): void {
    if (this.options.waitUntil !== undefined) this.keep(flight.finished);
  }
}

const MOST_NAMES = 1_000;
