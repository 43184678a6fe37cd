import type { Client, EvaluationContext } from '@openfeature/server-sdk';
import type { Directive } from '../types/index.js';

/** There is no flag, or none that says anything. */
export const NOT_SAID: Directive = Object.freeze({});

/** The flag is of another type, or there is none: not something that is wrong. */
const OTHER_TYPE: readonly unknown[] = ['TYPE_MISMATCH', 'PARSE_ERROR'];

interface Details {
  readonly value: unknown;
  readonly errorCode?: unknown;
  readonly errorMessage?: string;
}

/** What a flag says. Rejects where the provider cannot tell, and where the flag says what nobody can mean. */
export async function evaluate(
  client: Client,
  flag: string,
  context: Readonly<Record<string, unknown>>,
): Promise<Directive> {
  const target = context as EvaluationContext;
  const isOn: Details = await client.getBooleanDetails(flag, true, target);
  if (isOn.errorCode === undefined) return isOn.value === false ? { isStopped: true } : NOT_SAID;
  if (isOn.errorCode === 'FLAG_NOT_FOUND') return NOT_SAID;
  if (!OTHER_TYPE.includes(isOn.errorCode)) throw problem(flag, isOn);
  const rate: Details = await client.getNumberDetails(flag, 1, target);
  if (rate.errorCode !== undefined) throw problem(flag, rate);
  if (typeof rate.value === 'number' && rate.value >= 0 && rate.value <= 1) return { rate: rate.value };
  throw new TypeError(`flag '${flag}' is ${String(rate.value)}; give it true, false or a rate from 0 to 1`);
}

function problem(flag: string, { errorCode, errorMessage = 'no message' }: Details): Error {
  return new Error(`flag '${flag}' cannot be evaluated: ${String(errorCode)}, ${errorMessage}`);
}
