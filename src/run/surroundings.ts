import { isolateLater } from '../isolate.js';
import { tellUnheard } from '../publish/fault.js';
import { hasMethod } from '../publish/publish.js';
import { countsOf } from '../record/counts.js';
import type {
  Change,
  ControlSource,
  Counts,
  Fault,
  LaboratoryEvents,
  LaboratoryOptions,
  Publisher,
  Stage,
  Trial,
} from '../types/index.js';
import type { Attendant, Flight, State } from '../types/run.js';
import { Background } from './background.js';
import { Deadlines } from './deadlines.js';
import { lacksToTell } from './lacks.js';
import { outsideOfCalls } from './on-trial.js';
import { closePass, createState } from './state.js';
import { Controls } from './stop/controls.js';
import { controlFile, killedByEnvironment } from './stop/environment.js';
import { Stops } from './stop/stops.js';

/** A laboratory's options, with every default resolved. */
export type ResolvedSurroundings = {
  readonly [K in Exclude<keyof LaboratoryOptions, Wish | 'defaults' | 'raiseOnMismatch'>]-?: Exclude<
    LaboratoryOptions[K],
    undefined
  >;
} & {
  readonly [K in Wish]: LaboratoryOptions[K] | undefined;
} & {
  /** The control sources that are asked at every call. */
  readonly directors: readonly ControlSource[];
  /** What a run ends in instead of its value, where it is to end in anything: for tests. */
  readonly objection: Objection | undefined;
  /** Nobody attends the runs of a laboratory unless a test wants it, or a recording. */
  readonly attendant?: Attendant | undefined;
};

/** The error to end in, or undefined where nothing is wrong with the trial, or there is none. */
export type Objection = (trial: Trial | undefined) => Error | undefined;

/** What has no default: it is done only where it is asked for. */
type Wish = 'freeze' | 'onFault' | 'waitUntil';

type Listener = (event: never) => void;

/** A laboratory as its runs see it: what they share, and what lives between them. */
export class Surroundings {
  /** Replaced as a whole when the laboratory is configured anew. */
  options: ResolvedSurroundings;
  readonly states = new Map<string, State>();
  /** Work that outlives its call. */
  readonly pending = new Set<Promise<unknown>>();
  readonly background: Background;
  readonly stops = new Stops(this);
  readonly #controls = new Controls(this.stops, (name, error) => this.tell(name, 'control', error));
  readonly #listeners = new Map<keyof LaboratoryEvents, Set<Listener>>();
  readonly #counts: () => Iterable<Counts>;
  /** What is the laboratory's own, or of an experiment that it does not know, is counted here. */
  readonly #everything = createState('*', this, (stage, error) => this.tell('*', stage, error));
  #trials = 0;
  #isFull = false;
  #isTelling = false;
  #isHandedOver = false;
  #isStirred = false;
  readonly deadlines = new Deadlines(
    () => this.options.timers,
    (error) => this.tell('*', 'timers', error),
  );
  readonly #id = Math.random().toString(36).slice(2, 10);

  constructor(options: ResolvedSurroundings) {
    this.options = options;
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
    this.#counts = () => [...this.states.values(), this.#everything].map(countsOf);
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
    this.closePasses();
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

  /** Tells publishers and listeners of a change. */
  announce(change: Change): void {
    for (const publisher of this.options.publishers) {
      const told = (error: unknown) => this.tell(change.experiment, 'publish', error);
      this.later(() => isolateLater(told, () => publisher.changed?.(change)));
    }
    this.emit(change.event, change);
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
      this.#hear(fault);
      this.emit('fault', fault);
      this.#isTelling = false;
    }
  }

  #hear(fault: Fault): void {
    const { onFault } = this.options;
    isolateLater(
      (error) => tellUnheard({ experiment: fault.experiment, stage: 'onFault', error }),
      () => (onFault ?? tellUnheard)(fault),
    );
  }

  on(event: keyof LaboratoryEvents, listener: Listener): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    // Wrapped, so that a listener that is added twice can be taken away once.
    const own: Listener = (told) => listener(told);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  emit<E extends keyof LaboratoryEvents>(event: E, told: LaboratoryEvents[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      isolateLater(
        (error) => tellUnheard({ experiment: told.experiment, stage: 'listener', error }),
        () => listener(told as never),
      );
    }
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
    this.#isHandedOver = true;
    const done = new Promise<void>((resolve) => {
      this.background.add(() => {
        this.#isHandedOver = false;
        resolve();
      });
    });
    this.keep(done);
  }

  /** Lets the runtime know of a trial that outlives its call. `drain` sees it in flight. */
  hold(flight: Flight): void {
    if (this.options.waitUntil !== undefined) this.keep(flight.finished);
  }

  /** Whether anybody would hear of a trial that began or ended now. */
  isHeard(): boolean {
    return this.#isTrueOfAny(isListening);
  }

  /** Whether anybody looks at the values of what matched. */
  readsMatches(): boolean {
    return this.#isTrueOfAny(readsMatches);
  }

  /** Of a publisher that fails to say, what costs more is true. */
  #isTrueOfAny(says: (publisher: Publisher) => boolean): boolean {
    const { publishers, attendant } = this.options;
    if (attendant !== undefined) return true;
    for (const publisher of publishers) {
      try {
        if (says(publisher)) return true;
      } catch (error) {
        this.tell('*', 'publish', error);
        return true;
      }
    }
    return false;
  }

  /** Something has been counted: publishers have a look at it in a later turn, once for all of this one. */
  stir(): void {
    if (this.#isStirred || !this.options.publishers.some(isWatching)) return;
    this.#isStirred = true;
    this.later(() => {
      this.#isStirred = false;
      this.heartbeat();
    });
  }

  /** Gives the publishers a look at the counts, which is where they notice that a metrics SDK has been registered. */
  heartbeat(): void {
    for (const publisher of this.options.publishers) this.#watch(publisher);
  }

  #watch(publisher: Publisher): void {
    isolateLater(
      (error) => this.tell('*', 'publish', error),
      () => publisher.watch?.(this.#counts),
    );
  }
}

function isListening(publisher: Publisher): boolean {
  return publisher.isListening?.() !== false;
}

function readsMatches(publisher: Publisher): boolean {
  return publisher.readsMatches !== false;
}

function isWatching(publisher: Publisher): boolean {
  return hasMethod(publisher, 'watch');
}

const MOST_NAMES = 1_000;
