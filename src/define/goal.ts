import { DEFAULT_GOAL } from '../record/goal.js';
import { requireMilliseconds } from '../refuse.js';
import type { Goal, GoalSettings } from '../types/index.js';
import { type Checks, checkFields, requireShare } from './fields.js';

const CHECKS: Checks<Goal> = { target: requireShare, alpha: requireShare, dwellMs: requireMilliseconds };

/** Refuses a goal that cannot be meant. */
export function checkGoal(what: string, goal: unknown): void {
  checkFields<Goal>(what, goal, CHECKS, 'give an object such as { target: 0.001 }');
}

export function resolveGoal(own: Goal = {}, defaults: Goal = {}): GoalSettings {
  return {
    target: own.target ?? defaults.target ?? DEFAULT_GOAL.target,
    alpha: own.alpha ?? defaults.alpha ?? DEFAULT_GOAL.alpha,
    dwellMs: own.dwellMs ?? defaults.dwellMs ?? DEFAULT_GOAL.dwellMs,
  };
}
