import { parsePath } from '../../src/judge/differences/pattern.js';
import type { Difference } from '../../src/types/index.js';

/** Makes of a copy of the control what the differences say the candidate is. */
export function patch(control: unknown, differences: readonly Difference[]): unknown {
  const root = { $: structuredClone(control) };
  // From the back, so that what is removed from a list moves nothing that is still to be removed.
  for (const { path, kind, candidate } of [...differences].reverse()) {
    const steps = ['$', ...(parsePath(path, 'patch') as (string | number)[])];
    const [last = '$'] = steps.splice(-1);
    const owner: any = steps.reduce<any>((value, step) => value[step], root);
    if (kind !== 'removed') define(owner, last, structuredClone(candidate));
    else if (Array.isArray(owner)) owner.splice(Number(last), 1);
    else delete owner[last];
  }
  return root.$;
}

/** An assignment to `__proto__` is none. */
function define(owner: object, key: string | number, value: unknown): void {
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });
}
