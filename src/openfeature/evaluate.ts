import type { Client, EvaluationContext } from '@openfeature/server-sdk';
import type { Directive } from '../types/index.js';

/** There is no flag, or none that says anything. */
const NOT_SAID: Directive = Object.freeze({});

/** The flag is of another type, or there is none: not something that is wrong. */
const OTHER_TYPE: readonly unknown[] = ['TYPE_MISMATCH', 'PARSE_ERROR'];
const NOT_FOUND = 'FLAG_NOT_FOUND';

/** A provider that has not answered by then is down, whatever it may say later. */
const GIVE_UP_MS = 10_000;

interface Details {
  readonly value: unknown;
  readonly reason?: string;
  readonly errorCode?: unknown;
  readonly errorMessage?: string;
}

/** What is asked about a flag. */
export interface Question {
  readonly flag: string;
  readonly target: Readonly<Record<string, unknown>>;
  /** It was a number the last time: a provider counts a question after the wrong type as an error. */
  readonly isRate: boolean;
}

/** What a flag says. Rejects where the provider cannot tell, and where the flag says what nobody can mean. */
export function evaluate(client: Client, question: Question): Promise<Directive> {
  return new Promise((resolve, reject) => {
    const timer: unknown = setTimeout(() => {
      reject(new Error(`flag '${question.flag}' cannot be evaluated: no answer within ${GIVE_UP_MS} ms`));
    }, GIVE_UP_MS);
    (timer as { unref?: () => void }).unref?.();
    ask(client, question)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer as number));
  });
}

async function ask(client: Client, { flag, target, isRate }: Question): Promise<Directive> {
  const context = target as EvaluationContext;
  const askStop = async () => readStop(flag, await client.getBooleanDetails(flag, true, context));
  const askRate = async () => readRate(flag, await client.getNumberDetails(flag, 1, context));
  const [first, second] = isRate ? [askRate, askStop] : [askStop, askRate];
  const said = (await first()) ?? (await second());
  if (said === undefined) throw new TypeError(`flag '${flag}' is neither true, false nor a number`);
  return said;
}

function readStop(flag: string, details: Details): Directive | undefined {
  if (!isAnswered(flag, details)) return details.errorCode === NOT_FOUND ? NOT_SAID : undefined;
  // A provider may answer another type than it was asked for, and not notice.
  if (typeof details.value !== 'boolean') return undefined;
  return details.value ? NOT_SAID : { isStopped: true, reason: wordsFor(flag, details) };
}

function readRate(flag: string, details: Details): Directive | undefined {
  if (!isAnswered(flag, details)) return details.errorCode === NOT_FOUND ? NOT_SAID : undefined;
  const { value } = details;
  if (typeof value !== 'number') return undefined;
  if (value >= 0 && value <= 1) return { rate: value, reason: wordsFor(flag, details) };
  throw new TypeError(`flag '${flag}' is ${String(value)}; give it true, false or a rate from 0 to 1`);
}

function isAnswered(flag: string, { errorCode, errorMessage = 'no message' }: Details): boolean {
  if (errorCode === undefined) return true;
  if (errorCode === NOT_FOUND || OTHER_TYPE.includes(errorCode)) return false;
  throw new Error(`flag '${flag}' cannot be evaluated: ${String(errorCode)}, ${errorMessage}`);
}

function wordsFor(flag: string, { value, reason }: Details): string {
  return `flag '${flag}' is ${String(value)}${reason === undefined ? '' : ` (${reason})`}`;
}
