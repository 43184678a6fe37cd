import { refuse, requireMilliseconds } from '../refuse.js';
import type { Ramp } from '../types/index.js';
import type { RampSettings } from '../types/run.js';
import { type Checks, checkFields } from './fields.js';

const STEPS = [0.01, 0.05, 0.25, 0.5, 1];
const LIMITS = [0.05, 0.02, 0.01, 0.005];

const CHECKS: Checks<Ramp> = {
  steps: checkSteps,
  // How many there have to be, and where it may start, depends on the steps.
  limits: () => {},
  startAt: () => {},
  dwellMs: requireMilliseconds,
};

/** Refuses a ramp that cannot be meant. */
export function checkRamp(what: string, ramp: unknown): void {
  if (typeof ramp === 'boolean') return;
  checkFields<Ramp>(what, ramp, CHECKS, 'give true, false or an object');
  const { steps, limits, startAt } = ramp;
  const rates = steps ?? STEPS;
  const own = what.trimEnd();
  if (limits !== undefined || steps !== undefined) checkLimits(`${own}.limits `, limits, rates);
  if (startAt !== undefined && !rates.includes(startAt))
    refuse(`${own}.startAt `, startAt, `give one of its steps: ${rates.join(', ')}`);
}

function checkSteps(what: string, steps: readonly number[]): void {
  const isRising =
    Array.isArray(steps) &&
    steps.length > 0 &&
    steps.every((rate, step) => typeof rate === 'number' && rate > (steps[step - 1] ?? 0) && rate <= 1);
  if (!isRising) refuse(what, steps, 'give rising rates, each above 0 and at most 1');
}

function checkLimits(what: string, limits: readonly number[] | undefined, steps: readonly number[]): void {
  const isShare = (limit: unknown) => typeof limit === 'number' && limit > 0 && limit < 1;
  const wanted = Math.max(1, steps.length - 1);
  // With as many steps as there are by default, the default limits fit as well.
  if (limits === undefined && wanted === LIMITS.length) return;
  if (!Array.isArray(limits) || limits.length !== wanted || !limits.every(isShare)) {
    refuse(what, limits, `give ${wanted}, one for each step but the last, between 0 and 1`);
  }
}

export function resolveRamp(ramp: Ramp | boolean | undefined): RampSettings | undefined {
  if (ramp === undefined || ramp === false) return;
  const { steps = STEPS, limits = LIMITS, dwellMs = 300_000, startAt } = ramp === true ? {} : ramp;
  return { steps, limits, dwellMs, startAt: startAt ?? (steps[0] as number) };
}
