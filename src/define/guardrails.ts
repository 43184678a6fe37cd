import { refuse } from '../refuse.js';
import type { GuardrailSettings } from '../types/guard.js';
import type { Guardrails } from '../types/index.js';

type Check = (what: string, value: unknown) => void;

const share: Check = (what, value) => {
  if (isNumber(value) && value > 0 && value < 1) return;
  refuse(what, value, 'give a number between 0 and 1, both excluded');
};
const whole: Check = (what, value) => {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return;
  refuse(what, value, 'give a whole number from 1');
};
const positive: Check = (what, value) => {
  if (isNumber(value) && value > 0) return;
  refuse(what, value, 'give a number above 0; Infinity turns it off');
};
const finite: Check = (what, value) => {
  if (isNumber(value) && value > 0 && value !== Number.POSITIVE_INFINITY) return;
  refuse(what, value, 'give a finite number above 0');
};
const delta: Check = (what, value) => {
  if (isNumber(value) && value >= 0 && value < 1) return;
  refuse(what, value, 'give a number from 0, below 1');
};
const slack: Check = (what, value) => {
  if (isNumber(value) && value >= 0 && value !== Number.POSITIVE_INFINITY) return;
  refuse(what, value, 'give milliseconds from 0');
};

const CHECKS: { readonly [K in keyof Required<Guardrails>]: Check } = {
  errors: setting({ limit: share }),
  againstControl: setting({ delta }),
  mismatches: setting({ limit: share }),
  slower: setting({ ratio: finite, slackMs: slack }),
  slo: (what, value) => {
    setting({ ms: finite, quantile: share })(what, value);
    if (value !== false) finite(`${what}.ms`, (value as { ms?: unknown }).ms);
  },
  stuck: setting({ max: whole }),
  alpha: share,
  minFailures: whole,
  maxBlockMs: positive,
  maxBusy: positive,
  shedAbove: positive,
};

/** Refuses guardrails that cannot be meant. What is undefined counts as not given. */
export function checkGuardrails(call: string, guardrails: unknown): void {
  if (guardrails === false) return;
  checkFields(`${call}: guardrails`, guardrails, CHECKS, 'give an object of guardrails, or false for none');
}

function setting(fields: Readonly<Record<string, Check>>): Check {
  const form = `{ ${Object.keys(fields).join(', ')} }`;
  return (what, value) => {
    if (value !== false) checkFields(what, value, fields, `give ${form}, or false to turn it off`);
  };
}

function checkFields(
  what: string,
  value: unknown,
  fields: Readonly<Record<string, Check>>,
  advice: string,
): void {
  if (typeof value !== 'object' || value === null) refuse(what, value, advice);
  for (const [name, given] of Object.entries(value)) {
    const check = fields[name];
    if (check === undefined)
      refuse(what, name, `is no setting of it; those are ${Object.keys(fields).join(', ')}`);
    if (given !== undefined) check(`${what}.${name}`, given);
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
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
