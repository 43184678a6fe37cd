import type { Answer, Comparator } from '../../types/index.js';
import type { Eventually, Outcome } from '../differences/outcome.js';
import type { Place, Step, Trail } from '../differences/place.js';
import type { Manner } from './manner.js';

/** When two primitive values count as equal although they are not the same. */
export interface Policy {
  /** Of two finite numbers, or two bigints. */
  readonly isNear?: (control: any, candidate: any) => boolean;
  /** The normal form in which strings are compared. */
  readonly text?: (text: string) => string;
}

/** What members of an unordered list are known by. */
export type KeyOf = (member: unknown) => unknown;

/** Governs a place, and what is below it by a tree of rules that a walk descends step by step. */
export interface Places {
  readonly is: 'places';
  readonly policy: Policy;
  /** A list at this place is a multiset, or keyed: by a function of the user's, or by a name. */
  readonly list?: { readonly by?: KeyOf; readonly isTheirs?: boolean };
  readonly names: ReadonlyMap<string, Rule>;
  readonly indices: ReadonlyMap<number, Rule>;
  readonly anyName?: Rule;
  readonly anyIndex?: Rule;
  /** Governs every other step; without it, this rule does. */
  readonly rest?: Rule;
}

/** Nobody looks there. */
export interface Omitted {
  readonly is: 'omitted';
}

export interface Either {
  readonly is: 'either' | 'both';
  readonly rules: readonly Rule[];
  readonly decide: Decide<Either>;
}

/** Accepted by `rule`: counts as equal, and is told apart from what `exact` accepts. */
export interface Tolerated {
  readonly is: 'acceptable';
  readonly exact: Rule;
  readonly rule: Rule;
  readonly reason: string | undefined;
  readonly decide: Decide<Tolerated>;
}

/** What `project` makes of both is compared in their stead. */
export interface Projected {
  readonly is: 'by';
  readonly project: (value: any) => unknown;
  readonly rule: Rule;
  readonly decide: Decide<Projected>;
}

/** A function says. */
export interface Asked {
  readonly is: 'ask';
  readonly ask: (control: any, candidate: any) => Answer | PromiseLike<Answer>;
  /** It is ours, with no function of the user's in it: it never answers a promise, and writes to nothing. */
  readonly own: boolean;
  readonly decide: Decide<Asked>;
}

/** A place that is decided as a whole, by other rules or by a function. */
export type Decision = Either | Tolerated | Projected | Asked;

/** Compares what is at the place, or is made of it, under another rule. */
export type Compare = (
  rule: Rule,
  control: unknown,
  candidate: unknown,
  manner?: Manner,
) => Eventually<Outcome>;

/** Each such rule brings along how it decides, so that a program carries only the ways that its comparators have. */
export type Decide<R> = (
  rule: R,
  place: Place,
  trail: Trail | undefined,
  compare: Compare,
) => Eventually<Outcome>;

export const decide: Decide<Decision> = (rule, ...at) => (rule.decide as Decide<Decision>)(rule, ...at);

export type Rule = Places | Omitted | Decision;

export const OMITTED: Omitted = { is: 'omitted' };

/** Equality without leniency. */
export const EXACT: Places = { is: 'places', policy: {}, names: new Map(), indices: new Map() };

// A registered symbol: the ESM and the CommonJS copy of the package understand each other's comparators.
const RULE = Symbol.for('labcoat.rule');

/** Lets a comparator carry the rule by which it decides, so that what it accepted is not reported either. */
export function carry<C extends object>(comparator: C, rule: Rule): C {
  return Object.defineProperty(comparator, RULE, { value: rule });
}

export function carried(comparator: Comparator): Rule | undefined {
  return (comparator as { [RULE]?: Rule })[RULE];
}

/** The rule one step further down. */
export function below(rule: Places, step: Step | undefined): Rule {
  if (step === undefined) return rule;
  return particular(rule, step) ?? rule.rest ?? rule;
}

/** Whether a rule says the same of everything below. */
export function isUniform({ names, indices, anyName, anyIndex, rest }: Places): boolean {
  return (
    names.size + indices.size === 0 && anyName === undefined && anyIndex === undefined && rest === undefined
  );
}

function particular(rule: Places, step: Step): Rule | undefined {
  if (typeof step === 'string') return rule.names.get(step) ?? rule.anyName;
  if (typeof step === 'number') return rule.indices.get(step) ?? rule.anyIndex;
  if (typeof step === 'symbol') return rule.anyName;
  if ('member' in step) return rule.anyIndex;
  const { key } = step;
  if (typeof key === 'string') return rule.names.get(key) ?? rule.anyName;
  return (typeof key === 'number' ? rule.indices.get(key) : undefined) ?? rule.anyName;
}

/** Whether some rule inside satisfies the test. */
export function some(rule: Rule, test: (rule: Rule) => boolean): boolean {
  return test(rule) || inside(rule).some((inner) => some(inner, test));
}

function inside(rule: Rule): readonly Rule[] {
  if (rule.is === 'either' || rule.is === 'both') return rule.rules;
  if (rule.is === 'acceptable') return [rule.exact, rule.rule];
  if (rule.is === 'by') return [rule.rule];
  if (rule.is !== 'places') return [];
  const wild = [rule.anyName, rule.anyIndex, rule.rest].filter((one) => one !== undefined);
  return [...rule.names.values(), ...rule.indices.values(), ...wild];
}
