const LENGTH = 60;
const MESSAGE = 1_000;

/** A received value for a message: short, and without calling anything of the value's own. */
export function show(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > LENGTH ? `${value.slice(0, LENGTH)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null)
    return typeof value === 'bigint' ? `${value}n` : String(value);
  return isList(value) ? 'an array' : 'an object';
}

/** A Proxy that was revoked cannot be asked. */
function isList(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** What was thrown says, in short; it may be anything, and may throw when it is printed. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error).slice(0, MESSAGE);
  } catch {
    return 'an error that cannot be printed';
  }
}
