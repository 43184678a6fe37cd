import { checkLaboratoryOptions } from '../define/laboratory-options.js';
import { refuse, requireOptions } from '../refuse.js';
import type { LaboratoryOptions } from '../types/index.js';

/** Of the laboratory's own, those that can be given. */
const GIVEN: { readonly [K in keyof Required<Omit<LaboratoryOptions, 'now' | 'timers' | 'random'>>]: true } =
  {
    publishers: true,
    controls: true,
    defaults: true,
    sampleRate: true,
    maxRate: true,
    freeze: true,
    onFault: true,
    waitUntil: true,
    raiseOnMismatch: true,
  };
const OPTIONS = ['decisions', 'durations', 'startAt', ...Object.keys(GIVEN)];

/** Refuses options of a test laboratory that cannot be meant, but for decisions and durations: who takes them does. */
export function checkOptions(options: object): void {
  for (const name of ['now', 'timers', 'random']) {
    if (Object.hasOwn(Object(options), name))
      refuse('testLaboratory', name, 'is its own; see startAt, advance, settle, decide and durations');
  }
  requireOptions('testLaboratory', options, OPTIONS);
  const { decisions, durations, startAt, ...rest } = options as Readonly<Record<string, unknown>>;
  if (startAt !== undefined && !Number.isFinite(startAt))
    refuse('testLaboratory: startAt ', startAt, 'give milliseconds since the epoch');
  checkLaboratoryOptions('testLaboratory', rest);
}
