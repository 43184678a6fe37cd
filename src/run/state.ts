import { defaultNow, realTime } from '../decide/clock.js';
import { guardOf } from '../decide/guardrail/guard.js';
import { Pass } from '../decide/pass.js';
import { disarm, FAILED, isolateAtOnce } from '../isolate.js';
import { MOST_CANDIDATES, tellFull } from '../record/full.js';
import { DEFAULT_GOAL } from '../record/goal.js';
import { createLearned } from '../record/learned.js';
import { SKIP_REASONS, tallyOf, zeros } from '../record/tally.js';
import type { Definition, State } from '../types/run.js';
import { FlightList } from './flights.js';

/** Where a state gets the time and chance from. Asked at every use: the laboratory may be configured anew. */
interface Sources {
  readonly options: {
    readonly now: () => number;
    readonly random: () => number;
    readonly maxRate: number;
  };
}

export function createState(name: string, sources: Sources, tell: State['tell']): State {
  return new KeptState(name, sources, tell);
}

/** A class, so that all states have one shape: there are up to a thousand, and every call goes by one. */
class KeptState implements State {
  readonly name: string;
  readonly tell: State['tell'];
  readonly now: State['now'];
  readonly random: State['random'];
  guard: State['guard'] = undefined;
  trip: State['trip'] = undefined;
  ramp: State['ramp'] = undefined;
  readonly earlier: State['earlier'] = new Map();
  earlierCalls: State['earlierCalls'] = undefined;
  legacy: State['legacy'] = undefined;
  readonly recent: number[] = [];
  expiresAt = Number.POSITIVE_INFINITY;
  hasExpired = false;
  readonly changes: State['changes'] = [];
  gap = -1;
  gapRate = Number.NaN;
  rate = 0;
  own = Number.NaN;
  trials = 0;
  endsInside = true;
  readonly pass: Pass;
  readonly tallies: State['tallies'] = new Map();
  account: State['account'] = undefined;
  readonly faults: State['faults'] = {};
  readonly flights = new FlightList();
  isReading = false;
  hasLost = false;
  stuck = 0;
  forgiven = 0;
  readonly learned = createLearned();
  owner: State['owner'] = undefined;
  goal = DEFAULT_GOAL;
  capture: State['capture'] = 'shape';
  readonly history: State['history'] = new Map();
  signature: State['signature'] = undefined;
  readonly #sources: Sources;
  readonly #skips = zeros(SKIP_REASONS);
  #stop: State['stop'] = undefined;
  #override: State['override'] = undefined;
  #ceiling = 1;

  constructor(name: string, sources: Sources, tell: State['tell']) {
    this.name = name;
    this.tell = tell;
    this.#sources = sources;
    this.now = () => readClock(sources, tell);
    this.random = () => readChance(sources, tell);
    this.pass = new Pass(this.#skips);
  }

  get clock(): State['clock'] {
    return this.#sources.options.now === defaultNow ? realTime : this.now;
  }

  get skips(): State['skips'] {
    this.pass.count();
    return this.#skips;
  }

  // What any of these says is what calls were let pass by.

  get stop(): State['stop'] {
    return this.#stop;
  }

  set stop(stop: State['stop']) {
    closePass(this);
    this.#stop = stop;
  }

  get override(): State['override'] {
    return this.#override;
  }

  set override(override: State['override']) {
    closePass(this);
    this.#override = override;
    this.foresee();
  }

  get ceiling(): number {
    return this.#ceiling;
  }

  set ceiling(ceiling: number) {
    closePass(this);
    this.#ceiling = ceiling;
    this.foresee();
  }

  foresee(): void {
    const rate = Math.min(this.#override ?? Math.min(this.own, this.#ceiling), this.#sources.options.maxRate);
    if (!Number.isNaN(rate)) this.rate = rate;
  }
}

/** From now on calls have to ask again. The chance that was drawn for them stays drawn. */
export function closePass(state: State): void {
  state.gap += state.pass.close();
}

/** NaN where the user's clock failed, which is told; reading the time never throws. */
function readClock({ options: { now } }: Sources, tell: State['tell']): number {
  if (now === defaultNow) return now();
  const time = isolateAtOnce<unknown>((error) => tell('now', error), 'now', now);
  if (typeof time === 'number' && Number.isFinite(time)) return time;
  if (time !== FAILED) tell('now', new TypeError(`now answered ${typeof time}; answer milliseconds`));
  return Number.NaN;
}

/** Throws what the user's source of chance throws, or a TypeError for what is no chance. */
function readChance({ options: { random } }: Sources, tell: State['tell']): number {
  const chance: unknown = random();
  if (typeof chance === 'number' && chance >= 0 && chance < 1) return chance;
  disarm(chance, (error) => tell('random', error));
  throw new TypeError(`random answered ${typeof chance}; answer a number from 0 up to but not including 1`);
}

/**
 * Makes an experiment known: its series exist from now on. A second definition under the same name is told once;
 * functions are not compared, since those written in place differ at every call. Answers what is to be run: the control
 * alone, where there would be too many candidates to remember.
 */
export function acquaint(state: State, definition: Definition, signature: string): Definition {
  const { sampling } = definition;
  state.own = typeof sampling === 'function' ? Number.NaN : sampling.rate;
  if (state.signature === signature) return definition;
  if (!hasRoomFor(definition, state)) {
    tellFull(state);
    return { ...definition, candidates: [] };
  }
  for (const { name } of definition.candidates) tallyOf(state, name);
  const { owner } = definition.options;
  if (state.signature === undefined) {
    state.signature = signature;
    state.owner = owner;
    state.goal = definition.options.goal;
    state.capture = definition.clean === undefined ? definition.options.capture : 'shape';
    state.expiresAt = definition.options.expiresAt;
    state.guard = guardOf(definition);
    startRamp(state, definition);
    state.legacy?.resume();
    state.foresee();
  } else if (state.faults.definition === undefined) {
    state.tell('definition', twice(state.name, state.signature, signature));
  }
  return definition;
}

function hasRoomFor({ candidates }: Definition, { tallies }: State): boolean {
  const added = candidates.filter(({ name }) => !tallies.has(name)).length;
  return added === 0 || tallies.size + added <= MOST_CANDIDATES;
}

function startRamp(state: State, { options: { ramp } }: Definition): void {
  if (ramp === undefined) return;
  state.ramp = {
    settings: ramp,
    step: ramp.steps.indexOf(ramp.startAt),
    since: state.now(),
    before: new Map(),
  };
  state.ceiling = ramp.startAt;
}

function twice(name: string, first: string, second: string): Error {
  return new Error(
    `experiment('${name}') is defined twice, as ${first} and as ${second}; ` +
      'give one of them another name, for they share their counts and stops',
  );
}
