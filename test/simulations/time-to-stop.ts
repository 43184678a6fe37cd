import { seeded } from './chance.js';
import { trialsOf } from './life.js';

/** The median number of trials until a candidate that fails at this rate is stopped. */
export async function medianTrialsToStop(rate: number, experiments: number): Promise<number> {
  const trials: number[] = [];
  for (let experiment = 0; experiment < experiments; experiment++) {
    const random = seeded(experiment);
    trials.push(await trialsOf({ fails: () => random() < rate, most: 100_000 }));
  }
  return trials.sort((one, other) => one - other)[Math.floor(experiments / 2)] as number;
}

/** The most trials that any of the candidates is granted that break after a clean past and then fail every other time. */
export async function mostTrialsAfterBreaking(clean: number, experiments: number): Promise<number> {
  let most = 0;
  for (let experiment = 0; experiment < experiments; experiment++) {
    const random = seeded(experiment);
    let trial = 0;
    const fails = () => ++trial > clean && random() < 0.5;
    most = Math.max(most, (await trialsOf({ fails, most: clean + 10_000 })) - clean);
  }
  return most;
}
