import type { State } from '../types/run.js';

/** Far more than are ever tried under one name, and of all these together than are measured. */
export const MOST_CANDIDATES = 100;
export const MOST_MEASURES = 1_000;

/** Tells once that a candidate or a measure was one too many to be remembered. */
export function tellFull({ name, learned, tell }: State): void {
  if (learned.isFullTold) return;
  learned.isFullTold = true;
  const most = `${MOST_CANDIDATES} candidates and ${MOST_MEASURES} measures`;
  const advice = 'further ones are left out; give them names that do not come from data';
  tell('laboratory', new Error(`experiment('${name}') remembers ${most}; ${advice}`));
}
