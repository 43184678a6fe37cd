import { defaultNow } from '../decide/clock.js';
import { openTelemetry } from '../publish/opentelemetry/index.js';
import { refuse, requireBoolean, requireFunction, requireRate } from '../refuse.js';
import type { Objection, ResolvedSurroundings } from '../run/resolved.js';
import type { ControlSource, LaboratoryOptions, Publisher, Timers } from '../types/index.js';
import type { Defaults } from './definition.js';
import { type Checks, checkFields } from './fields.js';
import { checkOptions } from './options.js';

const CHECKS: Checks<LaboratoryOptions> = {
  publishers: checkPublishers,
  controls: checkControls,
  defaults: checkOptions,
  sampleRate: requireRate,
  maxRate: requireRate,
  random: requireFunction,
  now: requireFunction,
  freeze: requireFunction,
  onFault: requireFunction,
  waitUntil: requireFunction,
  timers: (what, value) => {
    for (const name of ['setTimeout', 'clearTimeout', 'setImmediate'])
      requireFunction(`${what.trimEnd()}.${name} `, value?.[name]);
  },
  raiseOnMismatch: requireBoolean,
};

/** Refuses options that cannot be meant. */
export function checkLaboratoryOptions(call: string, options: unknown): asserts options is LaboratoryOptions {
  checkFields<LaboratoryOptions>(call, options, CHECKS);
}

function checkControls(what: string, controls: unknown): void {
  if (!Array.isArray(controls)) refuse(what, controls, 'give the control sources in an array');
  for (const source of controls) {
    const { name, start, direct } = (source ?? {}) as Partial<ControlSource>;
    if (
      typeof name !== 'string' ||
      name === '' ||
      (typeof start !== 'function' && typeof direct !== 'function')
    ) {
      refuse(what, source, 'give objects that have a name, and a method start or direct');
    }
  }
}

function checkPublishers(what: string, publishers: unknown): void {
  if (!Array.isArray(publishers)) refuse(what, publishers, 'give the publishers in an array');
  for (const publisher of publishers) {
    const method = (publisher as Publisher | undefined)?.publish;
    if (typeof method !== 'function') {
      refuse(what, publisher, 'give objects that have a method publish(trial)');
    }
  }
}

/** Looked up at each use, so that fake timers which are put in place later are used too. */
const RUNTIME_TIMERS: Timers = {
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => clearTimeout(handle),
  setImmediate: (callback) =>
    typeof setImmediate === 'function' ? setImmediate(callback) : setTimeout(callback, 0),
};

/**
 * Fills in what is not given.
 *
 * @param objection what a run ends in under `raiseOnMismatch`; nothing for a laboratory that cannot have been told to
 */
export function resolveSurroundings(options: LaboratoryOptions, objection?: Objection): ResolvedSurroundings {
  return {
    publishers: options.publishers ?? [openTelemetry()],
    sampleRate: options.sampleRate ?? 1,
    random: options.random ?? Math.random,
    now: options.now ?? defaultNow,
    timers: options.timers ?? RUNTIME_TIMERS,
    maxRate: options.maxRate ?? 1,
    controls: options.controls ?? [],
    directors: (options.controls ?? []).filter(({ direct }) => direct !== undefined),
    objection: options.raiseOnMismatch === true ? objection : undefined,
    freeze: options.freeze,
    onFault: options.onFault,
    waitUntil: options.waitUntil,
  };
}

export function resolveDefaults({
  defaults = {},
  sampleRate = 1,
  raiseOnMismatch,
}: LaboratoryOptions): Defaults {
  // A tests' fifth mismatch has to be raised like the first, and not stop the experiment.
  const isLenient = raiseOnMismatch === true && defaults.guardrails === undefined;
  return { options: isLenient ? { ...defaults, guardrails: false } : defaults, sampleRate };
}
