import { refuse } from '../../refuse.js';
import type { TestLaboratory } from '../laboratory.js';
import { isCalled, storyOf } from './story.js';

/** What came of looking for something in what was recorded. */
export interface Finding {
  readonly isThere: boolean;
  /** Of whom it was said: `'pricing.quote'`. */
  readonly subject: string;
  /** What was looked for: `have mismatched at $.total`. */
  readonly sought: string;
  /** What there was instead. */
  readonly story: () => readonly string[];
  /** Of what was never called, or has not ended, nothing can be said: not even that it did not happen. */
  readonly isVoid: boolean;
}

/** The message of an assertion that failed. @param isNegated it was there, and was not to be */
export function messageOf({ subject, sought, story }: Finding, isNegated: boolean): string {
  return [`expected ${subject} ${isNegated ? 'not ' : ''}to ${sought}`, '', ...story()].join('\n');
}

export function hasHeld({ isThere, isVoid }: Finding, isNegated: boolean): boolean {
  return !isVoid && isThere !== isNegated;
}

/**
 * A finding about an experiment of a test laboratory.
 *
 * @param isOpen what is in flight may still change it
 * @param nonsense why it can be neither so nor otherwise
 */
export function findingOf(
  lab: TestLaboratory,
  name: string,
  isThere: boolean,
  sought: string,
  isOpen = false,
  nonsense?: string,
): Finding {
  return {
    isThere,
    subject: `'${name}'`,
    sought,
    isVoid: !isCalled(lab, name) || nonsense !== undefined || (isOpen && lab.report(name).active > 0),
    story: () => [...(nonsense === undefined ? [] : [nonsense]), ...storyOf(lab, name)],
  };
}

export function requireTestLaboratory(call: string, lab: unknown): asserts lab is TestLaboratory {
  const { trials, skips, report } = (lab ?? {}) as Partial<TestLaboratory>;
  if (Array.isArray(trials) && Array.isArray(skips) && typeof report === 'function') return;
  refuse(call, lab, 'give what testLaboratory() answered');
}
