import type { Account, State } from '../types/run.js';
import { historyOf } from './learn.js';
import { durationsOf } from './order.js';
import { tallyOf } from './tally.js';

/**
 * Where the matches of a candidate are entered, looked up once: nearly every trial is one, of the same candidate as the
 * one before. Whoever replaces a part of it closes it.
 */
export function accountOf(state: State, candidate: string): Account {
  const { account } = state;
  if (account?.candidate === candidate) return account;
  const turn = state.learned.turns['control-first'];
  state.account = {
    candidate,
    tally: tallyOf(state, candidate),
    history: historyOf(state, candidate),
    turn,
    controlDurations: durationsOf(turn, 'control'),
    candidateDurations: durationsOf(turn, candidate),
  };
  return state.account;
}
