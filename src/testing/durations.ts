import { refuse } from '../refuse.js';
import type { Observation } from '../types/index.js';

/** Milliseconds by variant: `control`, and each candidate by its name. A function is asked for each run. */
export type Durations = Readonly<Record<string, number | (() => number)>>;

/** The observation as it is when the variant took so long. */
export function withDuration(durations: Durations, observation: Observation): Observation {
  const said = durations[observation.name];
  if (said === undefined) return observation;
  return { ...observation, durationMs: typeof said === 'function' ? said() : said };
}

export function checkDurations(durations: unknown): asserts durations is Durations {
  const advice = 'give milliseconds by variant: { control: 5, candidate: 40 }';
  if (typeof durations !== 'object' || durations === null) refuse('fabricateDurations', durations, advice);
  for (const [variant, ms] of Object.entries(durations)) {
    if (typeof ms === 'function' || (typeof ms === 'number' && ms >= 0)) continue;
    refuse(
      `fabricateDurations: ${variant} `,
      ms,
      'give milliseconds from 0, or a function that answers them',
    );
  }
}
