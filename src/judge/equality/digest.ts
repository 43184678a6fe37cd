import { below, EXACT, isUniform, type Places, type Policy, type Rule } from '../comparators/rule.js';
import { itemsOf } from './list.js';

const PLACES = 1_000;
const DEPTH = 50;

/** Adds to a digest what values of one kind hold. */
export type Fold = (start: number, value: any, rule: Places, intake: Intake) => number;

/** How a value is taken in: a large one only in part. */
interface Intake {
  readonly foldOf: (value: object) => Fold;
  depth: number;
  left: number;
}

/** What is in no order, with the rule it is under. */
type Member = readonly [value: unknown, rule: Rule, key?: unknown];

/**
 * A number that is the same for values that are equal under a rule, and hardly ever for others: it keeps the search
 * for equal members in proportion to their count. Only what equality looks at may enter it, in an order that does not
 * depend on theirs; what is omitted, or decided by a function, must not even be counted.
 */
export function digest(value: unknown, rule: Rule, foldOf: Intake['foldOf']): number {
  return add(2_166_136_261, value, rule, { foldOf, depth: 0, left: PLACES });
}

export function add(hash: number, value: unknown, rule: Rule, intake: Intake): number {
  if (rule.is !== 'places') return hash;
  if (typeof value !== 'object' || value === null) return mix(hash, text(value, rule.policy));
  if (intake.left-- <= 0 || intake.depth > DEPTH) return hash;
  intake.depth += 1;
  const sum = intake.foldOf(value)(hash, value, rule, intake);
  intake.depth -= 1;
  return sum;
}

/** Takes in what stands for a value. */
export function through(view: (value: any) => unknown, fold: Fold): Fold {
  return (start, value, rule, intake) => fold(start, view(value), rule, intake);
}

export const foldFields: Fold = (start, record, rule, intake) =>
  foldKeys(Object.keys(record).sort(), start, record, rule, intake);

export function foldKeys(keys: readonly string[], ...[start, value, rule, intake]: Parameters<Fold>): number {
  let hash = start;
  for (const key of keys) {
    const inner = below(rule, key);
    if (inner.is !== 'places') continue;
    if (intake.left-- <= 0) break;
    hash = add(mix(hash, key), value[key], inner, intake);
  }
  return hash;
}

export const foldArray: Fold = (start, list: unknown[], rule, intake) => {
  if (rule.list === undefined) return foldList(start, list, rule, intake);
  const each = below(rule, -1);
  return foldCrowd(
    start,
    itemsOf(list).map(({ value }) => [value, each]),
    intake,
  );
};

export const foldList: Fold = (start, list: ArrayLike<unknown>, rule, intake) => {
  // Where no index counts, one list may be longer than the other.
  if (below(rule, -1).is !== 'places') return start;
  let hash = isUniform(rule) ? mix(start, `list ${list.length}`) : start;
  for (let index = 0; index < list.length && intake.left > 0; index += 1) {
    const inner = below(rule, index);
    if (inner.is !== 'places') continue;
    intake.left -= 1;
    hash = add(hash, list[index], inner, intake);
  }
  return hash;
};

export const foldEntries: Fold = (start, map: ReadonlyMap<unknown, unknown>, rule, intake) =>
  foldCrowd(
    start,
    Array.from(map, ([key, value]) => [value, below(rule, { key, at: 0 }), key]),
    intake,
  );

export const foldMembers: Fold = (start, set: ReadonlySet<unknown>, rule, intake) =>
  foldCrowd(
    start,
    Array.from(set, (member) => [member, below(rule, { member, at: 0 })]),
    intake,
  );

/** Their order does not count: each may take as much as the others, and what one leaves is for nobody. */
function foldCrowd(start: number, all: readonly Member[], intake: Intake): number {
  const members = all.filter(([, { is }]) => is === 'places');
  const left = Math.floor(intake.left / (members.length + 1));
  intake.left = left;
  let sum = members.length;
  for (const [value, rule, key] of left > 0 ? members : []) {
    const own = { ...intake, left };
    sum += add(add(0, key, EXACT, own), value, rule, own);
  }
  return mix(start, String(sum));
}

/** The zeros have one text, and so have all NaN. */
function text(value: unknown, policy: Policy): string {
  if (typeof value === 'function') return 'function';
  if (policy.isNear && (typeof value === 'number' || typeof value === 'bigint')) return typeof value;
  if (policy.text && typeof value === 'string') return policy.text(value);
  return `${typeof value} ${String(value)}`;
}

/** FNV-1a, over UTF-16 units. */
export function mix(start: number, text: string): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  return hash >>> 0;
}
