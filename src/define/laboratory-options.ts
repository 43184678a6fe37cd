import { defaultNow } from '../decide/clock.js';
import { openTelemetry } from '../publish/opentelemetry/index.js';
import { refuse, requireBoolean, requireFunction, requireOptions, requireRate } from '../refuse.js';
import type { Objection, ResolvedSurroundings } from '../run/surroundings.js';
import type { ControlSource, LaboratoryOptions, Publisher, Timers } from '../types/index.js';
import type { Defaults } from './definition.js';
import { checkOptions } from './options.js';

type Check = (call: string, value: any) => void;

const CHECKS: { readonly [K in keyof Required<LaboratoryOptions>]: Check } = {
  publishers: checkPublishers,
  controls: checkControls,
  defaults: (call, value) => checkOptions(`${call}: defaults `, value),
  sampleRate: (call, value) => requireRate(`${call}: sampleRate `, value),
  maxRate: (call, value) => requireRate(`${call}: maxRate `, value),
  random: (call, value) => requireFunction(`${call}: random `, value),
  now: (call, value) => requireFunction(`${call}: now `, value),
  freeze: (call, value) => requireFunction(`${call}: freeze `, value),
  onFault: (call, value) => requireFunction(`${call}: onFault `, value),
  waitUntil: (call, value) => requireFunction(`${call}: waitUntil `, value),
  timers: (call, value) => {
    for (const name of ['setTimeout', 'clearTimeout', 'setImmediate']) {
      requireFunction(`${call}: timers.${name} `, value?.[name]);
    }
  },
  raiseOnMismatch: (call, value) => requireBoolean(`${call}: raiseOnMismatch `, value),
};

/** Refuses options that cannot be meant. What is undefined counts as not given. */
export function checkLaboratoryOptions(call: string, options: unknown): asserts options is LaboratoryOptions {
  requireOptions(call, options, Object.keys(CHECKS));
  for (const [name, value] of Object.entries(options as LaboratoryOptions)) {
    if (value !== undefined) CHECKS[name as keyof LaboratoryOptions](call, value);
  }
}

function checkControls(call: string, controls: unknown): void {
  if (!Array.isArray(controls))
    refuse(`${call}: controls `, controls, 'give the control sources in an array');
  for (const source of controls) {
    const { name, start, direct } = (source ?? {}) as Partial<ControlSource>;
    if (
      typeof name !== 'string' ||
      name === '' ||
      (typeof start !== 'function' && typeof direct !== 'function')
    ) {
      refuse(`${call}: controls `, source, 'give objects that have a name, and a method start or direct');
    }
  }
}

function checkPublishers(call: string, publishers: unknown): void {
  if (!Array.isArray(publishers))
    refuse(`${call}: publishers `, publishers, 'give the publishers in an array');
  for (const publisher of publishers) {
    const method = (publisher as Publisher | undefined)?.publish;
    if (typeof method !== 'function') {
      refuse(`${call}: publishers `, publisher, 'give objects that have a method publish(trial)');
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
