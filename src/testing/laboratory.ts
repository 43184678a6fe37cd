import { defaultLaboratory } from '../define/default.js';
import { BENCH, createLaboratory } from '../define/laboratory.js';
import { refuse } from '../define/refuse.js';
import { isolateLater } from '../isolate.js';
import type { Change, Fault, Laboratory, LaboratoryOptions, Skip, Trial } from '../types/index.js';
import { CallRecorder, RECORDER } from './call-recorder.js';
import { Chance, type Decisions } from './decisions.js';
import { checkDurations, type Durations, withDuration } from './durations.js';
import { RealWork } from './real-work.js';
import { Records } from './records.js';
import { settle } from './settle.js';
import { VirtualTime } from './virtual-time.js';

/** A laboratory's options, but for chance and time: a test laboratory has those of its own. */
export interface TestLaboratoryOptions extends Omit<LaboratoryOptions, 'now' | 'timers' | 'random'> {
  /** Which calls are on trial. @default 'always' */
  readonly decisions?: Decisions | undefined;
  /** How long each variant takes, as far as the laboratory knows. @default what the clock says: 0 */
  readonly durations?: Durations | undefined;
  /** What the clock says, in milliseconds since the epoch, until time is let pass. @default 2026-01-01T00:00:00Z */
  readonly startAt?: number | undefined;
}

/** A laboratory for one test: its own clock, timers and chance, and a record of all that it told. */
export interface TestLaboratory extends Laboratory {
  /** Every trial that was published. What waits to be is done before this is read, as with all that follow. */
  readonly trials: readonly Trial[];
  readonly skips: readonly Skip[];
  readonly changes: readonly Change[];
  readonly faults: readonly Fault[];
  /** What the clock says, in milliseconds since the epoch. */
  readonly now: number;
  /** Which calls are on trial from now on, of all experiments or of one. */
  decide(decisions: Decisions, experiment?: string): void;
  /** How long each variant takes from now on, as far as this laboratory knows. Nothing really takes longer. */
  fabricateDurations(durations: Durations): void;
  /** Lets time pass on the laboratory's clock, in milliseconds: what is due on the way is done. */
  advance(ms: number): Promise<void>;
  /**
   * Resolves when nothing is in flight and everything is published. It lets time pass on the laboratory's clock, and
   * on that of fake timers, only if nothing else would happen: a candidate that hangs times out at once.
   * @param options `patienceMs`: for so many milliseconds of real time it waits for real timers and requests that a
   * candidate began. Default 1_000
   */
  settle(options?: { readonly patienceMs?: number }): Promise<void>;
  /** Forgets what was recorded so far. */
  clear(): void;
}

const START = Date.UTC(2026, 0, 1);
const PATIENCE_MS = 1_000;
/** The longest delay that a timer can have. */
const FOREVER_MS = 2_147_483_646;

/**
 * A laboratory for one test. Every call is on trial, and no guardrail stops anything unless an experiment or
 * `defaults` ask for it. Time stands still until `settle` or `advance` let it pass.
 *
 * @throws TypeError for options that cannot be meant
 * @example
 * await using lab = testLaboratory();
 */
export function testLaboratory(options: TestLaboratoryOptions = {}): TestLaboratory {
  const { decisions = 'always', durations, startAt = START, ...rest } = options;
  refuseOwnTime(rest);
  const records = new Records();
  const time = new VirtualTime(startAt);
  const chance = new Chance();
  chance.set(decisions);
  const lab = createLaboratory(surroundingsFor(rest, records, time, chance));
  const attending = attend(lab[BENCH].surroundings, chance);
  if (durations !== undefined) attending.fabricate(durations);
  const drain = (timeoutMs: number, patienceMs: number) =>
    settle(lab.drain({ timeoutMs }), { time, realWork: attending.realWork, patienceMs });
  const { background } = lab[BENCH].surroundings;
  const seen = <T>(list: readonly T[]): readonly T[] => {
    background.flush();
    return list;
  };
  return {
    ...lab,
    get trials() {
      return seen(records.trials);
    },
    get skips() {
      return seen(records.skips);
    },
    get changes() {
      return seen(records.changes);
    },
    get faults() {
      return seen(records.faults);
    },
    get now() {
      return time.now();
    },
    decide: (wanted, experiment) => chance.set(wanted, experiment),
    fabricateDurations: attending.fabricate,
    advance: (ms) => time.advance(ms),
    settle: ({ patienceMs = PATIENCE_MS } = {}) => drain(FOREVER_MS, patienceMs),
    drain: ({ timeoutMs = 30_000 } = {}) => drain(timeoutMs, PATIENCE_MS),
    clear() {
      background.flush();
      records.clear();
    },
    [Symbol.asyncDispose]: () => drain(FOREVER_MS, PATIENCE_MS),
    [RECORDER]: attending.recorder,
  } as TestLaboratory;
}

function refuseOwnTime(rest: object): void {
  for (const name of ['now', 'timers', 'random']) {
    if (name in rest)
      refuse('testLaboratory', name, 'is its own; see startAt, advance, settle, decide and durations');
  }
}

function surroundingsFor(
  options: LaboratoryOptions,
  records: Records,
  time: VirtualTime,
  chance: Chance,
): LaboratoryOptions {
  const { defaults = {}, publishers = [], onFault } = options;
  return {
    ...options,
    defaults: { ...defaults, guardrails: defaults.guardrails ?? false },
    publishers: [records.publisher, ...publishers],
    now: time.now,
    timers: time.timers,
    random: chance.random,
    onFault(fault) {
      records.faults.push(fault);
      const heard = (error: unknown) => void records.faults.push({ ...fault, stage: 'onFault', error });
      isolateLater(heard, () => onFault?.(fault));
    },
  };
}

const fabricators = new WeakMap<object, (durations: Durations) => void>();

/**
 * How long each variant takes from now on, as far as the test laboratory knows that stands in for the default one. The
 * same is a method of each test laboratory.
 *
 * @throws TypeError for what are no durations, or where there is no such laboratory
 * @example
 * fabricateDurations({ control: 5, candidate: 40 });
 */
export function fabricateDurations(durations: Durations): void {
  const fabricate = fabricators.get(defaultLaboratory()[BENCH].surroundings);
  if (fabricate === undefined)
    refuse('fabricateDurations', durations, 'let a test laboratory stand in before: useLaboratory(lab)');
  fabricate(durations);
}

/** What a test laboratory does that no publisher could. */
function attend(
  surroundings: ReturnType<typeof createLaboratory>[typeof BENCH]['surroundings'],
  chance: Chance,
) {
  const realWork = new RealWork();
  const recorder = new CallRecorder();
  let durations: Durations = {};
  surroundings.attend({
    isNeverOverloaded: true,
    rateOf(experiment) {
      if (surroundings.pending.size === 0) realWork.begin();
      return chance.rateOf(experiment);
    },
    began: recorder.began,
    observed: (_, observation) => withDuration(durations, observation),
    ended: recorder.ended,
  });
  const fabricate = (wanted: Durations) => {
    checkDurations(wanted);
    durations = wanted;
  };
  fabricators.set(surroundings, fabricate);
  return { realWork, recorder, fabricate };
}
