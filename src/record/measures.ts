import type { MeasureReport } from '../types/comparison.js';
import type { JudgedObservation, Measured } from '../types/index.js';
import type { Learned, Measure } from '../types/learned.js';
import type { State } from '../types/run.js';
import { Distribution, spreadOf } from './distribution.js';
import { MOST_MEASURES, tellFull } from './full.js';
import { measureSentence } from './measure-wording.js';

/** Adds what the measures said of one candidate. */
export function learnMeasures(state: State, { name: variant, measures = [] }: JudgedObservation): void {
  for (const measured of measures) {
    const measure = measureOf(state, variant, measured);
    if (measure === undefined) continue;
    measure.control.record(measured.control);
    measure.candidate.record(measured.candidate);
    measure.delta.record(measured.delta);
    if (measured.isBeyond) measure.beyond += 1;
  }
}

function measureOf(state: State, variant: string, { name }: Measured): Measure | undefined {
  const { measures } = state.learned;
  const key = measureKey(variant, name);
  const known = measures.get(key);
  if (known !== undefined) return known;
  if (measures.size >= MOST_MEASURES) {
    tellFull(state);
    return undefined;
  }
  const [control, candidate, delta] = [new Distribution(), new Distribution(), new Distribution()];
  const measure: Measure = { name, variant, control, candidate, delta, beyond: 0 };
  measures.set(key, measure);
  return measure;
}

export function measureKey(variant: string, name: string): string {
  return JSON.stringify([variant, name]);
}

export function measureReports({ measures }: Learned): MeasureReport[] {
  return Array.from(measures.values(), reportOf);
}

function reportOf({ name, variant, control, candidate, delta, beyond }: Measure): MeasureReport {
  const [ofControl, spread] = [spreadOf(control.toJSON()), spreadOf(delta.toJSON())];
  const quotient = spread.mean / Math.abs(ofControl.mean);
  const relative = Number.isFinite(quotient) ? quotient : undefined;
  return {
    name,
    variant,
    says: measureSentence(spread, relative),
    control: ofControl,
    candidate: spreadOf(candidate.toJSON()),
    delta: spread,
    ...(relative !== undefined && { relative }),
    beyond,
  };
}
