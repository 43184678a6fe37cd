import { FAILED, isolate, isolateAtOnce } from '../isolate.js';
import { snapshot } from '../observe/snapshot.js';
import { refuse } from '../refuse.js';
import type { JudgedObservation, Outcome, Stage, Trial } from '../types/index.js';
import type { Attendant } from '../types/run.js';

/** Under which a recorder is found at what attends a laboratory's runs: by every copy of this module. */
export const RECORDER = Symbol.for('labcoat.recorder.1');

/** What attends a laboratory's runs and records its calls. */
export interface Recorded extends Attendant {
  readonly [RECORDER]: CallRecorder;
}

const MOST_CALLS = 100;
/** Of one shape: the hundredth example teaches nothing that the first three did not. */
const MOST_ALIKE = 3;
const FINE: readonly Outcome[] = ['match', 'ignored', 'transient'];

/** Makes of a call's arguments what may be kept of them. */
export type CleanArguments = (args: readonly unknown[], experiment: string) => readonly unknown[];

type Tell = (experiment: string, stage: Stage, error: unknown) => void;

/** A call whose trial was not fine, to be made again. */
export interface KeptCall {
  readonly experiment: string;
  /** The trial's id. */
  readonly trial: string;
  readonly startedAt: number;
  /** The first candidate that was not fine. */
  readonly variant: string;
  readonly outcome: Outcome;
  readonly fingerprint: string;
  readonly arguments: readonly unknown[];
}

/** Keeps the arguments of calls that ended in a mismatch or a failure, as they were when the call was made. */
export class CallRecorder {
  readonly calls: KeptCall[] = [];
  /** Replaced by whoever knows what may be kept. */
  clean: CleanArguments = (args) => args;
  readonly #tell: Tell;
  readonly #begun = new Map<string, readonly unknown[]>();
  readonly #alike = new Map<string, number>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  readonly began = (trial: string, args: readonly unknown[]): void => {
    // What cannot be copied could not be replayed either.
    const copy = isolate(
      () => {},
      () => snapshot(args),
    );
    if (copy !== FAILED) this.#begun.set(trial, copy);
  };

  readonly ended = (trial: Trial): void => {
    const args = this.#begun.get(trial.id);
    this.#begun.delete(trial.id);
    const candidate = trial.candidates.find(({ outcome }) => !FINE.includes(outcome));
    if (args === undefined || candidate === undefined || this.calls.length >= MOST_CALLS) return;
    const cleaned = this.#cleaned(args, trial.experiment);
    // Where `clean` fails nothing is kept: it was asked for because the arguments must not be seen.
    if (cleaned !== FAILED) this.#keep(trial, candidate, cleaned);
  };

  #cleaned(args: readonly unknown[], experiment: string): readonly unknown[] | typeof FAILED {
    const tell = (error: unknown) => this.#tell(experiment, 'clean', error);
    const cleaned = isolateAtOnce(tell, 'recorded: clean', () => this.clean(args, experiment));
    if (cleaned === FAILED || Array.isArray(cleaned)) return cleaned;
    return isolate(tell, () => refuse('recorded: clean ', cleaned, 'give a list of arguments'));
  }

  #keep({ experiment, id, startedAt }: Trial, candidate: JudgedObservation, args: readonly unknown[]): void {
    const { name: variant, outcome, fingerprint = outcome } = candidate;
    const shape = JSON.stringify([experiment, variant, outcome, fingerprint]);
    const count = this.#alike.get(shape) ?? 0;
    if (count >= MOST_ALIKE) return;
    this.#alike.set(shape, count + 1);
    this.calls.push({ experiment, trial: id, startedAt, variant, outcome, fingerprint, arguments: args });
  }
}
