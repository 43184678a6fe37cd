import type { Attributes } from '@opentelemetry/api';
import type { Stage } from '../../types/options.js';
import type { Counts, VariantCounts } from '../../types/publisher.js';
import { type Bounds, EVERYTHING } from './bounds.js';
import { ATTRIBUTE, type METRIC } from './names.js';

/** One series of one metric, and where it stands. */
export interface Point {
  readonly metric: Exclude<keyof typeof METRIC, 'duration' | 'measureDelta'>;
  readonly attributes: Attributes;
  readonly value: number;
}

/** Where the points of a laboratory or a publisher are kept, by the identity of their series. */
export type Points = Map<string, Point>;

/** What is counted by the publisher itself. */
export interface Dropped {
  readonly experiment: string;
  readonly dropped: number;
}

/** Every point of what was counted, also those at zero: a series that begins at one shows no increase. */
export function pointsOf(counted: Iterable<Counts | Dropped>, bounds: Bounds): Points {
  const points: Points = new Map();
  for (const counts of counted) {
    const experiment = bounds.experiment(counts.experiment);
    const all =
      'dropped' in counts ? droppedPoints(experiment, counts) : countedPoints(experiment, counts, bounds);
    for (const point of all) add(points, point);
  }
  return points;
}

/** Adds a point to the one of the same series. A rate is no sum: the higher one is in force somewhere. */
export function add(points: Points, point: Point, key = keyOf(point)): void {
  const before = points.get(key)?.value;
  if (before === undefined) points.set(key, point);
  else {
    const value = point.metric === 'rate' ? Math.max(before, point.value) : before + point.value;
    points.set(key, { ...point, value });
  }
}

// All points of a metric have the same attributes, and no name has a control character in it.
function keyOf({ metric, attributes }: Point): string {
  let key: string = metric;
  for (const name in attributes) key += `\n${attributes[name]}`;
  return key;
}

function* droppedPoints(experiment: string, { dropped }: Dropped): Iterable<Point> {
  yield { metric: 'dropped', attributes: { [ATTRIBUTE.experiment]: experiment }, value: dropped };
}

function* countedPoints(name: string, counts: Counts, bounds: Bounds): Iterable<Point> {
  const experiment = { [ATTRIBUTE.experiment]: name };
  yield* faultPoints(experiment, counts);
  if (name === EVERYTHING) return;
  yield {
    metric: 'calls',
    attributes: { ...experiment, [ATTRIBUTE.decision]: 'on_trial' },
    value: counts.trials,
  };
  for (const [reason, value] of Object.entries(counts.skips)) {
    const decision = reason.replaceAll('-', '_');
    yield { metric: 'calls', attributes: { ...experiment, [ATTRIBUTE.decision]: decision }, value };
  }
  for (const [variant, one] of Object.entries(counts.variants)) {
    const bounded = bounds.within('variant', name, variant);
    yield* variantPoints({ ...experiment, [ATTRIBUTE.variant]: bounded }, one);
  }
  yield { metric: 'active', attributes: experiment, value: counts.active };
  yield { metric: 'rate', attributes: experiment, value: counts.rate };
  // Added to what the publisher dropped, so that this series too begins at zero.
  yield { metric: 'dropped', attributes: experiment, value: 0 };
}

function* faultPoints(experiment: Attributes, { faults }: Counts): Iterable<Point> {
  for (const [stage, value] of Object.entries({ ...NO_FAULTS, ...faults })) {
    yield { metric: 'faults', attributes: { ...experiment, [ATTRIBUTE.stage]: stage }, value };
  }
}

function* variantPoints(attributes: Attributes, counts: VariantCounts): Iterable<Point> {
  yield { metric: 'started', attributes, value: counts.started };
  yield { metric: 'settled', attributes, value: counts.settled };
  for (const [outcome, value] of Object.entries(counts.outcomes)) {
    yield { metric: 'comparisons', attributes: { ...attributes, [ATTRIBUTE.outcome]: outcome }, value };
  }
}

/** Every stage, so that no series of faults is born at 1. */
export const NO_FAULTS: Readonly<Record<Stage, 0>> = {
  sample: 0,
  when: 0,
  prepare: 0,
  context: 0,
  compare: 0,
  compareErrors: 0,
  ignore: 0,
  clean: 0,
  measure: 0,
  publish: 0,
  now: 0,
  random: 0,
  timers: 0,
  freeze: 0,
  control: 0,
  waitUntil: 0,
  onFault: 0,
  listener: 0,
  snapshot: 0,
  definition: 0,
  laboratory: 0,
  drain: 0,
  raiseOnMismatch: 0,
  run: 0,
};
