import { show } from '../../refuse.js';
import { ANY_INDEX, ANY_NAME, parsePath } from '../differences/pattern.js';
import { atOnce } from './ask.js';
import type { KeyOf } from './rule.js';

/** What names a member: a property, a path from the member as `$`, or a function of it. */
export type Key<M = any> = string | ((member: M) => unknown);

/** @throws TypeError for what names nothing, or more than one thing */
export function keyGiven(by: unknown, call: string): KeyOf {
  if (typeof by === 'function') return (member) => primitive(atOnce(by(member), call), call);
  if (typeof by !== 'string' || by === '') {
    throw new TypeError(
      `${call} was given ${show(by)} for a key; give it a property's name, a path or a function`,
    );
  }
  const steps = by.startsWith('$') ? parsePath(by, call) : [by];
  if (steps.includes(ANY_INDEX) || steps.includes(ANY_NAME)) {
    throw new TypeError(`${call} was given ${show(by)} for a key; a key is one place, without [*] and .*`);
  }
  return (member) =>
    primitive(
      steps.reduce<any>((value, step) => value?.[step], member),
      call,
    );
}

function primitive(key: unknown, call: string): unknown {
  if ((typeof key !== 'object' || key === null) && typeof key !== 'function') return key;
  throw new TypeError(
    `${call} found ${show(key)} for a key; make it a string or a number: (line) => \`\${line.sku}/\${line.size}\``,
  );
}
