import { valueText } from '../publish/console-value.js';
import type { Trial } from '../types/index.js';
import { inFull, several } from './findings/story.js';

/** One way in which two sides differ. */
export interface Disagreement {
  /** The shape of the mismatch, with indices and ids wildcarded. */
  readonly fingerprint: string;
  /** How many inputs showed it. */
  readonly count: number;
  /** The smallest that was found of an arbitrary; of anything else the first. */
  readonly input: unknown;
  /** What became of that input. */
  readonly trial: Trial;
}

const MOST_SHOWN = 5;
const LONGEST_INPUT = 2_000;

/** What `agrees` and `replay` reject with. Its message has every way in which the sides differ. */
export class DisagreementError extends Error {
  // Not enumerable: the message has said it.
  declare readonly disagreements: readonly Disagreement[];
  /** How many inputs were tried. */
  declare readonly runs: number;
  /** What the inputs of an arbitrary were generated from. */
  declare readonly seed: number | undefined;

  override get name(): string {
    return 'DisagreementError';
  }

  constructor(disagreements: readonly Disagreement[], runs: number, seed?: number) {
    super(messageOf(disagreements, runs, seed));
    for (const [name, value] of Object.entries({ disagreements, runs, seed }))
      Object.defineProperty(this, name, { value });
  }
}

function messageOf(disagreements: readonly Disagreement[], runs: number, seed: number | undefined): string {
  const count = disagreements.reduce((sum, one) => sum + one.count, 0);
  const again = seed === undefined ? '' : `; again with { seed: ${seed} }`;
  const left = disagreements.length - MOST_SHOWN;
  return [
    `${count} of ${several(runs, 'input')} ${count === 1 ? 'differs' : 'differ'}, in ${several(disagreements.length, 'way')}${again}`,
    ...disagreements.slice(0, MOST_SHOWN).map(describe),
    ...(left > 0 ? [`and ${left} more`] : []),
  ].join('\n\n');
}

function describe({ fingerprint, count, input, trial }: Disagreement, index: number): string {
  const [title, , ...rest] = inFull(trial).split('\n');
  return [
    `${index + 1}. ${fingerprint} (${several(count, 'input')})`,
    `  input ${valueText(input, true, LONGEST_INPUT)}`,
    `  ${title?.replace(/^agrees: /, '')}`,
    ...rest,
  ].join('\n');
}
