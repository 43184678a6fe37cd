import { refuse, requireOptions, requireRate } from '../refuse.js';
import { LONGEST_MS } from '../run/time-limit.js';
import type { ExperimentOptions } from '../types/index.js';
import type { ResolvedOptions } from '../types/run.js';
import { checkGoal, resolveGoal } from './goal.js';
import { checkGuardrails, resolveGuardrails } from './guardrails.js';
import { checkRamp, resolveRamp } from './ramp.js';

type Check = (call: string, value: unknown) => void;

const CHECKS: { readonly [K in keyof Required<ExperimentOptions>]: Check } = {
  order: oneOf('order', 'control-first', 'random'),
  schedule: oneOf('schedule', 'now', 'after'),
  timeoutMs: (call, value) => {
    if (typeof value !== 'number' || !(value >= 1 && value <= LONGEST_MS)) {
      refuse(`${call}: timeoutMs `, value, `give milliseconds from 1 to ${LONGEST_MS}`);
    }
  },
  maxInFlight: (call, value) => {
    if (!Number.isSafeInteger(value) || (value as number) < 1) {
      refuse(`${call}: maxInFlight `, value, 'give a whole number from 1');
    }
  },
  capture: oneOf('capture', 'shape', 'values'),
  noise: (call, value) => requireRate(`${call}: noise `, value),
  trace: oneOf('trace', 'child', 'link', 'none', 'suppress'),
  baggage: (call, value) => {
    if (typeof value !== 'boolean') refuse(`${call}: baggage `, value, 'give true or false');
  },
  expires: (call, value) => {
    if (Number.isNaN(timeOf(value))) refuse(`${call}: expires `, value, 'give a Date or an ISO 8601 date');
  },
  owner: (call, value) => {
    if (typeof value !== 'string') refuse(`${call}: owner `, value, 'give a string');
  },
  guardrails: checkGuardrails,
  ramp: checkRamp,
  goal: checkGoal,
};

/** Refuses options that cannot be meant. What is undefined counts as not given. */
export function checkOptions(call: string, options: unknown): asserts options is ExperimentOptions {
  requireOptions(call, options, Object.keys(CHECKS));
  for (const [name, value] of Object.entries(options as ExperimentOptions)) {
    if (value !== undefined) CHECKS[name as keyof ExperimentOptions](call, value);
  }
  const { order, schedule, trace, baggage } = options as ExperimentOptions;
  if (order === 'random' && schedule === 'after') {
    refuse(call, options, "order 'random' and schedule 'after' contradict each other; give one of them");
  }
  // A service behind that goes by the baggage would take a trial for the real thing.
  if (baggage === true && trace === 'suppress')
    refuse(call, options, "trace 'suppress' stops the headers that baggage is sent in; give one of them");
}

/** Fills in what is not given. An option given as undefined counts as not given. */
export function resolveOptions(own: ExperimentOptions, defaults: ExperimentOptions): ResolvedOptions {
  const schedule = own.schedule ?? (own.order === 'random' ? undefined : defaults.schedule) ?? 'now';
  const order = own.order ?? (schedule === 'after' ? undefined : defaults.order) ?? 'control-first';
  const expires = own.expires ?? defaults.expires;
  const maxInFlight = own.maxInFlight ?? defaults.maxInFlight ?? 32;
  return {
    order,
    schedule,
    timeoutMs: own.timeoutMs ?? defaults.timeoutMs ?? 10_000,
    maxInFlight,
    capture: own.capture ?? defaults.capture ?? 'shape',
    noise: own.noise ?? defaults.noise ?? 0,
    trace: own.trace ?? defaults.trace ?? (schedule === 'after' ? 'link' : 'child'),
    baggage: own.baggage ?? defaults.baggage ?? false,
    guardrails: resolveGuardrails(own.guardrails, defaults.guardrails, { schedule, maxInFlight }),
    ramp: resolveRamp(own.ramp ?? defaults.ramp),
    goal: resolveGoal(own.goal, defaults.goal),
    expiresAt: expires === undefined ? Number.POSITIVE_INFINITY : timeOf(expires),
    owner: own.owner ?? defaults.owner,
  };
}

function timeOf(expires: unknown): number {
  if (expires instanceof Date) return expires.getTime();
  return typeof expires === 'string' && /^\d{4}-\d{2}-\d{2}/.test(expires) ? Date.parse(expires) : Number.NaN;
}

function oneOf(option: string, ...allowed: string[]): Check {
  const advice = `give ${allowed.map((each) => `'${each}'`).join(' or ')}`;
  return (call, value) => {
    if (!allowed.includes(value as string)) refuse(`${call}: ${option} `, value, advice);
  };
}
