import { BENCH, type BenchedLaboratory } from '../define/laboratory.js';
import { refuse, requireFunction, requireOptions } from '../refuse.js';
import type { Laboratory } from '../types/index.js';
import { CallRecorder, type CleanArguments, type KeptCall, RECORDER } from './call-recorder.js';
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
   * nothing is kept.
   */
  readonly clean?: CleanArguments | undefined;
}

const recorders = new WeakMap<Laboratory, CallRecorder>();

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
  const recorder = recorderOf(lab);
  const { clean } = options;
  if (clean !== undefined) {
    requireFunction('recorded: clean ', clean);
    recorder.clean = clean;
  }
  return {
    get calls() {
      return [...recorder.calls];
    },
    toJSON: () => ({
      labcoat: 'recorded calls',
      version: 1,
      calls: recorder.calls.map((call) => ({ ...call, arguments: call.arguments.map((one) => encode(one)) })),
    }),
  };
}

function recorderOf(lab: Laboratory): CallRecorder {
  const { [RECORDER]: own, [BENCH]: bench } = (lab ?? {}) as Partial<
    BenchedLaboratory & { readonly [RECORDER]: CallRecorder }
  >;
  if (own !== undefined) return own;
  if (bench === undefined)
    return refuse('recorded', lab, 'give what laboratory() or testLaboratory() answered');
  const known = recorders.get(lab);
  if (known !== undefined) return known;
  const recorder = new CallRecorder();
  recorders.set(lab, recorder);
  bench.surroundings.attend({ began: recorder.began, ended: recorder.ended });
  return recorder;
}
