import { show } from '../../refuse.js';

export const ANY_NAME: unique symbol = Symbol('.*');
export const ANY_INDEX: unique symbol = Symbol('[*]');

/** A step that a path of the user's may take: a name, an index, or any of one or the other. */
export type PatternStep = string | number | typeof ANY_NAME | typeof ANY_INDEX;

const STEP = /\.\*|\.([\p{ID_Start}$_][\p{ID_Continue}$]*)|\[\*\]|\[(0|[1-9]\d*)\]|\[("(?:[^"\\]|\\.)*")\]/uy;

/**
 * Reads a path: `$`, then `.name`, `["any key"]`, `[3]`, `[*]` for any index and `.*` for any name.
 * @throws TypeError for anything else, with the name of the call that was given it
 */
export function parsePath(path: unknown, call: string): PatternStep[] {
  if (typeof path !== 'string') throw refusal(path, call, 'a path is a string');
  if (!path.startsWith('$')) throw refusal(path, call, `a path begins with $: ${advice(path)}`);
  const steps: PatternStep[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const from = STEP.lastIndex;
    const step = STEP.exec(path);
    if (step === null) throw refusal(path, call, `what begins at ${show(path.slice(from))} is not a step`);
    steps.push(read(step, path, call));
  }
  return steps;
}

function read([text, name, index, key]: RegExpExecArray, path: string, call: string): PatternStep {
  if (name !== undefined) return name;
  if (index !== undefined) return Number(index);
  return key === undefined ? (text === '.*' ? ANY_NAME : ANY_INDEX) : unquote(key, path, call);
}

function unquote(key: string, path: string, call: string): string {
  try {
    return JSON.parse(key);
  } catch {
    throw refusal(path, call, `${key} is not a JSON string`);
  }
}

function advice(path: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(path) ? `$.${path}` : `$[${JSON.stringify(path)}]`;
}

function refusal(path: unknown, call: string, why: string): TypeError {
  return new TypeError(
    `${call} was given the path ${show(path)}: ${why}; write $, then .name, ["any key"], [3], [*] or .*`,
  );
}
