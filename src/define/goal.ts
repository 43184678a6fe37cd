import { DEFAULT_GOAL } from '../record/goal.js';
import { refuse } from '../refuse.js';
import type { Goal, GoalSettings } from '../types/index.js';

/** Refuses a goal that cannot be meant. */
export function checkGoal(call: string, goal: unknown): void {
  if (typeof goal !== 'object' || goal === null)
    refuse(`${call}: goal `, goal, 'give an object such as { target: 0.001 }');
  for (const name of Object.keys(goal)) {
    if (!Object.hasOwn(DEFAULT_GOAL, name))
      refuse(`${call}: goal `, name, `is no part of it; those are ${Object.keys(DEFAULT_GOAL).join(', ')}`);
  }
  const { target, alpha, dwellMs } = goal as Goal;
  for (const [name, value] of Object.entries({ target, alpha })) {
    if (value !== undefined && !(typeof value === 'number' && value > 0 && value < 1))
      refuse(`${call}: goal.${name} `, value, 'give a number between 0 and 1, both excluded');
  }
  if (dwellMs !== undefined && !(typeof dwellMs === 'number' && dwellMs >= 0))
    refuse(`${call}: goal.dwellMs `, dwellMs, 'give milliseconds from 0');
}

export function resolveGoal(own: Goal = {}, defaults: Goal = {}): GoalSettings {
  return {
    target: own.target ?? defaults.target ?? DEFAULT_GOAL.target,
    alpha: own.alpha ?? defaults.alpha ?? DEFAULT_GOAL.alpha,
    dwellMs: own.dwellMs ?? defaults.dwellMs ?? DEFAULT_GOAL.dwellMs,
  };
}
