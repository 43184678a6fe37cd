import { ABSENT, type Place, type Remark } from '../differences/place.js';
import { tagOf } from './brand.js';
import { fields, keysOf } from './contents.js';
import { add, type Fold, foldFields, foldKeys } from './digest.js';
import type { Glass } from './glass.js';
import { hidesState, SILENT, said } from './hidden.js';
import { showsNothing } from './incomparable.js';

/**
 * An instance of a class: its own enumerable fields. One that keeps state to itself, or has no such fields, is asked as
 * well, and is not taken for equal when it says nothing of what it holds.
 */
export function* instance(control: object, candidate: object, glass: Glass): Generator<Place | Remark> {
  yield* fields(control, candidate, glass);
  if (control === candidate) return;
  const hides = hidesState(Object.getPrototypeOf(control));
  const isBare = keysOf(control).length + keysOf(candidate).length === 0;
  if (!hides && !isBare) return;
  const [left, right] = [said(control), said(candidate)];
  const keeps = [control, candidate].some((one) => Reflect.ownKeys(one).length > keysOf(one).length);
  if (left !== SILENT && right !== SILENT) yield { control: left, candidate: right };
  else if ((isBare && hides) || keeps) yield { kind: 'changed', reason: showsNothing(control) };
}

export const foldInstance: Fold = (start, value, rule, intake) =>
  add(foldFields(start, value, rule, intake), heard(value), rule, intake);

function heard(value: object): unknown {
  try {
    return hidesState(Object.getPrototypeOf(value)) ? said(value) : SILENT;
  } catch {
    return SILENT;
  }
}

const TOLD = ['name', 'message', 'code', 'cause', 'errors'];

/** The stack does not count: it names the place where an error was made, and two implementations are two places. */
export function* failure(control: Error, candidate: Error, glass: Glass): Generator<Place> {
  for (const key of TOLD) {
    if (glass.omits(key)) continue;
    const [left, right] = [glass.read(control, key), glass.read(candidate, key)];
    if (left === undefined && right === undefined) continue;
    yield { step: key, control: left ?? orAbsent(left), candidate: right ?? orAbsent(right) };
  }
}

export const foldFailure: Fold = (...at) => foldKeys(TOLD, ...at);

function orAbsent(value: null | undefined): unknown {
  return value === undefined ? ABSENT : value;
}

/** The view of a DataView, or of a whole buffer; a typed array is one already. */
export function bytes(value: ArrayBufferView | ArrayBufferLike): ArrayLike<unknown> {
  if (!ArrayBuffer.isView(value)) return new Uint8Array(value);
  if (tagOf(value) === 'DataView') return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return value as Uint8Array;
}

export function* headers(control: Headers, candidate: Headers, glass: Glass): Generator<Place> {
  yield* fields(grouped(control), grouped(candidate), glass);
}

/** By name: a repeated one, `set-cookie`, has a list. */
export function grouped(headers: Headers): object {
  const byName: Record<string, string | string[]> = Object.create(null);
  for (const [name, text] of headers) {
    const before = byName[name];
    if (Array.isArray(before)) before.push(text);
    else byName[name] = before === undefined ? text : [before, text];
  }
  return byName;
}
