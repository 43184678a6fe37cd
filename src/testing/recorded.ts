import type { Bench } from '../define/definition.js';
import { BENCH, type BenchedLaboratory } from '../define/laboratory.js';
import { refuse, requireFunction, requireOptions } from '../refuse.js';
import type { Laboratory } from '../types/index.js';
import {
  CallRecorder,
  type CleanArguments,
  type KeptCall,
  RECORDER,
  type Recorded,
} from './call-recorder.js';
import { encode } from './json.js';

/** Calls whose trials were not fine, as a file has them. */
export interface RecordedFile {
  readonly labcoat: 'recorded calls';
  readonly version: 1;
  readonly calls: readonly RecordedCall[];
}

/** A call with its arguments in JSON. */
export type RecordedCall = KeptCall;

/** Calls whose trials were not fine, and their arguments: for `replay`. */
export interface Recording {
  /** Three of each shape at most, and 100 in all. */
  readonly calls: readonly KeptCall[];
  /** What `JSON.stringify` writes, and `replay` reads. */
  toJSON(): RecordedFile;
}

/** What of the calls is kept. */
export interface RecordingOptions {
  /**
   * Makes of the arguments what may be kept of them: they are written as they are otherwise, strings too. Where it fails
   * nothing is kept, and a fault is told at `clean`.
   */
  readonly clean?: CleanArguments | undefined;
}

/**
 * What a laboratory's mismatches were called with. A test laboratory keeps it from its beginning, any other one from the
 * first time that this is asked of it: so in production, ask once at the start. It costs a copy of the arguments of each
 * trial.
 *
 * @throws TypeError for what is no laboratory, and for options that cannot be meant
 * @example
 * writeFileSync('mismatches.json', JSON.stringify(recorded(lab)));
 */
export function recorded(lab: Laboratory, options: RecordingOptions = {}): Recording {
  requireOptions('recorded', options, ['clean']);
  const { [BENCH]: bench } = (lab ?? {}) as Partial<BenchedLaboratory>;
  if (bench === undefined) refuse('recorded', lab, 'give what laboratory() or testLaboratory() answered');
  const { surroundings } = bench;
  const recorder = recorderOf(bench);
  const { clean } = options;
  if (clean !== undefined) {
    requireFunction('recorded: clean ', clean);
    recorder.clean = clean;
  }
  // What waits to be judged is judged before anything is read.
  const read = () => {
    surroundings.background.flush();
    return [...recorder.calls];
  };
  return {
    get calls() {
      return read();
    },
    toJSON: () => ({
      labcoat: 'recorded calls',
      version: 1,
      calls: read().map((call) => ({ ...call, arguments: call.arguments.map((one) => encode(one)) })),
    }),
  };
}

function recorderOf({ surroundings }: Bench): CallRecorder {
  const known = (surroundings.options.attendant as Partial<Recorded> | undefined)?.[RECORDER];
  if (known !== undefined) return known;
  const recorder = new CallRecorder((...fault) => surroundings.tell(...fault));
  const attendant: Recorded = { began: recorder.began, ended: recorder.ended, [RECORDER]: recorder };
  surroundings.attend(attendant);
  return recorder;
}
