import { refuse } from '../refuse.js';
import type { Ramp } from '../types/index.js';
import type { RampSettings } from '../types/run.js';

const SETTINGS = ['steps', 'limits', 'dwellMs', 'startAt'];
const STEPS = [0.01, 0.05, 0.25, 0.5, 1];
const LIMITS = [0.05, 0.02, 0.01, 0.005];

/** Refuses a ramp that cannot be meant. */
export function checkRamp(call: string, ramp: unknown): void {
  if (typeof ramp === 'boolean') return;
  if (typeof ramp !== 'object' || ramp === null)
    refuse(`${call}: ramp `, ramp, 'give true, false or an object');
  for (const name of Object.keys(ramp)) {
    if (!SETTINGS.includes(name))
      refuse(`${call}: ramp `, name, `is no setting of it; those are ${SETTINGS.join(', ')}`);
  }
  const { steps, limits, dwellMs, startAt } = ramp as Ramp;
  if (steps !== undefined) checkSteps(call, steps);
  const rates = steps ?? STEPS;
  if (limits !== undefined || steps !== undefined) checkLimits(call, limits, rates);
  if (dwellMs !== undefined && !(typeof dwellMs === 'number' && dwellMs >= 0))
    refuse(`${call}: ramp.dwellMs `, dwellMs, 'give milliseconds from 0');
  if (startAt !== undefined && !rates.includes(startAt))
    refuse(`${call}: ramp.startAt `, startAt, `give one of its steps: ${rates.join(', ')}`);
}

function checkSteps(call: string, steps: readonly number[]): void {
  const isRising =
    Array.isArray(steps) &&
    steps.length > 0 &&
    steps.every((rate, step) => typeof rate === 'number' && rate > (steps[step - 1] ?? 0) && rate <= 1);
  if (!isRising) refuse(`${call}: ramp.steps `, steps, 'give rising rates, each above 0 and at most 1');
}

function checkLimits(call: string, limits: readonly number[] | undefined, steps: readonly number[]): void {
  const isShare = (limit: unknown) => typeof limit === 'number' && limit > 0 && limit < 1;
  const wanted = Math.max(1, steps.length - 1);
  // With as many steps as there are by default, the default limits fit as well.
  if (limits === undefined && wanted === LIMITS.length) return;
  if (!Array.isArray(limits) || limits.length !== wanted || !limits.every(isShare)) {
    refuse(
      `${call}: ramp.limits `,
      limits,
      `give ${wanted}, one for each step but the last, between 0 and 1`,
    );
  }
}

export function resolveRamp(ramp: Ramp | boolean | undefined): RampSettings | undefined {
  if (ramp === undefined || ramp === false) return;
  const { steps = STEPS, limits = LIMITS, dwellMs = 300_000, startAt } = ramp === true ? {} : ramp;
  return { steps, limits, dwellMs, startAt: startAt ?? (steps[0] as number) };
}
