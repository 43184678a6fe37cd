import { toConsole } from '../../publish/console.js';
import { errorText } from '../../publish/console-value.js';
import type { Fault, Outcome, Trial } from '../../types/index.js';
import type { TestLaboratory } from '../laboratory.js';

const MOST_TRIALS = 5;
const FINE: readonly Outcome[] = ['match', 'ignored', 'transient'];

/** What was recorded of an experiment, the way a person wants to read it. */
export function storyOf(lab: TestLaboratory, name: string): string[] {
  const { active, stopped } = lab.report(name);
  const trials = lab.trials.filter(({ experiment }) => experiment === name);
  const faults = lab.faults.filter(({ experiment }) => experiment === name);
  return [
    isCalled(lab, name) ? `Recorded of '${name}': ${counts(lab, name)}.` : neverCalled(lab, name),
    ...(active > 0 ? [`${several(active, 'trial')} still in flight: await lab.settle() before.`] : []),
    ...(stopped === undefined ? [] : [`It is stopped: ${stopReason(lab, name) ?? stopped}.`]),
    ...faults.map(faultLine),
    ...trialLines(trials),
  ];
}

export function isCalled(lab: TestLaboratory, name: string): boolean {
  return lab.report(name).calls > 0;
}

export function faultLine({ experiment, stage, error }: Fault): string {
  return `fault at ${stage} in '${experiment}': ${errorText(error, true)}`;
}

export function several(count: number, noun: string): string {
  const plural = /(?:s|sh|ch)$/.test(noun) ? 'es' : 's';
  return `${count} ${noun}${count === 1 ? '' : plural}`;
}

function neverCalled(lab: TestLaboratory, name: string): string {
  const called = lab.reports().filter(({ calls }) => calls > 0);
  if (called.length > 0) {
    return `'${name}' was never called here; called were ${called.map(({ experiment }) => `'${experiment}'`).join(', ')}.`;
  }
  return 'Nothing was called here: does the code under test use this laboratory? See useLaboratory.';
}

function counts(lab: TestLaboratory, name: string): string {
  const { calls, trials, outcomes, skips } = lab.report(name);
  const parts = (all: Readonly<Record<string, number>>) =>
    Object.entries(all).flatMap(([word, count]) => (count > 0 ? [`${count} ${word}`] : []));
  const skipped = calls - trials;
  return [
    several(calls, 'call'),
    trials > 0
      ? `${several(trials, 'trial')} (${parts(outcomes).join(', ') || 'not judged yet'})`
      : 'no trial',
    ...(skipped > 0 ? [`${several(skipped, 'skip')} (${parts(skips).join(', ')})`] : []),
  ].join(', ');
}

function stopReason(lab: TestLaboratory, name: string): string | undefined {
  const { event, by, reason } = lab.report(name).changes.at(-1) ?? {};
  if (event === undefined) return undefined;
  return `${event}${by === undefined ? '' : ` by ${by}`}${reason === undefined ? '' : `, ${reason}`}`;
}

/** Those that are not fine, in full. */
function trialLines(trials: readonly Trial[]): string[] {
  const bad = trials.filter(({ candidates }) => candidates.some(({ outcome }) => !FINE.includes(outcome)));
  const left = bad.length - MOST_TRIALS;
  return [
    ...bad.slice(0, MOST_TRIALS).map((trial) => `\n${inFull(trial)}`),
    ...(left > 0 ? [`\nand ${left} more`] : []),
  ];
}

/** A trial as the console shows it. In a test nothing is private. */
export function inFull(trial: Trial): string {
  const texts: string[] = [];
  const print = toConsole({ write: (text) => texts.push(text), colour: false });
  print.publish({ ...trial, capture: 'values' });
  return texts.join('\n');
}
