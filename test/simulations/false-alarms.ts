import { seeded } from './chance.js';
import { trialsInFlightOf, trialsOf } from './life.js';

/** The limit of the errors guardrail. */
const LIMIT = 0.01;
const IN_FLIGHT = 200;

/** What is simulated, and how often. */
export interface Size {
  readonly experiments: number;
  /** Of each experiment. */
  readonly trials: number;
}

/** The share of experiments that were stopped although their candidate fails exactly as often as it may. */
export async function falseAlarms({ experiments, trials }: Size): Promise<number> {
  let stopped = 0;
  for (let experiment = 0; experiment < experiments; experiment++) {
    const random = seeded(experiment);
    const fails = () => random() < LIMIT;
    if (Number.isFinite(await trialsOf({ fails, most: trials }))) stopped++;
  }
  return stopped / experiments;
}

/** The same with 200 trials in flight at once, of which the failures are seen before the successes. */
export async function falseAlarmsInFlight({ experiments, trials }: Size): Promise<number> {
  let stopped = 0;
  for (let experiment = 0; experiment < experiments; experiment++) {
    const random = seeded(experiment);
    const fails = () => random() < LIMIT;
    if (Number.isFinite(await trialsInFlightOf({ fails, most: trials }, IN_FLIGHT))) stopped++;
  }
  return stopped / experiments;
}
