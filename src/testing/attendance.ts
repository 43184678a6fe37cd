import { defaultLaboratory } from '../define/default.js';
import { BENCH, type BenchedLaboratory } from '../define/laboratory.js';
import { refuse } from '../refuse.js';
import { CallRecorder, RECORDER, type Recorded } from './call-recorder.js';
import type { Chance } from './decisions.js';
import { checkDurations, type Durations, withDuration } from './durations.js';
import { RealWork } from './real-work.js';

const fabricators = new WeakMap<object, (durations: Durations) => void>();

/**
 * How long each variant takes from now on, as far as the test laboratory knows that stands in for the default one. The
 * same is a method of each test laboratory.
 *
 * @throws TypeError for what are no durations, or where there is no such laboratory
 * @example
 * fabricateDurations({ control: 5, candidate: 40 });
 */
export function fabricateDurations(durations: Durations): void {
  const fabricate = fabricators.get(defaultLaboratory().bench.surroundings);
  if (fabricate === undefined)
    refuse('fabricateDurations', durations, 'let a test laboratory stand in before: useLaboratory(lab)');
  fabricate(durations);
}

/** What attends a test laboratory's runs. */
export interface Attendance {
  readonly realWork: RealWork;
  readonly fabricate: (durations: Durations) => void;
}

/** What a test laboratory does that no publisher could. */
export function attend({ [BENCH]: { surroundings } }: BenchedLaboratory, chance: Chance): Attendance {
  const realWork = new RealWork();
  const recorder = new CallRecorder((...fault) => surroundings.tell(...fault));
  let durations: Durations = {};
  const attendant: Recorded = {
    [RECORDER]: recorder,
    isNeverOverloaded: true,
    rateOf: (experiment) => chance.rateOf(experiment),
    began(trial, args) {
      realWork.begin();
      recorder.began(trial, args);
    },
    observed: (_, observation) => withDuration(durations, observation),
    ended(trial) {
      if (surroundings.pending.size === 0) realWork.end();
      recorder.ended(trial);
    },
  };
  surroundings.attend(attendant);
  const fabricate = (wanted: Durations) => {
    checkDurations(wanted);
    durations = wanted;
  };
  fabricators.set(surroundings, fabricate);
  return { realWork, fabricate };
}
