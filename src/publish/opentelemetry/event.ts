import type { Attributes } from '@opentelemetry/api';
import type { Change } from '../../types/publisher.js';
import type { Difference, JudgedObservation, Observation, Outcome, Trial } from '../../types/trial.js';
import { cut, shapeOfFingerprint, shapeOfPath } from '../redact.js';
import { jsonOf } from '../redact-json.js';
import { contextAttributes } from './context-attributes.js';
import { errorName, failureOf, read } from './error-type.js';
import { ATTRIBUTE, EVENT } from './names.js';

const MOST_PATHS = 10;
const LONGEST_PATH = 256;
const KILOBYTE = 1_024;

/** What an event says, wherever it is sent. */
export interface Event {
  readonly body: string;
  readonly attributes: Attributes;
}

/** The name of the event for an outcome. The others are no event. */
export function eventNameOf(outcome: Outcome): string | undefined {
  switch (outcome) {
    case 'mismatch':
    case 'control_error':
    case 'comparator_error':
      return EVENT.mismatch;
    case 'candidate_error':
    case 'timeout':
      return EVENT.exception;
    default:
      return undefined;
  }
}

/** What there is to say about a candidate that did not match, and nothing private unless it was asked for. */
export function describeTrial(trial: Trial, candidate: JudgedObservation): Event {
  const happened =
    eventNameOf(candidate.outcome) === EVENT.exception
      ? `threw ${failureOf(candidate)}`
      : 'differs from control';
  return {
    body: `experiment ${trial.experiment}: ${candidate.name} ${happened}`,
    attributes: {
      [ATTRIBUTE.experiment]: trial.experiment,
      [ATTRIBUTE.variant]: candidate.name,
      [ATTRIBUTE.outcome]: candidate.outcome,
      [ATTRIBUTE.controlDuration]: trial.control.durationMs / 1000,
      [ATTRIBUTE.candidateDuration]: candidate.durationMs / 1000,
      ...differences(trial, candidate),
      ...exception(trial, candidate.status === 'returned' ? trial.control : candidate),
      ...values(trial, candidate),
      ...contextAttributes(trial.context),
    },
  };
}

/** Who did what to an experiment, and why. */
export function describeChange({ event, experiment, from, to, reason, by, trip }: Change): Event {
  const who = by === undefined ? '' : ` by ${cut(by, KILOBYTE)}`;
  const why = reason === undefined ? '' : `: ${cut(reason, KILOBYTE)}`;
  return {
    body: `experiment ${experiment}: ${event}${who}${course(from, to)}${why}`,
    attributes: {
      [ATTRIBUTE.experiment]: experiment,
      [ATTRIBUTE.change]: event,
      // As text, also a rate: a backend that has seen a number under a name refuses a word there.
      ...(from !== undefined && { [ATTRIBUTE.changeFrom]: String(from) }),
      ...(to !== undefined && { [ATTRIBUTE.changeTo]: String(to) }),
      ...(trip !== undefined && { [ATTRIBUTE.guardrail]: trip.guardrail }),
      ...(reason !== undefined && { [ATTRIBUTE.changeReason]: cut(reason, KILOBYTE) }),
      ...(by !== undefined && { [ATTRIBUTE.changeBy]: cut(by, KILOBYTE) }),
    },
  };
}

function course(from: Change['from'], to: Change['to']): string {
  return from === undefined || to === undefined ? '' : `, from ${from} to ${to}`;
}

function differences(trial: Trial, candidate: JudgedObservation): Attributes {
  const { differences, fingerprint, differenceCount = differences.length } = candidate;
  const isFree = trial.capture === 'values';
  const pathOf = ({ path }: Difference) => cut(isFree ? path : shapeOfPath(path), LONGEST_PATH);
  const paths = differences.slice(0, MOST_PATHS).map(pathOf);
  // Where a side failed it is made of the error's class and code, which `error.type` tells as well.
  const hasFailed = trial.control.status !== 'returned' || candidate.status !== 'returned';
  const own = isFree || hasFailed ? fingerprint : shapeOfFingerprint(fingerprint ?? '');
  return {
    [ATTRIBUTE.differenceCount]: differenceCount,
    [ATTRIBUTE.differencePaths]: paths,
    ...(fingerprint !== undefined && {
      [ATTRIBUTE.fingerprint]: cut(own ?? [...new Set(paths)].sort().join(', '), KILOBYTE),
    }),
  };
}

// `clean` is about values: what an error says was cleaned by nobody.
function exception(trial: Trial, observation: Observation): Attributes {
  if (observation.status === 'returned') return {};
  if (observation.status === 'timed-out') return { [ATTRIBUTE.exceptionType]: 'timeout' };
  const { error } = observation;
  const type = { [ATTRIBUTE.exceptionType]: errorName(error) };
  if (trial.capture !== 'values') return type;
  const message = typeof error === 'string' ? error : read(error, 'message');
  const stack = read(error, 'stack');
  return {
    ...type,
    ...(typeof message === 'string' && { [ATTRIBUTE.exceptionMessage]: cut(message, KILOBYTE) }),
    ...(typeof stack === 'string' && { [ATTRIBUTE.exceptionStack]: cut(stack, 4 * KILOBYTE) }),
  };
}

function values(trial: Trial, candidate: JudgedObservation): Attributes {
  if (trial.capture !== 'values' && !trial.cleaned) return {};
  return {
    ...jsonAttribute(ATTRIBUTE.controlValue, trial.control),
    ...jsonAttribute(ATTRIBUTE.candidateValue, candidate),
  };
}

function jsonAttribute(key: string, observation: Observation): Attributes {
  if (observation.status !== 'returned') return {};
  return { [key]: jsonOf(observation.value, { maxBytes: KILOBYTE, strings: true }) };
}
