import { ANY_INDEX, ANY_NAME, type PatternStep, parsePath } from '../judge/differences/pattern.js';

const REDACTED = '[redacted]';

/**
 * For `clean`: the value as it is, but with `'[redacted]'` in the places that the paths lead to. Nothing is written to
 * the value: what leads to such a place is copied, the rest is shared. A path that leads nowhere redacts nothing.
 *
 * @param paths `$`, then `.name`, `["any key"]`, `[3]`, `[*]` for any index or member of a Set, `.*` for any name. A name
 * leads to an entry of a Map as well; its keys stay.
 * @throws TypeError for a path that does not parse, and without any path
 * @example .clean(redact('$.customer.email', '$.cards[*].number'))
 */
export function redact(...paths: [string, ...string[]]): (value: unknown) => unknown {
  if (paths.length === 0) {
    throw new TypeError("redact(...) was given no path; name what to redact: '$.customer.email'");
  }
  const patterns = paths.map((path) => parsePath(path, 'redact(...)'));
  return (value) => patterns.reduce<unknown>(without, value);
}

function without(value: unknown, [step, ...rest]: readonly PatternStep[]): unknown {
  if (step === undefined) return REDACTED;
  if (typeof value !== 'object' || value === null) return value;
  const change = (inner: unknown) => without(inner, rest);
  if (step === ANY_INDEX || typeof step === 'number') return changeMembers(value, step, change);
  return changeFields(value, step, change);
}

type Change = (value: unknown) => unknown;

function changeMembers(list: object, step: number | typeof ANY_INDEX, change: Change): unknown {
  const isMeant = (index: number) => step === ANY_INDEX || step === index;
  if (list instanceof Set) return step === ANY_INDEX ? new Set(Array.from(list, change)) : list;
  if (!Array.isArray(list) && !ArrayBuffer.isView(list)) return list;
  // An array, whatever it was: no number could take the word's place.
  return Array.from(list as ArrayLike<unknown>, (member, index) =>
    isMeant(index) ? change(member) : member,
  );
}

function changeFields(holder: object, step: string | typeof ANY_NAME, change: Change): unknown {
  const isMeant = (key: unknown) => step === ANY_NAME || step === key;
  if (holder instanceof Map) {
    return new Map(Array.from(holder, ([key, value]) => [key, isMeant(key) ? change(value) : value]));
  }
  const fields = fieldsOf(holder);
  for (const [key, field] of Object.entries(fields)) {
    // A getter is not called: nobody publishes what it would answer.
    if (isMeant(key) && 'value' in field) fields[key] = { ...field, value: change(field.value) };
  }
  return Object.create(Object.getPrototypeOf(holder), fields);
}

/** An error's name and message are hidden, or its class's, and are published all the same. */
function fieldsOf(holder: object): Record<string, PropertyDescriptor> {
  const own = Object.getOwnPropertyDescriptors(holder) as Record<string, PropertyDescriptor>;
  if (!(holder instanceof Error)) return own;
  const { name, message } = holder;
  return { name: { value: name }, message: { value: message }, ...own };
}
