import { cut, isFieldName } from './redact.js';

export interface JsonOptions {
  /** Bytes of UTF-8. */
  readonly maxBytes: number;
  /** Whether strings are shown; otherwise only that there is one, and keys that may be data are wildcarded as in paths. */
  readonly strings: boolean;
}

interface Writing extends JsonOptions {
  text: string;
  readonly above: object[];
}

const DEEPEST = 100;

/**
 * A value as JSON, or the beginning of it. It looks at as much of the value as fits and at no more, so it costs the
 * same for any value, but for the list that the engine makes of an object's keys before it tells the first. Nothing of the value's own is called: no `toJSON`, no getter. What JSON cannot say is said in
 * brackets: `"[undefined]"`.
 */
export function jsonOf(value: unknown, options: JsonOptions): string {
  const writing: Writing = { ...options, text: '', above: [] };
  write(writing, value);
  return cut(writing.text, options.maxBytes);
}

function write(writing: Writing, value: unknown): void {
  if (isFull(writing)) return;
  try {
    if (typeof value === 'object' && value !== null) writeObject(writing, value);
    else writing.text += primitive(writing, value);
  } catch {
    // A Proxy, or an array of 4 000 000 000 elements whose class lies: half of it may be there already.
    writing.text += '"[unreadable]"';
  }
}

function isFull({ text, maxBytes }: Writing): boolean {
  return text.length > maxBytes;
}

function primitive(writing: Writing, value: unknown): string {
  switch (typeof value) {
    case 'string':
      return writing.strings ? quote(writing, value) : '"[string]"';
    case 'number':
      return Number.isFinite(value) ? (Object.is(value, -0) ? '-0' : String(value)) : `"[${value}]"`;
    case 'bigint':
      return `"[${cut(bigintOf(value), writing.maxBytes)}]"`;
    case 'boolean':
      return String(value);
    default:
      return value === null ? 'null' : `"[${typeof value}]"`;
  }
}

// Writing out a bigint takes time that grows with the square of its length.
function bigintOf(value: bigint): string {
  return BigInt.asIntN(256, value) === value ? `${value}n` : 'bigint';
}

function quote(writing: Writing, text: string): string {
  return JSON.stringify(cut(text, writing.maxBytes));
}

function writeObject(writing: Writing, value: object): void {
  if (writing.above.includes(value)) writing.text += '"[circular]"';
  else if (writing.above.length === DEEPEST) writing.text += '"[deep]"';
  else {
    writing.above.push(value);
    try {
      writeContent(writing, value);
    } finally {
      writing.above.pop();
    }
  }
}

function writeContent(writing: Writing, value: object): void {
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    writeList(writing, elements(value as ArrayLike<unknown>));
  } else if (value instanceof Map) writeList(writing, Map.prototype.entries.call(value));
  else if (value instanceof Set) writeList(writing, Set.prototype.values.call(value));
  else if (value instanceof Date) write(writing, dateOf(value));
  else if (value instanceof Error) writeError(writing, value);
  else writeFields(writing, value);
}

// By descriptor: an element may be an accessor too.
function* elements(list: ArrayLike<unknown>): Iterable<unknown> {
  const length = list.length;
  for (let index = 0; index < length; index++) {
    const element = Object.getOwnPropertyDescriptor(list, index);
    yield element !== undefined && 'value' in element ? element.value : undefined;
  }
}

function writeList(writing: Writing, members: Iterable<unknown>): void {
  let separator = '[';
  for (const member of members) {
    writing.text += separator;
    write(writing, member);
    if (isFull(writing)) return;
    separator = ',';
  }
  writing.text += separator === '[' ? '[]' : ']';
}

function dateOf(date: Date): string {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? '[Invalid Date]' : Date.prototype.toISOString.call(date);
}

// Its own fields do not show what an error is, as they are hidden.
function writeError(writing: Writing, error: Error): void {
  writing.text += '{';
  for (const key of ['name', 'message'] as const) writeField(writing, error, key);
  writing.text += '}';
}

function writeFields(writing: Writing, value: object): void {
  writing.text += '{';
  for (const key in value) {
    if (Object.hasOwn(value, key)) writeField(writing, value, key);
    if (isFull(writing)) return;
  }
  writing.text += '}';
}

function writeField(writing: Writing, value: object, key: string): void {
  const field = describe(value, key);
  if (!writing.text.endsWith('{')) writing.text += ',';
  writing.text += `${writing.strings || isFieldName(key) ? quote(writing, key) : '"*"'}:`;
  if (field !== undefined && 'value' in field) write(writing, field.value);
  else writing.text += '"[getter]"';
}

function describe(value: object, key: string): PropertyDescriptor | undefined {
  for (let link: object | null = value; link !== null; link = Object.getPrototypeOf(link)) {
    const field = Object.getOwnPropertyDescriptor(link, key);
    if (field !== undefined) return field;
  }
  return undefined;
}
