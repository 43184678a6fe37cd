import type { Change, Publisher, Skip } from '../types/publisher.js';
import type { Trial } from '../types/trial.js';

/** What a {@link memory} publisher was told, in the order in which it was told. */
export interface MemoryPublisher extends Publisher {
  readonly trials: readonly Trial[];
  readonly skips: readonly Skip[];
  readonly changes: readonly Change[];
  /** Forgets everything so far. */
  clear(): void;
  skipped(skip: Skip): void;
  changed(change: Change): void;
}

/**
 * A publisher for tests, which keeps everything that it is told. It keeps it without bound, so it is not for
 * production.
 */
export function memory(): MemoryPublisher {
  const trials: Trial[] = [];
  const skips: Skip[] = [];
  const changes: Change[] = [];
  return {
    trials,
    skips,
    changes,
    clear() {
      for (const list of [trials, skips, changes]) list.length = 0;
    },
    publish(trial) {
      trials.push(trial);
    },
    skipped(skip) {
      skips.push(skip);
    },
    changed(change) {
      changes.push(change);
    },
  };
}
