import { FAILED, isolate, isolateAtOnce } from '../isolate.js';
import type {
  Difference,
  JudgedObservation,
  Measured,
  Observation,
  Returned,
  Threw,
} from '../types/index.js';
import type { Definition } from '../types/run.js';
import { compare } from './compare.js';
import { type Court, type Finding, MATCH, UNREADABLE } from './court.js';
import { fingerprint } from './differences/fingerprint.js';
import { sameError } from './errors.js';
import { measure } from './measure.js';

const NONE: readonly Difference[] = Object.freeze([]);

/**
 * What came of one candidate. At once, or a promise of it where the comparator answered one; it neither throws nor
 * rejects.
 */
export function judge(
  control: Observation | typeof FAILED,
  candidate: Observation,
  definition: Definition,
  court: Court,
): JudgedObservation | Promise<JudgedObservation> {
  if (control === FAILED) return judged(candidate, candidate, UNREADABLE);
  try {
    const finding = find(control, candidate, definition, court);
    if (!(finding instanceof Promise)) return conclude(control, candidate, finding, definition, court);
    return finding
      .then((found) => conclude(control, candidate, found, definition, court))
      .catch((error) => unjudged(candidate, error, court));
  } catch (error) {
    return unjudged(candidate, error, court);
  }
}

/** The call had no stack left for it, or the trial has ended: what nobody knows is no match, and brings nobody down. */
function unjudged(candidate: Observation, error: unknown, court: Court): JudgedObservation {
  court.tell('run', error);
  return judged(candidate, candidate, { outcome: 'comparator_error', reason: 'it could not be judged' });
}

function conclude(
  control: Observation,
  candidate: Observation,
  found: Finding,
  definition: Definition,
  court: Court,
): JudgedObservation {
  const finding = excused(found, candidate, definition, court);
  return judged(control, candidate, finding, measure(control, candidate, definition.measures, court));
}

function find(
  control: Observation,
  candidate: Observation,
  definition: Definition,
  court: Court,
): Finding | Promise<Finding> {
  if (control.status === 'timed-out')
    return { outcome: 'ignored', reason: 'the control did not settle in time' };
  if (candidate.status === 'timed-out') return { outcome: 'timeout' };
  if (control.status === 'returned') {
    return candidate.status === 'returned'
      ? compare(control, candidate, definition.comparator, court)
      : { outcome: 'candidate_error' };
  }
  if (candidate.status === 'returned') return { outcome: 'control_error' };
  return compareThrown(control, candidate, definition.compareErrors, court);
}

function compareThrown(
  control: Threw,
  candidate: Threw,
  compareErrors: Definition['compareErrors'],
  court: Court,
): Finding {
  const isOurs = compareErrors === sameError;
  const left = isOurs ? control : court.protect();
  const right = isOurs ? candidate : court.protectCandidate(candidate);
  if (left === FAILED || right === FAILED) return UNREADABLE;
  const alike = isolateAtOnce<unknown>(
    (error) => court.tell('compareErrors', error),
    'compareErrors',
    () => compareErrors((left as Threw).error, right.error),
  );
  if (alike === true) return { outcome: 'match' };
  if (alike === false) return { outcome: 'mismatch', reason: 'both failed, and differently' };
  if (alike !== FAILED) {
    court.tell(
      'compareErrors',
      new TypeError(`compareErrors answered ${typeof alike}; answer true or false`),
    );
  }
  return { outcome: 'comparator_error', reason: 'compareErrors failed' };
}

/** An excuse is asked about every difference, errors too; one that fails excuses nothing. */
function excused(finding: Finding, candidate: Observation, { excuses }: Definition, court: Court): Finding {
  const { outcome } = finding;
  if (excuses.length === 0) return finding;
  if (outcome === 'match' || outcome === 'ignored' || outcome === 'comparator_error') return finding;
  const control = court.protect();
  const own = court.protectCandidate(candidate);
  if (control === FAILED || own === FAILED) return finding;
  for (const { reason, excuse } of excuses) {
    const answer = isolateAtOnce<unknown>(
      (error) => court.tell('ignore', error),
      'ignore',
      () => excuse(control, own),
    );
    if (answer === true)
      return reason === undefined ? { outcome: 'ignored' } : { outcome: 'ignored', reason };
    if (answer !== FAILED && typeof answer !== 'boolean' && answer !== undefined) {
      court.tell('ignore', new TypeError(`ignore answered ${typeof answer}; answer true or false`));
    }
  }
  return finding;
}

function judged(
  control: Observation,
  candidate: Observation,
  finding: Finding,
  measures?: readonly Measured[],
): JudgedObservation {
  if (finding === MATCH && candidate.status === 'returned' && measures === undefined)
    return matched(candidate);
  const differences = finding.differences ?? NONE;
  const verdict: JudgedObservation = {
    ...candidate,
    ...finding,
    differences,
    ...(measures !== undefined && { measures }),
  };
  if (finding.outcome === 'match' || finding.outcome === 'ignored') return verdict;
  const shape = isolate(
    () => {},
    () => fingerprint(differences, control, candidate),
  );
  return shape === FAILED ? verdict : { ...verdict, fingerprint: shape };
}

/** What nearly all trials come to, written out: to put it together from parts takes ten times as long. */
function matched({ name, durationMs, status, value }: Returned): JudgedObservation {
  return { name, durationMs, status, value, outcome: 'match', differences: NONE };
}
