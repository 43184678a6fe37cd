import type { Policy } from '../comparators/rule.js';
import { isBrand, mapSize, setSize, tagOf } from './brand.js';

const PLACES = 1_000;
const DEPTH = 50;

/** How a value is digested: what a policy may let pass does not enter, and a large value enters in part. */
interface Intake {
  readonly policy: Policy;
  left: number;
}

/**
 * A number that is the same for values that are equal under a policy, and hardly ever for others: it keeps the search
 * for equal members in proportion to their count. Only what equality looks at may enter it, in an order that does not
 * depend on theirs.
 */
export function digest(value: unknown, policy: Policy = {}): number {
  return add(2_166_136_261, value, 0, { policy, left: PLACES });
}

function add(hash: number, value: unknown, depth: number, intake: Intake): number {
  if (typeof value !== 'object' || value === null) return mix(hash, text(value, intake.policy));
  if (intake.left-- <= 0 || depth > DEPTH) return hash;
  if (Array.isArray(value)) return addList(mix(hash, `list ${value.length}`), value, depth, intake);
  const tag = tagOf(value);
  const start = mix(hash, tag);
  if (tag === 'Object') return addRecord(start, value, depth, intake);
  if (tag === 'Date') return mix(start, String(Number(value)));
  if (isBrand(value, tag === 'Map' ? mapSize : setSize))
    return addMembers(start, value as Set<unknown>, depth, intake);
  return start;
}

/** Their order does not count: each may take as much as the others, and what one leaves is for nobody. */
function addMembers(
  start: number,
  members: Iterable<unknown> & { size: number },
  depth: number,
  intake: Intake,
): number {
  const left = Math.floor(intake.left / (members.size + 1));
  intake.left = left;
  let sum = members.size;
  if (left > 0) for (const member of members) sum += add(0, member, depth + 1, { ...intake, left });
  return mix(start, String(sum));
}

function addList(start: number, list: ArrayLike<unknown>, depth: number, intake: Intake): number {
  let hash = start;
  for (let index = 0; index < list.length && intake.left > 0; index += 1) {
    intake.left -= 1;
    hash = add(hash, list[index], depth + 1, intake);
  }
  return hash;
}

function addRecord(start: number, record: object, depth: number, intake: Intake): number {
  let hash = start;
  for (const key of Object.keys(record).sort()) {
    if (intake.left-- <= 0) break;
    hash = add(mix(hash, key), record[key as keyof typeof record], depth + 1, intake);
  }
  return hash;
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
