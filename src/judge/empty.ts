import { isRecord } from './equality/brand.js';

/**
 * Whether both values are empty: `null`, `undefined`, `''`, a list, Map, Set or buffer without members, a record
 * without fields. That such values match proves little.
 */
export function bothEmpty(control: unknown, candidate: unknown): boolean {
  return isEmpty(control) && isEmpty(candidate);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Map || value instanceof Set) return value.size === 0;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength === 0;
  return isRecord(value) && Reflect.ownKeys(value).length === 0;
}
