import { oneLine } from './console-text.js';
import { cut, isWord } from './redact.js';
import { jsonOf } from './redact-json.js';

const LONGEST_VALUE = 200;

/** How much of a trial may be seen. */
export interface Sight {
  /** Strings in values. */
  readonly showsStrings: boolean;
  /** What `clean` has nothing to do with as well: messages, keys in paths, reasons. */
  readonly isFree: boolean;
}

/** A value on one line, or its beginning. */
export function valueText(value: unknown, showsStrings: boolean, maxBytes: number = LONGEST_VALUE): string {
  // One character more than fits, which has 4 bytes at most, tells whether it was cut.
  return oneLine(jsonOf(value, { maxBytes: maxBytes + 4, strings: showsStrings }), maxBytes);
}

/** What was thrown, on one line: class and message, or the value where it is no error. */
export function errorText(error: unknown, showsMessages: boolean): string {
  try {
    if (!(error instanceof Error)) return valueText(error, showsMessages);
    const { name, message } = error;
    if (showsMessages) return oneLine(`${className(error, name)}: ${message}`);
    const start = cut(className(error, name), LONGEST_VALUE);
    return isWord(start) ? start : 'Error';
  } catch {
    return 'an error that cannot be read';
  }
}

// A class that does not set its name is known by its constructor's.
function className(error: Error, name: unknown): string {
  const own = error.constructor.name;
  return String(name === 'Error' && own !== '' ? own : name);
}
