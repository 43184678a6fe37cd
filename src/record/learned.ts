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
  };
}

function createTurn(): Turn {
  return { trials: 0, mismatches: 0, durations: new Map() };
}
