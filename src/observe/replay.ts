import type { Observation } from '../types/index.js';

/** Gives the caller what the control gave: the same value, or the same error. */
export function replay(control: Observation): unknown {
  if (control.status === 'returned') return control.value;
  if (control.status === 'threw') throw control.error;
  return undefined;
}
