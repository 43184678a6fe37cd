/** The places in a part of a report, as paths from it, in which it is not what a report has there. None: it is fine. */
export type Part = (value: unknown) => readonly string[];

export const text: Part = /* @__PURE__ */ only((value) => typeof value === 'string');

export const textOrNumber: Part = /* @__PURE__ */ only(
  (value) => typeof value === 'string' || typeof value === 'number',
);

/** Any number, for what is made of a clock or a measure of the user's. */
export const number: Part = (value) => within(-Number.MAX_VALUE, Number.MAX_VALUE)(value);

/** As far as a Date goes, and as whole numbers can be told apart. */
const FARTHEST = 8.64e15;

/** A moment that a Date can be, in milliseconds since the epoch. */
export const moment: Part = (value) => within(-FARTHEST, FARTHEST)(value);

/** Counts may be fractions, where they come from elsewhere. */
export const count: Part = /* @__PURE__ */ within(0, FARTHEST);

/** A share of something. */
export const share: Part = /* @__PURE__ */ within(0, 1);

/** JSON has no Infinity, and says null. */
export const figure: Part = /* @__PURE__ */ only(
  (value) => value === null || (typeof value === 'number' && !Number.isNaN(value)),
);

/** Milliseconds that something took: `Infinity` for ever, null in JSON. */
export const lasting: Part = /* @__PURE__ */ only(
  (value) => value === null || (typeof value === 'number' && value >= 0),
);

/** A number between the two, both included. */
export function within(low: number, high: number): Part {
  return only((value) => typeof value === 'number' && value >= low && value <= high);
}

export function oneOf(words: object): Part {
  return only((value) => typeof value === 'string' && Object.hasOwn(words, value));
}

export function optional(part: Part): Part {
  return (value) => (value === undefined ? [] : part(value));
}

export function list(part: Part): Part {
  return (value) =>
    Array.isArray(value) ? Array.from(value, (each, index) => below(`[${index}]`, part(each))).flat() : [''];
}

/** Anything by name. */
export function record(part: Part): Part {
  return (value) =>
    isObject(value) ? Object.entries(value).flatMap(([name, each]) => below(`.${name}`, part(each))) : [''];
}

export function object(parts: Readonly<Record<string, Part>>): Part {
  return (value) =>
    isObject(value)
      ? Object.entries(parts).flatMap(([name, part]) => below(`.${name}`, part(value[name])))
      : [''];
}

function only(is: (value: unknown) => boolean): Part {
  return (value) => (is(value) ? [] : ['']);
}

function below(step: string, paths: readonly string[]): string[] {
  return paths.map((path) => `${step}${path}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
