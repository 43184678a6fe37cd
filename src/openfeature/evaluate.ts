import type { Client, EvaluationContext } from '@openfeature/server-sdk';
import type { Directive } from '../types/index.js';

/** There is no flag, or none that says anything. */
export const NOT_SAID: Directive = Object.freeze({});

/** The flag is of another type: not something that is wrong. */
const OTHER_TYPE: readonly unknown[] = ['TYPE_MISMATCH', 'PARSE_ERROR'];

/** A provider that has not answered by then is down, whatever it may say later. */
const GIVE_UP_MS = 10_000;

interface Details {
  readonly value: unknown;
  readonly reason?: string;
  readonly errorCode?: unknown;
  readonly errorMessage?: string;
}

/** What a flag says. Rejects where the provider cannot tell, and where the flag says what nobody can mean. */
export function evaluate(
  client: Client,
  flag: string,
  target: Readonly<Record<string, unknown>>,
): Promise<Directive> {
  return new Promise((resolve, reject) => {
    const timer: unknown = setTimeout(() => {
      reject(new Error(`flag '${flag}' cannot be evaluated: no answer within ${GIVE_UP_MS} ms`));
    }, GIVE_UP_MS);
    (timer as { unref?: () => void }).unref?.();
    ask(client, flag, target as EvaluationContext)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer as number));
  });
}

async function ask(client: Client, flag: string, target: EvaluationContext): Promise<Directive> {
  const isOn: Details = await client.getBooleanDetails(flag, true, target);
  if (isOn.errorCode === undefined) {
    return isOn.value === false ? { isStopped: true, reason: wordsFor(flag, isOn) } : NOT_SAID;
  }
  if (isOn.errorCode === 'FLAG_NOT_FOUND') return NOT_SAID;
  if (!OTHER_TYPE.includes(isOn.errorCode)) throw problem(flag, isOn);
  const rate: Details = await client.getNumberDetails(flag, 1, target);
  if (rate.errorCode !== undefined) throw problem(flag, rate);
  if (typeof rate.value === 'number' && rate.value >= 0 && rate.value <= 1) {
    return { rate: rate.value, reason: wordsFor(flag, rate) };
  }
  throw new TypeError(`flag '${flag}' is ${String(rate.value)}; give it true, false or a rate from 0 to 1`);
}

function wordsFor(flag: string, { value, reason }: Details): string {
  return `flag '${flag}' is ${String(value)}${reason === undefined ? '' : ` (${reason})`}`;
}

function problem(flag: string, { errorCode, errorMessage = 'no message' }: Details): Error {
  return new Error(`flag '${flag}' cannot be evaluated: ${String(errorCode)}, ${errorMessage}`);
}
