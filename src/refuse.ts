/**
 * The one form of an error at definition time: the call, what it received, and what to give instead.
 *
 * @example
 * refuse("sample", 2, 'give a rate from 0 to 1') // sample(2): give a rate from 0 to 1
 */
export function refuse(call: string, received: unknown, advice: string): never {
  throw new TypeError(`${call}(${show(received)}): ${advice}`);
}

/** Refuses what is no object, and names that mean nothing: passed over in silence, they would do nothing. */
export function requireOptions(
  call: string,
  options: unknown,
  names: readonly string[],
  advice = 'give the options as an object',
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    refuse(call, options, advice);
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) refuse(call, name, `is no option; ${listed(names)}`);
  }
}

/** @param before what was received in front of it, which may be all there is */
export function requireFunction(call: string, received: unknown, before?: string): void {
  if (typeof received === 'function') return;
  if (received === undefined && before !== undefined) refuse(call, before, 'give a function after it');
  refuse(call, received, 'give a function');
}

export function requireBoolean(call: string, received: unknown): void {
  if (typeof received !== 'boolean') refuse(call, received, 'give true or false');
}

export function requireMilliseconds(call: string, received: unknown): void {
  if (!(typeof received === 'number' && received >= 0)) refuse(call, received, 'give milliseconds from 0');
}

export function requireName(call: string, name: unknown): void {
  if (typeof name !== 'string' || name.trim() === '') refuse(call, name, 'give a name that is not blank');
  if (name.length > MOST_CHARACTERS)
    refuse(call, name, `give a name of at most ${MOST_CHARACTERS} characters`);
  if (CONTROL_CHARACTERS.test(name)) refuse(call, name, 'give a name without control characters');
}

export function requireRate(call: string, rate: unknown): void {
  if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1))
    refuse(call, rate, 'give a rate from 0 to 1: 0.05 for 5 %');
}

const MOST_CHARACTERS = 100;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the name must not have
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

function listed(names: readonly string[]): string {
  return names.length === 1 ? `the only one is ${names[0]}` : `the options are ${names.join(', ')}`;
}

/** Received, for a message: short, and never throws. */
export function show(received: unknown): string {
  if (typeof received === 'string')
    return JSON.stringify(received.length > 60 ? `${received.slice(0, 60)}…` : received);
  try {
    if (typeof received === 'function' && received.name !== '') return `function ${received.name}`;
    if (Array.isArray(received)) return `an array of ${received.length}`;
  } catch {
    // A Proxy that was revoked, or a name that is no text.
  }
  if (typeof received === 'function') return 'a function';
  if (typeof received === 'object' && received !== null) return 'an object';
  return typeof received === 'bigint' ? `${received}n` : String(received);
}
