import { errorText } from '../../publish/console-value.js';
import { evidenceText, grouped } from '../../record/wording.js';
import { refuse } from '../../refuse.js';
import type { Laboratory, SkipReason, Stage } from '../../types/index.js';
import type { Telemetry } from '../telemetry/record-telemetry.js';
import { requireAskedName, requireAskedOptions, requirePublishedName, requireWord } from './asked.js';
import { type Equality, expectedText } from './equality.js';
import { type Finding, findingOf, requireTestLaboratory } from './finding.js';
import { faultLine, isCalled, storyOf } from './story.js';
import { often, type Times } from './trials.js';

/** Which faults are meant. */
export interface FaultOptions extends Times {
  readonly experiment?: string | undefined;
  /** A part of what the error says, or a pattern of it. */
  readonly message?: string | RegExp | undefined;
}

/** Whether calls of the experiment were not on trial, for that reason. */
export function findSkipped(
  call: string,
  lab: unknown,
  name: string,
  reason?: SkipReason,
  options: Times = {},
): Finding {
  requireTestLaboratory(call, lab);
  requireAskedName(call, name);
  if (reason !== undefined) requireWord(call, 'reason', reason);
  requireAskedOptions(call, options, ['times']);
  const { times } = options;
  const { skips, calls, trials } = lab.report(name);
  const count = reason === undefined ? calls - trials : (skips[reason] ?? 0);
  const isThere = times === undefined ? count > 0 : count === times;
  const why = reason === undefined ? '' : ` for '${reason}'`;
  return findingOf(lab, name, isThere, `have been skipped${why}${often(times, 'time')}`);
}

/** Whether something failed on our side, at that stage. */
export function findFaulted(call: string, lab: unknown, stage: Stage, options: FaultOptions = {}): Finding {
  requireTestLaboratory(call, lab);
  requireWord(call, 'stage', stage);
  requireAskedOptions(call, options, ['times', 'experiment', 'message']);
  requireMessage(call, options.message);
  const { experiment, message, times } = options;
  const { faults } = lab;
  const count = faults.filter(
    (fault) =>
      fault.stage === stage &&
      (experiment === undefined || fault.experiment === experiment) &&
      (message === undefined || says(fault.error, message)),
  ).length;
  const where = experiment === undefined ? '' : ` in '${experiment}'`;
  const what = message === undefined ? '' : ` that says ${String(message)}`;
  return {
    isThere: times === undefined ? count > 0 : count === times,
    subject: 'the laboratory',
    sought: `have told a fault at ${stage}${where}${what}${often(times, 'time')}`,
    isVoid:
      experiment === undefined
        ? lab.reports().every(({ calls }) => calls === 0) && faults.length === 0
        : !isCalled(lab, experiment) && count === 0,
    story: () => [
      ...(experiment === undefined || isCalled(lab, experiment) ? [] : storyOf(lab, experiment)),
      ...(faults.length === 0 ? ['No fault was told.'] : faults.map(faultLine)),
    ],
  };
}

function requireMessage(call: string, message: unknown): void {
  if (message === undefined || typeof message === 'string' || message instanceof RegExp) return;
  refuse(`${call}: message `, message, 'give a part of what the error says, or a pattern of it');
}

function says(error: unknown, message: string | RegExp): boolean {
  const text = errorText(error, true);
  // Not `test`, which begins where it ended the last time if the pattern is a global one.
  return typeof message === 'string' ? text.includes(message) : text.search(message) >= 0;
}

/** Whether a guardrail has stopped the experiment. */
export function findTripped(call: string, lab: unknown, name: string, guardrail?: string): Finding {
  requireTestLaboratory(call, lab);
  requireAskedName(call, name);
  if (guardrail !== undefined) requireWord(call, 'guardrail', guardrail);
  const trips = lab.changes.filter(({ event, experiment }) => event === 'tripped' && experiment === name);
  const isThere = trips.some(({ trip }) => guardrail === undefined || trip?.guardrail === guardrail);
  const which = guardrail === undefined ? 'a guardrail' : `the guardrail '${guardrail}'`;
  const { isVoid, story } = findingOf(lab, name, isThere, '', !isThere);
  const standings = () =>
    lab
      .report(name)
      .guardrails.map(
        ({ guardrail: one, n, k, evidence, needed }) =>
          `  ${one}: ${k} of ${n}, evidence ${evidenceText(evidence)} of the ${grouped(needed)} needed`,
      );
  return {
    isThere,
    isVoid: isVoid && !isThere,
    subject: `'${name}'`,
    sought: `have been stopped by ${which}`,
    story: () => {
      const seen = standings();
      const guardrails = seen.length === 0 ? ['Its guardrails are off.'] : ['Its guardrails:', ...seen];
      return [...story(), '', ...guardrails];
    },
  };
}

/** Whether there is enough evidence to switch. */
export function findReady(call: string, lab: unknown, name: string): Finding {
  if (typeof (lab as Laboratory | undefined)?.report !== 'function') refuse(call, lab, 'give a laboratory');
  requireAskedName(call, name);
  const { verdict, why, calls } = (lab as Laboratory).report(name);
  return {
    isThere: verdict === 'ready',
    subject: `'${name}'`,
    sought: 'be ready',
    isVoid: calls === 0,
    story: () => [`It is ${verdict}: ${why}`],
  };
}

/** Whether an event, a span or a metric of that name was exported, with at least these attributes. */
export function findPublished(
  call: string,
  published: unknown,
  name: string,
  attributes: Readonly<Record<string, unknown>> = {},
  equality: Equality,
): Finding {
  const { events, spans, metrics } = telemetryOf(call, published);
  requirePublishedName(call, name);
  if (typeof attributes !== 'object' || attributes === null)
    refuse(`${call}: attributes `, attributes, 'give an object of attributes');
  const all = [...events, ...spans, ...metrics.filter((one) => one.value > 0)];
  const named = all.filter((one) => one.name === name);
  const isThere = named.some((one) =>
    Object.entries(attributes).every(([key, expected]) => equality(one.attributes[key], expected)),
  );
  const names = [...new Set(all.map((one) => one.name))].join(', ');
  const wanted = Object.entries(attributes).map(([key, value]) => `${key} ${expectedText(value)}`);
  return {
    isThere,
    isVoid: all.length === 0,
    subject: 'the telemetry',
    sought: `have ${name}${wanted.length > 0 ? ` with ${wanted.join(' and ')}` : ''}`,
    story: () =>
      named.length === 0
        ? [all.length === 0 ? 'Nothing was published yet.' : `Published was ${names}.`]
        : named.map((one) => `${name} ${JSON.stringify(one.attributes, null, 2)}`),
  };
}

function telemetryOf(call: string, published: unknown): Telemetry {
  const { telemetry = published } = (published ?? {}) as { readonly telemetry?: unknown };
  const { events, spans, metrics } = (telemetry ?? {}) as Partial<Telemetry>;
  if (events === undefined || spans === undefined || metrics === undefined)
    refuse(call, published, 'give what testLaboratory() or recordTelemetry() answered');
  return telemetry as Telemetry;
}
