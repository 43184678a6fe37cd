import pLimit from 'p-limit';
import type { Learned, Turn } from '../types/learned.js';

/** What an experiment has learned before its first trial. */
export function createLearned(): Learned {
  return {
    turns: { 'control-first': createTurn(), 'candidate-first': createTurn() },
    acceptable: new Map(),
    empties: new Map(),
    shapes: new Map(),
    otherShapes: 0,
    fields: new Map(),
    noise: { n: 0, k: 0 },
    noiseWaiting: 0,
    noiseRuns: pLimit(1),
    measures: new Map(),
    isIncomparableTold: false,
    isFullTold: false,
  };
}

/** Makes way for what was learned before. */
export function forget(learned: Learned): void {
  for (const turn of Object.values(learned.turns)) {
    turn.trials = 0;
    turn.mismatches = 0;
    turn.durations.clear();
  }
  for (const part of ['acceptable', 'empties', 'shapes', 'fields', 'measures'] as const)
    learned[part].clear();
  learned.otherShapes = 0;
  learned.noise.n = 0;
  learned.noise.k = 0;
}

function createTurn(): Turn {
  return { trials: 0, mismatches: 0, durations: new Map() };
}
