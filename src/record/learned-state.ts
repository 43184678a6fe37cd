import type { FieldState, LearnedState, MeasureState, ShapeReport, TurnState } from '../types/index.js';
import type { Field, Learned, Measure, Shape, Turn } from '../types/learned.js';
import { fieldKey } from './fields.js';
import { measureKey } from './measures.js';
import { distributionFrom, latencyFrom } from './restored.js';
import { MOST_EXAMPLES, shapeKey } from './shapes.js';

const TURNS = ['control-first', 'candidate-first'] as const;

/** What was learned by comparing, as JSON. In the order of their keys, so that the same is always written the same way. */
export function learnedState(learned: Learned): LearnedState {
  const { turns, acceptable, empties, shapes, otherShapes, fields, noise, measures } = learned;
  return {
    turns: {
      'control-first': turnState(turns['control-first']),
      'candidate-first': turnState(turns['candidate-first']),
    },
    acceptable: Object.fromEntries(sorted(acceptable)),
    empties: Object.fromEntries(sorted(empties)),
    shapes: sorted(shapes).map(([, shape]) => ({ ...shape, examples: [...shape.examples] })),
    otherShapes,
    fields: sorted(fields).map(([, field]) => ({ ...field, kinds: Object.fromEntries(sorted(field.kinds)) })),
    noise: { n: noise.n, k: noise.k },
    measures: sorted(measures).map(([, measure]) => measureState(measure)),
  };
}

function turnState({ trials, mismatches, durations }: Turn): TurnState {
  const buckets = sorted(durations).map(([variant, one]) => [variant, one.toJSON()]);
  return { trials, mismatches, durations: Object.fromEntries(buckets) };
}

function measureState({ name, variant, control, candidate, delta, beyond }: Measure): MeasureState {
  return {
    name,
    variant,
    control: control.toJSON(),
    candidate: candidate.toJSON(),
    delta: delta.toJSON(),
    beyond,
  };
}

function sorted<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}

/**
 * Adds what was learned elsewhere: in another process, or before a restart. In any order and grouping it comes to the
 * same; so no shape and no field is left out, and there can be as many as the parts had together.
 * @throws RangeError or TypeError for what `learnedState` has not made; some of it may have been added by then
 */
export function addLearned(into: Learned, state: LearnedState): void {
  for (const turn of TURNS) addTurn(into.turns[turn], state.turns[turn]);
  addCounts(into.acceptable, state.acceptable);
  addCounts(into.empties, state.empties);
  for (const shape of state.shapes) addShape(into.shapes, shape);
  into.otherShapes += count(state.otherShapes);
  for (const field of state.fields) addField(into.fields, field);
  into.noise.n += count(state.noise.n);
  into.noise.k += count(state.noise.k);
  for (const measure of state.measures) addMeasure(into.measures, measure);
}

function addTurn(turn: Turn, { trials, mismatches, durations }: TurnState): void {
  turn.trials += count(trials);
  turn.mismatches += count(mismatches);
  for (const [variant, buckets] of Object.entries(durations)) {
    const known = turn.durations.get(variant);
    turn.durations.set(variant, latencyFrom(buckets, ...statesOf(known)));
  }
}

function addCounts(into: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, one] of Object.entries(counts)) into.set(name, (into.get(name) ?? 0) + count(one));
}

function addShape(shapes: Map<string, Shape>, { examples, ...shape }: ShapeReport): void {
  const key = shapeKey(shape.variant, shape.fingerprint);
  const known = shapes.get(key);
  const all = [...(known?.examples ?? []), ...examples].sort(
    (one, other) => one.startedAt - other.startedAt || (one.trial < other.trial ? -1 : 1),
  );
  shapes.set(key, {
    ...shape,
    count: (known?.count ?? 0) + count(shape.count),
    firstSeen: Math.min(known?.firstSeen ?? Number.POSITIVE_INFINITY, shape.firstSeen),
    lastSeen: Math.max(known?.lastSeen ?? Number.NEGATIVE_INFINITY, shape.lastSeen),
    examples: all.slice(0, MOST_EXAMPLES),
  });
}

function addField(fields: Map<string, Field>, state: FieldState): void {
  const { path, variant } = state;
  const key = fieldKey(variant, path);
  const known = fields.get(key);
  const kinds = known?.kinds ?? new Map();
  addCounts(kinds, state.kinds);
  fields.set(key, {
    path,
    variant,
    kinds,
    count: (known?.count ?? 0) + count(state.count),
    noise: (known?.noise ?? 0) + count(state.noise),
    onlyCandidate: (known?.onlyCandidate ?? 0) + count(state.onlyCandidate),
    onlyNoise: (known?.onlyNoise ?? 0) + count(state.onlyNoise),
    example: eitherOf(known?.example, state.example),
  });
}

// Of two examples always the same one, whichever came first.
function eitherOf<T>(one: T | undefined, other: T | undefined): T | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return JSON.stringify(one) <= JSON.stringify(other) ? one : other;
}

function addMeasure(measures: Map<string, Measure>, state: MeasureState): void {
  const { name, variant } = state;
  const key = measureKey(variant, name);
  const known = measures.get(key);
  const sum = (side: 'control' | 'candidate' | 'delta') =>
    distributionFrom(state[side], ...statesOf(known?.[side]));
  const [control, candidate, delta] = [sum('control'), sum('candidate'), sum('delta')];
  const beyond = (known?.beyond ?? 0) + count(state.beyond);
  measures.set(key, { name, variant, control, candidate, delta, beyond });
}

function statesOf<S>(part: { toJSON(): S } | undefined): S[] {
  return part === undefined ? [] : [part.toJSON()];
}

function count(value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`what was saved has a count that is none, ${String(value)}`);
}
