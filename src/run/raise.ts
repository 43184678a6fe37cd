import type { JudgedObservation, Outcome, Trial } from '../types/index.js';

const FINE: readonly Outcome[] = ['match', 'ignored', 'transient'];

/** What a run ends in under `raiseOnMismatch`, when a candidate did not match. */
export class MismatchError extends Error {
  override readonly name = 'MismatchError';
  readonly trial: Trial;

  constructor(trial: Trial) {
    super(messageOf(trial));
    this.trial = trial;
  }
}

/** The error to raise, or undefined for a trial in which every candidate is fine. */
export function objection(trial: Trial | undefined): MismatchError | undefined {
  if (trial === undefined || trial.candidates.every(({ outcome }) => FINE.includes(outcome)))
    return undefined;
  return new MismatchError(trial);
}

function messageOf({ experiment, candidates }: Trial): string {
  const lines = candidates.filter(({ outcome }) => !FINE.includes(outcome)).flatMap(describe);
  return [`experiment '${experiment}'`, ...lines].join('\n');
}

function describe({ name, outcome, reason, differences }: JudgedObservation): string[] {
  const head = `  ${name}: ${outcome}${reason === undefined ? '' : ` (${reason})`}`;
  return [head, ...differences.map(({ path, kind }) => `    ${path} ${kind}`)];
}
