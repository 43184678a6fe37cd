import { isThenable } from '../isolate.js';
import type { Directive } from '../types/index.js';

/** Of whom nothing is wanted. */
export const NOTHING: Directive = Object.freeze({});

/**
 * What somebody outside wants of an experiment, who may say anything: a rate that nobody can mean must stop nothing, and
 * put nothing on trial. A promise is left to whoever asked.
 *
 * @throws TypeError for what cannot be meant, and what a getter throws
 */
export function readDirective(experiment: string, said: unknown): Directive {
  if (isThenable(said)) return said as Directive;
  if (typeof said !== 'object' || said === null)
    throw new TypeError(
      `what is wanted of '${experiment}' is ${said === null ? 'null' : typeof said}; give an object such as { isStopped: true }`,
    );
  const { isStopped, rate, reason } = said as Directive;
  const problem = problemOf(experiment, { isStopped, rate, reason });
  if (problem !== undefined) throw new TypeError(problem);
  return { isStopped, rate, reason };
}

function problemOf(experiment: string, { isStopped, rate, reason }: Directive): string | undefined {
  if (isStopped !== undefined && typeof isStopped !== 'boolean')
    return `whether '${experiment}' is stopped is ${typeof isStopped}; say true or false`;
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 0 && rate <= 1))
    return `the rate of '${experiment}' is ${String(rate)}; give a rate from 0 to 1`;
  if (reason !== undefined && typeof reason !== 'string')
    return `the reason for '${experiment}' is ${typeof reason}; give a text`;
  if (rate !== undefined && experiment === '*')
    return "a rate for '*' is not possible; give the name of one experiment";
  return undefined;
}
