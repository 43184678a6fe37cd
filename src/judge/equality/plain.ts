import fastDeepEqual from 'fast-deep-equal/es6/index.js';
import { isRecord } from './brand.js';
import { hasEnumerable, isOpen } from './open.js';
import { isWhole } from './whole.js';

const DEPTH = 200;
const CONTAINERS = 100_000;
const LENGTH = 100_000;

const record = Object.prototype;
const list = Array.prototype;
const { getPrototypeOf, getOwnPropertySymbols, keys } = Object;
const has = record.hasOwnProperty;
const isEnumerable = record.propertyIsEnumerable;

/** How many more containers are looked into before the walk takes over, which alone knows shared values again. */
interface Allowance {
  left: number;
}

/**
 * Whether two values of plain data are equal, instances of plain classes among them; `undefined` where they are not
 * plain, and the walk must say.
 *
 * fast-deep-equal does not know symbol keys or holes, calls a `valueOf` that it finds in the data, and never returns
 * from a DataView or a cycle. So fields and lists, where any of that may hide, are compared while they are checked:
 * a check of its own ahead of it costs more than half as much again. What cannot hide any of it goes to it whole.
 */
export function plainEqual(control: unknown, candidate: unknown): boolean | undefined {
  // Somebody wrote to Object.prototype: a loop over any object comes by it.
  if (hasEnumerable(record)) return undefined;
  return same(control, candidate, 0, { left: CONTAINERS });
}

function same(
  control: unknown,
  candidate: unknown,
  depth: number,
  allowance: Allowance,
): boolean | undefined {
  if (typeof control !== 'object' || control === null) {
    return control === candidate || (Number.isNaN(control) && Number.isNaN(candidate));
  }
  if (typeof candidate !== 'object' || candidate === null) return false;
  if (depth > DEPTH || allowance.left-- <= 0) return undefined;
  const prototype = getPrototypeOf(control);
  if (getPrototypeOf(candidate) !== prototype) return false;
  if (prototype === list) return sameList(control, candidate, depth, allowance);
  if (isOpen(prototype)) return sameFields(control, candidate, depth, allowance);
  return isWhole(control) && isWhole(candidate) ? fastDeepEqual(control, candidate) : undefined;
}

function sameFields(control: any, candidate: any, depth: number, allowance: Allowance): boolean | undefined {
  if (getOwnPropertySymbols(control).length + getOwnPropertySymbols(candidate).length > 0) return undefined;
  const names = keys(candidate);
  let size = 0;
  for (const key in control) {
    // What is missing may read as what is inherited. The same names in the same order is what most pairs have.
    if (names[size] !== key && !isEnumerable.call(candidate, key)) return false;
    size += 1;
    const value = control[key];
    const other = candidate[key];
    if (typeof value === 'object' && value !== null) {
      const alike = same(value, other, depth + 1, allowance);
      if (alike !== true) return alike;
    } else if (value !== other && !(Number.isNaN(value) && Number.isNaN(other))) {
      return false;
    }
  }
  if (names.length !== size) return false;
  // An instance without fields may have something to say.
  return size > 0 || isRecord(control) || undefined;
}

function sameList(
  control: object,
  candidate: object,
  depth: number,
  allowance: Allowance,
): boolean | undefined {
  if (!isDense(control) || !isDense(candidate)) return undefined;
  if (control.length !== candidate.length) return false;
  for (let index = 0; index < control.length; index += 1) {
    const value = control[index];
    const other = candidate[index];
    if (typeof value === 'object' && value !== null) {
      const alike = same(value, other, depth + 1, allowance);
      if (alike !== true) return alike;
    } else if (value !== other) {
      if (!(Number.isNaN(value) && Number.isNaN(other))) return false;
      // A hole reads as undefined, and hides a name of the array's own from the count of its keys.
    } else if (value === undefined && !(has.call(control, index) && has.call(candidate, index))) {
      return undefined;
    }
  }
  return true;
}

/** An array without holes, symbols or names of its own; that a hole and a name make up for each other is seen later. */
function isDense(value: object): value is unknown[] {
  if (!Array.isArray(value) || value.length > LENGTH) return false;
  return keys(value).length === value.length && getOwnPropertySymbols(value).length === 0;
}
