/** The key that tells a value JSON has no word for from an object that looks like it. */
const TAG = '$labcoat';

type Tagged = { readonly [TAG]: string; readonly value?: unknown };

/**
 * A value as data that JSON can say, and that `decode` makes the same value of. Instances of classes become plain
 * objects of their own fields; what cannot be written down at all, a function for one, is refused when it is decoded.
 */
export function encode(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value === 'number') return isPlainNumber(value) ? value : tag('number', numberText(value));
  if (typeof value === 'bigint') return tag('bigint', String(value));
  if (value === undefined) return tag('undefined');
  if (typeof value === 'function' || typeof value === 'symbol')
    return tag('unsupported', `a ${typeof value}`);
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value)) return tag('unsupported', 'a cycle');
  return encodeObject(value, [...above, value]);
}

function encodeObject(value: object, above: readonly object[]): unknown {
  const inner = (one: unknown) => encode(one, above);
  if (Array.isArray(value)) return Array.from(value, inner);
  if (value instanceof Date) return tag('Date', Number.isNaN(value.getTime()) ? null : value.toISOString());
  if (value instanceof URL) return tag('URL', value.href);
  if (value instanceof Map)
    return tag(
      'Map',
      [...value].map(([key, one]) => [inner(key), inner(one)]),
    );
  if (value instanceof Set) return tag('Set', [...value].map(inner));
  if (value instanceof Error) return tag('Error', [value.name, value.message]);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return encodeBytes(value);
  const entries = Object.entries(value).map(([key, one]) => [key, inner(one)] as const);
  // All that it has is inside of it, as with a RegExp: an empty object would pass for a value that agrees.
  if (entries.length === 0 && !isPlain(value)) return tag('unsupported', `a ${value.constructor?.name}`);
  return Object.hasOwn(value, TAG) ? tag('Object', entries) : Object.fromEntries(entries);
}

/** Node's own is a Uint8Array too, so it comes first. */
const { Buffer: NodeBuffer = Uint8Array } = globalThis as { readonly Buffer?: unknown };
const VIEWS = [
  NodeBuffer,
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as unknown as (typeof Uint8Array)[];

function encodeBytes(value: ArrayBufferView | ArrayBuffer): Tagged {
  const view = VIEWS.find((View) => value instanceof View);
  if (view !== undefined)
    return tag(
      view.name,
      Array.from(value as Uint8Array, (one) => encode(one)),
    );
  return value instanceof ArrayBuffer
    ? tag('ArrayBuffer', [...new Uint8Array(value)])
    : tag('unsupported', 'a view of bytes');
}

/** @throws TypeError for what could not be written down */
export function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  if (Object.hasOwn(value, TAG)) return decodeTagged(value as Tagged);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, decode(one)]));
}

const DECODERS: Readonly<Record<string, (value: any) => unknown>> = {
  undefined: () => undefined,
  number: (text: string) => Number(text),
  bigint: (text: string) => BigInt(text),
  Date: (text: string | null) => new Date(text ?? Number.NaN),
  URL: (href: string) => new URL(href),
  Map: (entries: [unknown, unknown][]) => new Map(entries.map(([key, one]) => [decode(key), decode(one)])),
  Set: (members: unknown[]) => new Set(members.map(decode)),
  Error: ([name, message]: [string, string]) => Object.assign(new Error(message), { name }),
  Object: (entries: [string, unknown][]) =>
    Object.fromEntries(entries.map(([key, one]) => [key, decode(one)])),
  ArrayBuffer: (bytes: number[]) => Uint8Array.from(bytes).buffer,
  ...Object.fromEntries(
    VIEWS.map((View) => [View.name, (list: unknown[]) => View.from(list.map(decode) as number[])]),
  ),
};

function decodeTagged({ [TAG]: kind, value }: Tagged): unknown {
  const decoder = DECODERS[kind];
  if (decoder === undefined || !Object.hasOwn(DECODERS, kind))
    throw new TypeError(`what was recorded holds ${String(value)}, which cannot be replayed`);
  return decoder(value);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Of whatever realm: a runner has one for each file of tests.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function tag(kind: string, value?: unknown): Tagged {
  return value === undefined ? { [TAG]: kind } : { [TAG]: kind, value };
}

function isPlainNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
