import type { Change, Fault, Publisher, Skip, Trial } from '../types/index.js';
import { recordTelemetry } from './telemetry/record-telemetry.js';

/** What a laboratory told, in the order in which it did. */
export class Records {
  readonly trials: Trial[] = [];
  readonly skips: Skip[] = [];
  readonly changes: Change[] = [];
  readonly faults: Fault[] = [];
  readonly telemetry = recordTelemetry();

  readonly publisher: Publisher = {
    publish: (trial) => void this.trials.push(trial),
    skipped: (skip) => void this.skips.push(skip),
    changed: (change) => void this.changes.push(change),
  };

  /** But for the telemetry: a counter never goes down. */
  clear(): void {
    for (const list of [this.trials, this.skips, this.changes, this.faults]) list.length = 0;
  }
}
