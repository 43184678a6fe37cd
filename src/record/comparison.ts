import type { ComparisonReport } from '../types/comparison.js';
import type { JudgedObservation, Observation } from '../types/index.js';
import type { Learned } from '../types/learned.js';
import type { Definition } from '../types/run.js';
import { fieldReports, learnFields } from './fields.js';
import { measureReports } from './measures.js';
import { latencyReport, learnTurn, turnReport } from './order.js';
import { learnShape, type Sighting, shapeReports } from './shapes.js';

/** One candidate compared, and what is known of its trial. */
export interface Compared {
  readonly trial: string;
  readonly startedAt: number;
  readonly control: Observation;
  readonly judged: JudgedObservation;
  readonly isControlFirst: boolean;
}

/** What comparing teaches. On a match two durations and a few counters: it happens on the caller's path. */
export function learnComparison(learned: Learned, compared: Compared, definition: Definition): void {
  const { control, judged, isControlFirst } = compared;
  learnTurn(learned.turns[isControlFirst ? 'control-first' : 'candidate-first'], control, judged);
  if (judged.outcome === 'match') {
    if (judged.acceptable === true) count(learned.acceptable, judged.name);
    if (judged.empty === true) count(learned.empties, judged.name);
  } else {
    const sighting = sightingOf(compared, definition);
    learnShape(learned, judged, sighting);
    learnFields(learned, judged, sighting);
  }
}

function sightingOf({ trial, startedAt }: Compared, { options, clean }: Definition): Sighting {
  return { trial, startedAt, capture: options.capture, isCleaned: clean !== undefined };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** @param candidates those known, so that each has its zeros */
export function comparisonReport(learned: Learned, candidates: readonly string[]): ComparisonReport {
  const { turns, otherShapes, noise } = learned;
  const countsBy = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries(candidates.map((name) => [name, counts.get(name) ?? 0]));
  return {
    ...latencyReport(learned),
    byOrder: {
      'control-first': turnReport(turns['control-first']),
      'candidate-first': turnReport(turns['candidate-first']),
    },
    acceptable: countsBy(learned.acceptable),
    empties: countsBy(learned.empties),
    shapes: shapeReports(learned),
    otherShapes,
    ...fieldReports(learned),
    noise: { ...noise },
    measures: measureReports(learned),
  };
}
