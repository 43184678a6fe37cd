import { ANY_INDEX, ANY_NAME, type PatternStep } from '../differences/pattern.js';
import { below, type Places, type Policy, type Rule } from './rule.js';

/** A rule for every place that a path leads to. */
export interface Pattern {
  readonly steps: readonly PatternStep[];
  readonly rule: Rule;
  /** The path as it was written. */
  readonly text: string;
}

/**
 * Lays patterns over a rule, once, when a comparator is defined: a walk then finds the rule of a place by one look-up
 * per step, however many patterns there are. A longer path applies inside what a shorter one leads to.
 * @throws TypeError where a path leads into what a function decides as a whole
 */
export function overlay(inner: Rule, patterns: readonly Pattern[], call: string): Rule {
  const here = patterns.filter(({ steps }) => steps.length === 0).at(-1);
  const deeper = patterns.filter(({ steps }) => steps.length > 0);
  const base = here?.rule ?? inner;
  const [first] = deeper;
  if (first === undefined || base.is === 'omitted') return base;
  return within(base, (places) => branch(places, deeper, call), `${call}, at ${first.text},`);
}

/** Lays a policy over every place of a rule. */
export function refine(inner: Rule, policy: Policy, call: string): Rule {
  return within(
    inner,
    (places) => ({
      ...mapRules(places, (rule) => refineBelow(rule, policy, call)),
      policy: { ...places.policy, ...policy },
    }),
    call,
  );
}

/** What a function decides further down it goes on to decide alone. */
function refineBelow(rule: Rule, policy: Policy, call: string): Rule {
  return rule.is === 'ask' || rule.is === 'by' || rule.is === 'omitted' ? rule : refine(rule, policy, call);
}

/** Changes a rule place by place, where it is made of places. */
function within(rule: Rule, change: (places: Places) => Rule, what: string): Rule {
  if (rule.is === 'places') return change(rule);
  if (rule.is === 'omitted') return rule;
  if (rule.is === 'either' || rule.is === 'both') {
    return { ...rule, rules: rule.rules.map((one) => within(one, change, what)) };
  }
  if (rule.is === 'acceptable') {
    return { ...rule, exact: within(rule.exact, change, what), rule: within(rule.rule, change, what) };
  }
  throw new TypeError(
    `${what} cannot apply inside a value that by(...), ranked(...) or a function decides as a whole; use it inside of by(project, ...)`,
  );
}

function branch(base: Places, patterns: readonly Pattern[], call: string): Places {
  const after = (...steps: PatternStep[]) => steps.flatMap((step) => tails(patterns, step));
  const names = new Set([...base.names.keys(), ...firsts(patterns, 'string')]);
  const indices = new Set([...base.indices.keys(), ...firsts(patterns, 'number')]);
  const wild = { anyName: after(ANY_NAME), anyIndex: after(ANY_INDEX) };
  return {
    ...base,
    // What names a place exactly comes after, and so prevails over, what means any.
    names: new Map([...names].map((name) => [name, overlay(below(base, name), after(ANY_NAME, name), call)])),
    indices: new Map(
      [...indices].map((index) => [index, overlay(below(base, index), after(ANY_INDEX, index), call)]),
    ),
    ...(wild.anyName.length > 0 && {
      anyName: overlay(base.anyName ?? base.rest ?? base, wild.anyName, call),
    }),
    ...(wild.anyIndex.length > 0 && {
      anyIndex: overlay(base.anyIndex ?? base.rest ?? base, wild.anyIndex, call),
    }),
    rest: base.rest ?? base,
  };
}

function firsts<T extends 'string' | 'number'>(patterns: readonly Pattern[], type: T) {
  type First = T extends 'string' ? string : number;
  return patterns
    .map(({ steps }) => steps[0])
    .filter((step): step is First & PatternStep => typeof step === type);
}

function tails(patterns: readonly Pattern[], first: PatternStep): Pattern[] {
  return patterns
    .filter(({ steps }) => steps[0] === first)
    .map(({ steps, ...pattern }) => ({ ...pattern, steps: steps.slice(1) }));
}

function mapRules(places: Places, change: (rule: Rule) => Rule): Places {
  return {
    ...places,
    names: new Map([...places.names].map(([name, rule]) => [name, change(rule)])),
    indices: new Map([...places.indices].map(([index, rule]) => [index, change(rule)])),
    ...(places.anyName && { anyName: change(places.anyName) }),
    ...(places.anyIndex && { anyIndex: change(places.anyIndex) }),
    ...(places.rest && { rest: change(places.rest) }),
  };
}
