import type { State } from '../../types/run.js';

/**
 * Reads values of the caller's: a getter among them may call the experiment, and on trial that call would be answered by
 * a value that is read in its turn.
 */
export function reading<T>(state: State, read: () => T): T {
  const before = state.isReading;
  state.isReading = true;
  try {
    return read();
  } finally {
    state.isReading = before;
  }
}
