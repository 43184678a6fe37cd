import { seeded } from './chance.js';
import { trialsOf } from './life.js';

/** The median number of trials until a candidate that fails at this rate is stopped. */
export function medianTrialsToStop(rate: number, experiments: number): number {
  const trials = Array.from({ length: experiments }, (_, experiment) => {
    const random = seeded(experiment);
    return trialsOf({ fails: () => random() < rate, most: 100_000 });
  });
  return trials.sort((one, other) => one - other)[Math.floor(experiments / 2)] as number;
}

/** The most trials that any of the candidates is granted that break after a clean past and then fail every other time. */
export function mostTrialsAfterBreaking(clean: number, experiments: number): number {
  const trials = Array.from({ length: experiments }, (_, experiment) => {
    const random = seeded(experiment);
    let trial = 0;
    const fails = () => ++trial > clean && random() < 0.5;
    return trialsOf({ fails, most: clean + 10_000 }) - clean;
  });
  return Math.max(...trials);
}
