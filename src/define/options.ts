import { refuse, requireBoolean, requireRate } from '../refuse.js';
import { LONGEST_MS } from '../run/time-limit.js';
import type { ExperimentOptions } from '../types/index.js';
import type { ResolvedOptions } from '../types/run.js';
import { type Checks, checkFields, requireOneOf, requireWhole } from './fields.js';
import { checkGoal, resolveGoal } from './goal.js';
import { checkGuardrails, resolveGuardrails } from './guardrails.js';
import { checkRamp, resolveRamp } from './ramp.js';

const CHECKS: Checks<ExperimentOptions> = {
  order: (what, value) => requireOneOf(what, value, 'control-first', 'random'),
  schedule: (what, value) => requireOneOf(what, value, 'now', 'after'),
  timeoutMs: (what, value) => {
    if (typeof value !== 'number' || !(value >= 1 && value <= LONGEST_MS))
      refuse(what, value, `give milliseconds from 1 to ${LONGEST_MS}`);
  },
  maxInFlight: requireWhole,
  capture: (what, value) => requireOneOf(what, value, 'shape', 'values'),
  noise: requireRate,
  trace: (what, value) => requireOneOf(what, value, 'child', 'link', 'none', 'suppress'),
  baggage: requireBoolean,
  expires: (what, value) => {
    if (Number.isNaN(timeOf(value))) refuse(what, value, 'give a Date or an ISO 8601 date');
  },
  owner: (what, value) => {
    if (typeof value !== 'string') refuse(what, value, 'give a string');
  },
  guardrails: checkGuardrails,
  ramp: checkRamp,
  goal: checkGoal,
};

/** Refuses options that cannot be meant. */
export function checkOptions(call: string, options: unknown): asserts options is ExperimentOptions {
  checkFields<ExperimentOptions>(call, options, CHECKS);
  const { order, schedule, trace, baggage } = options;
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
