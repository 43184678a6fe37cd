import { BENCH, type BenchedLaboratory, createLaboratory } from '../define/laboratory.js';
import { isolateLater } from '../isolate.js';
import { refuse, requireMilliseconds, requireOptions } from '../refuse.js';
import type { Change, Fault, Laboratory, LaboratoryOptions, Skip, Trial } from '../types/index.js';
import { type Attendance, attend } from './attendance.js';
import { Chance, type Decisions } from './decisions.js';
import type { Durations } from './durations.js';
import { requireAskedName } from './findings/asked.js';
import { checkOptions } from './options.js';
import { Records } from './records.js';
import { settle } from './settle.js';
import type { Telemetry } from './telemetry/record-telemetry.js';
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
  /** What would be exported: see `recordTelemetry`. */
  readonly telemetry: Telemetry;
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
  settle(options?: { readonly patienceMs?: number | undefined }): Promise<void>;
  /** Forgets the trials, skips, changes and faults so far. */
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
  checkOptions(options);
  const { decisions = 'always', durations, startAt = START, ...rest } = options;
  const records = new Records();
  const time = new VirtualTime(startAt);
  const chance = new Chance();
  chance.set(decisions);
  const publishers = [records.publisher, records.telemetry, ...(rest.publishers ?? [])];
  const surroundings = { ...rest, publishers, now: time.now, timers: time.timers, random: chance.random };
  const lab = createLaboratory({ ...surroundings, ...withoutGuardrails(rest), ...hearing(records, rest) });
  const attendance = attend(lab, chance);
  if (durations !== undefined) attendance.fabricate(durations);
  const own = { ...lab, ...means(lab, { records, time, chance, attendance }) };
  return Object.defineProperties(own, readings(lab, records, time)) as object as TestLaboratory;
}

function withoutGuardrails({ defaults = {} }: LaboratoryOptions): LaboratoryOptions {
  return { defaults: { ...defaults, guardrails: defaults.guardrails ?? false } };
}

function hearing({ faults }: Records, { onFault }: LaboratoryOptions): LaboratoryOptions {
  return {
    onFault(fault) {
      faults.push(fault);
      const heard = (error: unknown) => void faults.push({ ...fault, stage: 'onFault', error });
      isolateLater(heard, () => onFault?.(fault));
    },
  };
}

interface Parts {
  readonly records: Records;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly attendance: Attendance;
}

/** What can be done with it that cannot with another laboratory. */
function means(lab: BenchedLaboratory, { records, time, chance, attendance }: Parts) {
  const { realWork, fabricate } = attendance;
  const drain = (timeoutMs: number, patienceMs: number) =>
    settle(lab.drain({ timeoutMs }), { time, realWork, patienceMs });
  return {
    decide(wanted: Decisions, experiment?: string) {
      if (experiment !== undefined) requireAskedName('decide: second argument ', experiment);
      chance.set(wanted, experiment);
    },
    fabricateDurations: fabricate,
    advance: async (ms: number) => {
      if (!(Number.isFinite(ms) && ms >= 0)) refuse('advance', ms, 'give milliseconds from 0');
      await time.advance(ms);
    },
    settle: async (options: { readonly patienceMs?: number | undefined } = {}) => {
      requireOptions('settle', options, ['patienceMs']);
      const { patienceMs = PATIENCE_MS } = options;
      requireMilliseconds('settle: patienceMs ', patienceMs);
      await drain(FOREVER_MS, patienceMs);
    },
    drain: (options: { readonly timeoutMs?: number | undefined } = {}) => {
      requireOptions('drain', options, ['timeoutMs']);
      return drain(options.timeoutMs ?? 30_000, PATIENCE_MS);
    },
    clear() {
      lab[BENCH].surroundings.background.flush();
      records.clear();
    },
    [Symbol.asyncDispose]: () => drain(FOREVER_MS, PATIENCE_MS),
  };
}

/** What waits to be published is published before anything is read. */
function readings(lab: BenchedLaboratory, records: Records, time: VirtualTime): PropertyDescriptorMap {
  const { background } = lab[BENCH].surroundings;
  const names = ['trials', 'skips', 'changes', 'faults', 'telemetry'] as const;
  const entries = names.map((name) => {
    const get = () => {
      background.flush();
      return records[name];
    };
    return [name, { get, enumerable: true }];
  });
  return { ...Object.fromEntries(entries), now: { get: () => time.now(), enumerable: true } };
}
