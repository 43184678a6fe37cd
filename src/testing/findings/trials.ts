import type { Difference, JudgedObservation, Observation, Outcome, Trial } from '../../types/index.js';
import type { TestLaboratory } from '../laboratory.js';
import { requireAskedName, requireAskedOptions, requirePath, requireWord } from './asked.js';
import { type Equality, expectedText } from './equality.js';
import { type Finding, findingOf, requireTestLaboratory } from './finding.js';
import { several } from './story.js';

/** How often something is to have happened. */
export interface Times {
  /** Exactly so often. @default at least once */
  readonly times?: number | undefined;
}

/** Which mismatches are meant: those of which all of this is true. */
export interface MismatchOptions extends Times {
  /** Where they differ: a path, or one for many: `$.lines[3].price`, `$.lines[*].price`. */
  readonly at?: string | undefined;
  /** @default 'mismatch' */
  readonly outcome?: Outcome | undefined;
  /** The candidate's name. @default any */
  readonly variant?: string | undefined;
  /** What the control gave, there or as a whole. `undefined` is a value, so leave it out to not say. */
  readonly control?: unknown;
  /** What the candidate gave. */
  readonly candidate?: unknown;
}

/** Whether trials of the experiment matched, and none did not. What is `ignored` or `transient` counts neither way. */
export function findMatched(call: string, lab: unknown, name: string, options: Times = {}): Finding {
  requireTestLaboratory(call, lab);
  requireAskedName(call, name);
  requireAskedOptions(call, options, ['times']);
  const { times } = options;
  const judged = judgedOf(lab, name);
  const matches = judged.filter(([, { outcome }]) => outcome === 'match').length;
  const isClean = judged.every(([, { outcome }]) => ['match', 'ignored', 'transient'].includes(outcome));
  const isEnough = times === undefined ? matches > 0 : matches === times;
  const sought = `have matched, and nothing else${often(times, 'time')}`;
  // What is not clean stays so.
  return findingOf(lab, name, isClean && isEnough, sought, isClean);
}

const MEANT_BY = ['times', 'at', 'outcome', 'variant', 'control', 'candidate'];

/** Whether a trial of the experiment ended in a mismatch like that. */
export function findMismatched(
  call: string,
  lab: unknown,
  name: string,
  options: MismatchOptions = {},
  equality: Equality,
): Finding {
  requireTestLaboratory(call, lab);
  requireAskedName(call, name);
  requireAskedOptions(call, options, MEANT_BY);
  const { times, at, outcome, variant } = options;
  if (outcome !== undefined) requireWord(call, 'outcome', outcome);
  if (variant !== undefined) requireAskedName(`${call}: variant `, variant, 'the name of a candidate');
  if (at !== undefined) requirePath(`${call}: at `, at);
  const count = judgedOf(lab, name).filter(([trial, judged]) =>
    isMeant(trial, judged, options, equality),
  ).length;
  const isThere = times === undefined ? count > 0 : count === times;
  const isOpen = count === 0 || times !== undefined;
  return findingOf(lab, name, isThere, wordsFor(options), isOpen, stranger(lab, name, variant));
}

/** That there is no such candidate, and which there are. Of what was never called nobody knows. */
function stranger(lab: TestLaboratory, name: string, variant: string | undefined): string | undefined {
  const { calls, variants } = lab.report(name);
  if (calls === 0 || variant === undefined || Object.hasOwn(variants, variant)) return undefined;
  const names = Object.keys(variants).map((one) => `'${one}'`);
  const those = names.length === 0 ? '' : ` '${variant}'; its candidates are ${names.join(', ')}`;
  return `'${name}' has no candidate${those}.`;
}

function judgedOf(lab: TestLaboratory, name: string): [Trial, JudgedObservation][] {
  const trials = lab.trials.filter(({ experiment }) => experiment === name);
  return trials.flatMap((trial) =>
    trial.candidates.map((judged): [Trial, JudgedObservation] => [trial, judged]),
  );
}

function isMeant(
  trial: Trial,
  judged: JudgedObservation,
  options: MismatchOptions,
  equality: Equality,
): boolean {
  const { at, outcome = 'mismatch', variant = judged.name } = options;
  if (judged.outcome !== outcome || judged.name !== variant) return false;
  if (at === undefined) return agreesWith(options, given(trial.control), given(judged), equality);
  return judged.differences.some(
    (difference) =>
      isAt(difference, at) && agreesWith(options, difference.control, difference.candidate, equality),
  );
}

function isAt({ path, pattern }: Difference, at: string): boolean {
  return path === at || pattern === at;
}

function agreesWith(
  options: MismatchOptions,
  control: unknown,
  candidate: unknown,
  equality: Equality,
): boolean {
  if ('control' in options && !equality(control, options.control)) return false;
  return !('candidate' in options) || equality(candidate, options.candidate);
}

/** What a variant gave: its value, or its error. */
function given(observation: Observation): unknown {
  if (observation.status === 'returned') return observation.value;
  return observation.status === 'threw' ? observation.error : undefined;
}

function wordsFor(options: MismatchOptions): string {
  const { at, outcome = 'mismatch', variant, times } = options;
  const value = (side: 'control' | 'candidate') =>
    side in options ? [`${side} ${expectedText(options[side])}`] : [];
  const values = [...value('control'), ...value('candidate')].join(' and ');
  return [
    outcome === 'mismatch' ? 'have mismatched' : `have ended in ${outcome}`,
    ...(variant === undefined ? [] : [`in ${variant}`]),
    ...(at === undefined ? [] : [`at ${at}`]),
    ...(values === '' ? [] : [`with ${values}`]),
  ]
    .join(' ')
    .concat(often(times, 'time'));
}

export function often(times: number | undefined, noun: string): string {
  return times === undefined ? '' : `, exactly ${several(times, noun)}`;
}
