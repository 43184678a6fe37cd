import { FAILED, isolateAtOnce } from '../isolate.js';
import type { ControlSource, Directive } from '../types/index.js';
import type { Definition, State } from '../types/run.js';
import { NOTHING, readDirective } from './directive.js';
import { describe } from './prepare.js';

/** What the sources that go by the call want of this one, or FAILED where one of them or the context failed. */
export function direct(
  sources: readonly ControlSource[],
  definition: Definition,
  state: State,
  self: unknown,
  args: unknown[],
): Directive | typeof FAILED {
  const context = describe(definition.context, state.tell, self, args);
  if (context === FAILED) return FAILED;
  let isStopped = false;
  // Whoever else has set a rate: the lowest counts.
  let rate = state.override;
  for (const source of sources) {
    const directive = isolateAtOnce(
      (error) => state.tell('control', error),
      `control source ${source.name}`,
      () => readDirective(state.name, source.direct?.(state.name, context) ?? NOTHING),
    );
    if (directive === FAILED) return FAILED;
    isStopped ||= directive.isStopped === true;
    if (directive.rate !== undefined) rate = Math.min(directive.rate, rate ?? 1);
  }
  return { isStopped, rate };
}
