import type { GoalSettings } from '../types/index.js';

/** What a candidate has to prove where nobody has said otherwise. */
export const DEFAULT_GOAL: GoalSettings = { target: 0.001, alpha: 0.05, dwellMs: 86_400_000 };
