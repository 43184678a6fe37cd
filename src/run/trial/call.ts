import type { Definition, State } from '../../types/run.js';
import type { Surroundings } from '../surroundings.js';

/** A call that is on trial, as it can be made once more. */
export interface Call {
  readonly definition: Definition;
  readonly state: State;
  readonly surroundings: Surroundings;
  readonly self: unknown;
  /** The caller's own; nobody writes to them. */
  readonly args: unknown[];
}
