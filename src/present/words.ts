import type { Outcome, Report, SkipReason, VerdictWord } from '../types/index.js';
import { textShown } from './sight.js';

/** What a name is called, where it has words of its own; in a report from a file it may be that of a prototype. */
export function wordsFor(words: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(words, name) ? (words[name] as string) : textShown(name);
}

/** What a verdict means to somebody who has to decide. */
export const ANSWERS: Readonly<Record<VerdictWord, string>> = {
  ready: 'Switch.',
  'not-ready': 'Do not switch.',
  noisy: 'Cannot tell.',
  undecided: 'Not yet.',
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  match: 'matched',
  mismatch: 'differed',
  candidate_error: 'only the candidate failed',
  timeout: 'the candidate was too slow',
  control_error: 'only the control failed',
  comparator_error: 'could not be compared',
  transient: 'differed, but not again',
  ignored: 'ignored',
};

/** What outcomes are of: a trial of several candidates is a comparison with each of them. */
export function comparisonWord({ variants }: Report): string {
  return Object.keys(variants).length > 1 ? 'comparisons' : 'trials';
}

export const SKIP_WORDS: Readonly<Record<SkipReason, string>> = {
  'no-candidate': 'no candidate',
  killed: 'stopped by hand',
  expired: 'expired',
  when: 'not meant by when()',
  guardrail: 'stopped by a guardrail',
  overloaded: 'the process was busy',
  saturated: 'too many in flight',
  'rate-limited': 'too many in a second',
  'not-sampled': 'not chosen',
  fault: 'a fault on our side',
};

/** Matches that prove less than others. */
export const WEAK_MATCH_WORDS: Readonly<Record<'acceptable' | 'empty', string>> = {
  acceptable: 'good enough, not equal',
  empty: 'both empty',
};
