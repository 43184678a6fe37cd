import type { Step, Trail } from './place.js';

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const STEPS = 200;
const TEXT = 200;

/**
 * A place as a person reads it: `$.lines[3].price`, `$["odd key"]`; `.get("EUR")` for an entry of a Map, `.has("new")`
 * for a member of a Set, by position where that is an object: `.has(#2)`; `[Symbol("unit")]` for a symbol. A very long
 * way is shortened in the middle, a very long key at its end.
 */
export function printPath(trail: Trail | undefined): string {
  const steps: string[] = [];
  const depth = trail?.depth ?? 0;
  for (let at = trail; at !== undefined; at = at.parent) {
    if (at.depth <= STEPS / 2 || at.depth > depth - STEPS / 2) steps.push(printStep(at.step));
    else if (at.depth === STEPS / 2 + 1) steps.push(`…(${depth - STEPS} steps)`);
  }
  return `$${steps.reverse().join('')}`;
}

/** Whether two such paths may be the same without the places being so: something was left out, or a symbol is a step. */
export function isAmbiguous(path: string): boolean {
  return /…|Symbol\(/.test(path);
}

function printStep(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  if (typeof step === 'string')
    return NAME.test(step) && step.length <= TEXT ? `.${step}` : `[${quote(step)}]`;
  if (typeof step === 'symbol') return `[${printSymbol(step)}]`;
  return 'member' in step
    ? `.has(${printKey(step.member, step.at)})`
    : `.get(${printKey(step.key, step.at)})`;
}

function printKey(key: unknown, at: number): string {
  if ((typeof key === 'object' && key !== null) || typeof key === 'function') return `#${at}`;
  if (typeof key === 'string') return quote(key);
  if (typeof key === 'symbol') return printSymbol(key);
  return typeof key === 'bigint' ? `${key}n` : String(key);
}

function printSymbol(symbol: symbol): string {
  const registered = Symbol.keyFor(symbol);
  if (registered !== undefined) return `Symbol.for(${quote(registered)})`;
  const { description = '' } = symbol;
  return description.startsWith('Symbol.') ? description : `Symbol(${quote(description)})`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > TEXT ? `${text.slice(0, TEXT)}…` : text);
}
