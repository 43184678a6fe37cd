import { MOST_CANDIDATES, MOST_MEASURES, tellFull } from '../../record/full.js';
import type { ExperimentState, LearnedState } from '../../types/index.js';
import type { State } from '../../types/run.js';
import type { TurnState } from '../../types/saved.js';

/** Leaves out of what is kept by variant the variants that are not remembered. */
type Keep = <T>(all: Readonly<Record<string, T>>) => Record<string, T>;

/**
 * No more of what was saved than an experiment remembers: of the candidates those that it has now, and then those that
 * were saved first, which were tried last.
 */
export function fitting(state: State, saved: ExperimentState): ExperimentState {
  const { tallies, guardrails, history = {}, learned } = saved;
  const names = new Set([...state.tallies.keys(), ...Object.keys(tallies)]);
  const measures = learned?.measures.length ?? 0;
  if (names.size <= MOST_CANDIDATES && measures <= MOST_MEASURES) return saved;
  tellFull(state);
  const kept = new Set(['control', ...[...names].slice(0, MOST_CANDIDATES)]);
  const keep: Keep = (all) => Object.fromEntries(Object.entries(all).filter(([name]) => kept.has(name)));
  return {
    ...saved,
    tallies: keep(tallies),
    guardrails: keep(guardrails),
    history: keep(history),
    ...(learned !== undefined && { learned: fittingLearned(learned, kept, keep) }),
  };
}

function fittingLearned(learned: LearnedState, kept: ReadonlySet<string>, keep: Keep): LearnedState {
  const { turns, acceptable, empties, shapes, fields, measures } = learned;
  const isKept = ({ variant }: { readonly variant: string }) => kept.has(variant);
  const ofTurn = (turn: TurnState) => ({ ...turn, durations: keep(turn.durations) });
  return {
    ...learned,
    turns: {
      'control-first': ofTurn(turns['control-first']),
      'candidate-first': ofTurn(turns['candidate-first']),
    },
    acceptable: keep(acceptable),
    empties: keep(empties),
    shapes: shapes.filter(isKept),
    fields: fields.filter(isKept),
    measures: measures.filter(isKept).slice(0, MOST_MEASURES),
  };
}
