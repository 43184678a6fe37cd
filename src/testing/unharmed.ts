import { isThenable } from '../isolate.js';
import { explain } from '../judge/differences/explain.js';
import { equal } from '../judge/equality/equal.js';
import { snapshot } from '../observe/snapshot.js';
import { valueText } from '../publish/console-value.js';
import { requireFunction, requireMilliseconds, requireOptions } from '../refuse.js';
import type { AnyFunction } from '../types/index.js';
import type { Input } from './agrees.js';
import { ExpectationError } from './assertions.js';
import { several } from './findings/story.js';
import { requireInputs } from './inputs.js';
import { outwait } from './outwait.js';
import { RealWork } from './real-work.js';

/** What a caller is allowed to feel. */
export interface UnharmedOptions {
  /**
   * For how many milliseconds a call may take longer than the control alone: of real time, or of that of fake timers.
   * @default 1_000
   */
  readonly patienceMs?: number | undefined;
}

/** What a call gave, in the end. */
type Given =
  | { readonly how: 'returned' | 'threw' | 'fulfilled' | 'rejected'; readonly value: unknown }
  | { readonly how: 'is still waiting'; readonly value: undefined };

const LONGEST_INPUT = 500;
const PREPARE = 'give the candidates arguments of their own: .prepare((...args) => structuredClone(args))';

/**
 * Rejects unless a wrapped control does for each input what the control alone does: the same value or error, at once or
 * later, and the same arguments afterwards. Each side has its own copy of the arguments, so the control should only read
 * what they both share. A list is taken for the arguments, so a function of one list is given `[list]`.
 *
 * @throws ExpectationError where it does something else; TypeError where there was no input, and for what cannot be meant
 * @example
 * await expectUnharmed(quote, legacyQuote, carts);
 */
export async function expectUnharmed<F extends AnyFunction>(
  wrapped: (...args: any[]) => unknown,
  control: F,
  inputs: Iterable<Input<F>> | AsyncIterable<Input<F>>,
  options: UnharmedOptions = {},
): Promise<void> {
  requireFunction('expectUnharmed: wrapped ', wrapped);
  requireFunction('expectUnharmed: control ', control);
  requireInputs('expectUnharmed', inputs);
  requireOptions('expectUnharmed', options, ['patienceMs']);
  const { patienceMs = 1_000 } = options;
  requireMilliseconds('expectUnharmed: patienceMs ', patienceMs);
  let count = 0;
  for await (const input of inputs) {
    const args = Array.isArray(input) ? input : [input];
    const alone = snapshot(args);
    const onTrial = snapshot(args);
    const [wanted, aloneMs] = await given(() => control(...alone));
    const [got] = await given(() => wrapped(...onTrial), aloneMs + patienceMs);
    const harm = harmOf(wanted, got);
    if (harm !== undefined) throw new ExpectationError(messageOf(args, count, harm));
    const written = difference('its arguments are not the same afterwards', alone, onTrial);
    if (written !== undefined) throw new ExpectationError(`${messageOf(args, count, written)}\n${PREPARE}`);
    count += 1;
  }
  if (count === 0)
    throw new TypeError('expectUnharmed: there was no input, so nothing was called; give at least one');
}

/** What a call gives in so many milliseconds, and how many it took. */
async function given(call: () => unknown, mostMs = Number.POSITIVE_INFINITY): Promise<[Given, number]> {
  const realWork = new RealWork();
  realWork.begin();
  let end = begun(call);
  if (!(end instanceof Promise)) {
    realWork.end();
    return [end, 0];
  }
  const settled = end.then((one) => {
    end = one;
  });
  const waiting = outwait(settled, { call: 'expectUnharmed', realWork, mostMs });
  const ms = await waiting.finally(() => realWork.end());
  return [end instanceof Promise ? { how: 'is still waiting', value: undefined } : end, ms];
}

function begun(call: () => unknown): Given | Promise<Given> {
  try {
    const value = call();
    if (!isThenable(value)) return { how: 'returned', value };
    return Promise.resolve(value).then(
      (one): Given => ({ how: 'fulfilled', value: one }),
      (error): Given => ({ how: 'rejected', value: error }),
    );
  } catch (error) {
    return { how: 'threw', value: error };
  }
}

function harmOf(wanted: Given, got: Given): string | undefined {
  if (wanted.how !== got.how)
    return `the control alone ${wordsFor(wanted)}, and on trial it ${wordsFor(got)}`;
  return difference(`what it ${got.how} is not the same`, wanted.value, got.value);
}

function difference(what: string, wanted: unknown, got: unknown): string | undefined {
  if (Object.is(wanted, got) || equal(wanted, got)) return undefined;
  const { differences } = explain(equal, wanted, got);
  const places = differences.slice(0, 5).map(({ path, control, candidate }) => {
    return `\n  ${path}: ${valueText(control, true)} alone, ${valueText(candidate, true)} on trial`;
  });
  return `${what}${places.join('')}`;
}

function wordsFor({ how, value }: Given): string {
  return how === 'is still waiting' ? how : `${how} ${valueText(value, true)}`;
}

function messageOf(args: readonly unknown[], before: number, harm: string): string {
  const input = valueText(args, true, LONGEST_INPUT);
  return `expected the caller to notice nothing, but for ${input} ${harm}\n\n${several(before, 'input')} before it did no harm`;
}
