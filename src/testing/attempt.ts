import type { Trial } from '../types/index.js';
import type { Disagreement } from './disagreement.js';

/** One input, tried on both sides. */
export type Attempt = (input: unknown) => Promise<Trial>;

/** What came of trying. */
export interface Tried {
  readonly runs: number;
  readonly disagreements: readonly Disagreement[];
}

/** Groups what disagrees by its shape; the first input of each is kept. */
export function note(found: Map<string, Disagreement>, trial: Trial, input: unknown): void {
  const [judged] = trial.candidates;
  if (judged === undefined || judged.outcome === 'match') return;
  const fingerprint = shapeOf(trial) as string;
  const known = found.get(fingerprint);
  if (known === undefined) found.set(fingerprint, { fingerprint, count: 1, input, trial });
  else found.set(fingerprint, { ...known, count: known.count + 1 });
}

/** The shape of what disagrees; undefined where it agrees. */
export function shapeOf({ candidates: [judged] }: Trial): string | undefined {
  if (judged === undefined || judged.outcome === 'match') return undefined;
  return judged.fingerprint ?? judged.outcome;
}
