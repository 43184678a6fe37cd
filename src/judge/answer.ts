import type { Difference } from '../types/index.js';
import { isAcceptable } from './acceptable.js';
import type { Outcome } from './differences/outcome.js';

/** What a comparator meant. */
export interface Reading {
  readonly equal: boolean;
  /** Equal only in the sense of good enough. */
  readonly acceptable?: true;
  readonly reason?: string;
  readonly differences?: readonly Difference[];
  /** How many differences it told of, those left out above included. */
  readonly count?: number;
  readonly atLeast?: true;
}

const REPORTED = 50;
const KINDS: ReadonlySet<unknown> = new Set(['changed', 'added', 'removed', 'type', 'order']);

// A registered symbol: the list may be another copy's of the package.
const IN_ALL = Symbol.for('labcoat.count');

/** Lets a list of differences, which is an answer, say how many there are in all. */
export function counted({ differences, count, isAtLeast }: Outcome): readonly Difference[] {
  const isAll = count === differences.length && !isAtLeast;
  const inAll = { count, ...(isAtLeast && { atLeast: true }) };
  return isAll ? differences : Object.defineProperty(differences, IN_ALL, { value: inAll });
}

/** Reads a comparator's answer. Throws a TypeError for one that it cannot read: nothing is guessed to be a match. */
export function read(answer: unknown): Reading {
  if (typeof answer === 'boolean') return { equal: answer };
  if (typeof answer === 'string') return { equal: false, reason: answer };
  if (Array.isArray(answer)) return readDifferences(answer);
  if (typeof answer !== 'object' || answer === null) throw unreadable(answer);
  return isAcceptable(answer) ? readAcceptable(answer.reason) : readScore(answer);
}

function readAcceptable(reason: unknown): Reading {
  return { equal: true, acceptable: true, ...(typeof reason === 'string' && { reason }) };
}

type Counted = readonly unknown[] & { readonly [IN_ALL]?: Pick<Reading, 'count' | 'atLeast'> };

/** A list that says anything says "not equal", however badly it is written; what is kept of it can be relied on. */
function readDifferences(answer: readonly unknown[]): Reading {
  if (answer.length === 0) return { equal: true };
  const differences = Array.from(answer.slice(0, REPORTED), readDifference);
  return { equal: false, differences, count: answer.length, ...(answer as Counted)[IN_ALL] };
}

function readDifference(entry: unknown): Difference {
  const { path, kind } = (entry ?? {}) as { path?: unknown; kind?: unknown };
  return {
    ...(typeof entry === 'object' ? entry : undefined),
    path: typeof path === 'string' ? path : '$',
    kind: KINDS.has(kind) ? (kind as Difference['kind']) : 'changed',
  };
}

function readScore(answer: object): Reading {
  const { score, atLeast } = answer as { score?: unknown; atLeast?: unknown };
  if (typeof score !== 'number' || typeof atLeast !== 'number') throw unreadable(answer);
  if (Number.isNaN(score) || Number.isNaN(atLeast)) throw unreadable(answer);
  if (score >= atLeast) return { equal: true };
  return { equal: false, reason: `score ${score} is below ${atLeast}` };
}

function unreadable(answer: unknown): TypeError {
  const kind = answer === null ? 'null' : typeof answer;
  return new TypeError(
    `compare answered ${kind}; answer true, false, a reason, a list of differences, { score, atLeast } or { acceptable: true }`,
  );
}
