import { refuse } from '../refuse.js';
import type { GuardrailSettings } from '../types/guard.js';
import type { Guardrails } from '../types/index.js';
import { type Check, type Checks, checkFields, requireShare, requireWhole } from './fields.js';

const CHECKS: Checks<Guardrails> = {
  errors: (what, value) => checkOne(what, value, { limit: requireShare }),
  againstControl: (what, value) => checkOne(what, value, { delta: requireDelta }),
  mismatches: (what, value) => checkOne(what, value, { limit: requireShare }),
  slower: (what, value) => checkOne(what, value, { ratio: requireFinite, slackMs: requireSlack }),
  slo: (what, value) => {
    checkOne(what, value, { ms: requireFinite, quantile: requireShare });
    // The one that has to be given.
    if (value !== false) requireFinite(`${what.trimEnd()}.ms `, value.ms);
  },
  stuck: (what, value) => checkOne(what, value, { max: requireWhole }),
  alpha: requireShare,
  minFailures: requireWhole,
  maxBlockMs: requirePositive,
  maxBusy: requirePositive,
  shedAbove: requirePositive,
};

/** Refuses guardrails that cannot be meant. */
export function checkGuardrails(what: string, guardrails: unknown): void {
  if (guardrails === false) return;
  checkFields<Guardrails>(what, guardrails, CHECKS, 'give an object of guardrails, or false for none');
}

function checkOne(what: string, guardrail: unknown, checks: Readonly<Record<string, Check>>): void {
  const form = `{ ${Object.keys(checks).join(', ')} }`;
  if (guardrail !== false) checkFields(what, guardrail, checks, `give ${form}, or false to turn it off`);
}

function requirePositive(what: string, value: unknown): void {
  if (!(typeof value === 'number' && value > 0))
    refuse(what, value, 'give a number above 0; Infinity turns it off');
}

function requireFinite(what: string, value: unknown): void {
  if (!(typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY))
    refuse(what, value, 'give a finite number above 0');
}

function requireDelta(what: string, value: unknown): void {
  if (!(typeof value === 'number' && value >= 0 && value < 1))
    refuse(what, value, 'give a number from 0, below 1');
}

function requireSlack(what: string, value: unknown): void {
  if (!(typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY))
    refuse(what, value, 'give milliseconds from 0');
}

/** What the rest of an experiment's options says about its guardrails. */
interface Circumstances {
  readonly schedule: 'now' | 'after';
  readonly maxInFlight: number;
}

/** Fills in what is not given: field by field from the laboratory's defaults, and then from ours. */
export function resolveGuardrails(
  own: Guardrails | false | undefined,
  defaults: Guardrails | false | undefined,
  circumstances: Circumstances,
): GuardrailSettings | false {
  if (own === false || (own === undefined && defaults === false)) return false;
  const given = Object.entries(own ?? {}).filter(([, value]) => value !== undefined);
  return settle({ ...(defaults || {}), ...Object.fromEntries(given) }, circumstances);
}

function settle(said: Guardrails, { schedule, maxInFlight }: Circumstances): GuardrailSettings {
  const { errors = {}, againstControl = false, mismatches = false, slo = false, stuck = {} } = said;
  return {
    errors: errors && { limit: errors.limit ?? 0.01 },
    againstControl: againstControl && { delta: againstControl.delta ?? 0.001 },
    mismatches: mismatches && { limit: mismatches.limit ?? 0.01 },
    slower: settleSlower(said.slower, schedule),
    slo: slo && { ms: slo.ms, quantile: slo.quantile ?? 0.99 },
    stuck: stuck && { max: stuck.max ?? 10 * maxInFlight },
    alpha: said.alpha ?? 0.01,
    minFailures: said.minFailures ?? 5,
    maxBlockMs: said.maxBlockMs ?? 50,
    maxBusy: said.maxBusy ?? 0.2,
    shedAbove: said.shedAbove ?? 0.9,
  };
}

// Nobody waits for a candidate in the background: there it has to be asked for.
function settleSlower(said: Guardrails['slower'], schedule: 'now' | 'after'): GuardrailSettings['slower'] {
  if (said === false || (said === undefined && schedule === 'after')) return false;
  const { ratio = 1.5, slackMs = 1 } = said ?? {};
  return { ratio, slackMs, where: said === undefined ? 'inside' : 'all' };
}
