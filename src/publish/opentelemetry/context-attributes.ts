import type { Attributes } from '@opentelemetry/api';
import { cut } from '../redact.js';
import { read } from './error-type.js';
import { ATTRIBUTE } from './names.js';

const MOST = 16;
const LONGEST_KEY = 64;
const LONGEST_VALUE = 256;

/** The primitives of a run's context, which its author chose for publication. */
export function contextAttributes(context: Readonly<Record<string, unknown>>): Attributes {
  const attributes: Attributes = {};
  let count = 0;
  for (const key in context) {
    const value = attributeOf(read(context, key));
    if (value === undefined) continue;
    attributes[`${ATTRIBUTE.context}${cut(key, LONGEST_KEY)}`] = value;
    if (++count === MOST) break;
  }
  return attributes;
}

function attributeOf(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return firstCharacters(value, LONGEST_VALUE);
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? String(value) : undefined;
  // JSON has no word for NaN, and a collector refuses the whole batch that it is in.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return typeof value === 'boolean' ? value : undefined;
}

// Characters and not bytes, and no half of one.
function firstCharacters(text: string, most: number): string {
  let end = 0;
  let count = 0;
  for (const character of text.slice(0, 2 * most)) {
    if (++count > most) break;
    end += character.length;
  }
  return text.slice(0, end);
}
