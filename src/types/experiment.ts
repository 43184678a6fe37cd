import type { Difference, Observation } from './trial.js';

/** Any function, whatever its `this`. */
export type AnyFunction = (this: any, ...args: any[]) => any;

/** What the function gives in the end: its return value, awaited. */
export type Value<F extends AnyFunction> = Awaited<ReturnType<F>>;

/** A function on trial: it takes what the control takes, and may be async when the control is not, and the reverse. */
export type Candidate<F extends AnyFunction, C = Value<F>> = (
  this: ThisParameterType<F>,
  ...args: Parameters<F>
) => C | PromiseLike<C>;

/**
 * The control's own type, generics, overloads and own properties included. A control that answers a thenable which
 * is more than a promise (a query builder, a promise subclass) answers a plain `Promise` here.
 */
export type DropIn<F extends AnyFunction> = [Plain<ReturnType<F>>] extends [ReturnType<F>]
  ? F
  : ((this: ThisParameterType<F>, ...args: Parameters<F>) => Plain<ReturnType<F>>) & Pick<F, keyof F>;

/** Each that a function may answer by itself: it may be one promise or another, or none. */
type Plain<R> = R extends PromiseLike<infer V> ? ([Promise<V>] extends [R] ? R : Promise<Awaited<V>>) : R;

/** `(...args) => ` what the control returns. Needs no `this` of its own, so it is safe to detach. */
export type Runner<F extends AnyFunction> = DropIn<F>;

/** A value between 0 and 1 of how alike two values are, and the least that counts as equal. */
export interface Score {
  readonly score: number;
  readonly atLeast: number;
}

/** Not equal, but good enough: a match, which is counted among the matches apart. */
export interface GoodEnough {
  readonly acceptable: true;
  /** Why it is good enough. */
  readonly reason?: string | undefined;
}

/**
 * What a comparator may answer: `true` for equal, `false` for not, a string that says why not, the list of
 * differences (empty for equal), a score with its threshold, or that it is not equal and good enough.
 */
export type Answer = boolean | string | readonly Difference[] | Score | GoodEnough;

/** Says whether the candidate's value is as good as the control's. A promise is waited for, by nobody but the trial. */
export type Comparator<A = any, B = A> = (control: A, candidate: B) => Answer | PromiseLike<Answer>;

/** Says whether a difference is known and fine. */
export type Excuse = (control: Observation, candidate: Observation) => boolean;

/** A share of the calls. */
export interface Sampling<F extends AnyFunction = AnyFunction> {
  /** 0 to 1: the probability with which each call, or each key, is on trial. */
  readonly rate: number;
  /**
   * The key of a call: the same key always has the same answer, in every process, and keys that are in stay in when the
   * rate rises. Experiments choose independently of each other. A user's or a tenant's id, not something of the call.
   */
  readonly by?: ((this: ThisParameterType<F>, ...args: Parameters<F>) => string) | undefined;
  /** At most so many trials in any second of the laboratory's clock; beyond it calls are skipped as `rate-limited`. */
  readonly maxPerSecond?: number | undefined;
}

interface Steps<F extends AnyFunction, C> {
  /** Adds the candidate, under the name `candidate`. */
  try(candidate: Candidate<F, C>): Experiment<F, C>;
  /**
   * Adds a candidate under a name of its own; each is judged against the control. An experiment remembers at most 100
   * names: calls with a further one run their control only, are skipped as `no-candidate`, and are told of once.
   */
  try(name: string, candidate: Candidate<F, C>): Experiment<F, C>;
  /**
   * Decides whether two errors are alike when both sides failed.
   * @default the same class, message and `code`
   */
  compareErrors(compare: (control: unknown, candidate: unknown) => boolean): Experiment<F, C>;
  /** Adds an excuse: a difference for which it answers `true` is counted as `ignored`. The first that does so names it. */
  ignore(excuse: Excuse): Experiment<F, C>;
  /** Adds an excuse with a name: its trials have it as their reason. */
  ignore(reason: string, excuse: Excuse): Experiment<F, C>;
  /**
   * The share of calls that are on trial, 0 to 1, exactly and independently; or a function of the arguments that
   * answers yes, no, or a share for this call.
   * @default 1
   */
  sample(
    rate: number | Sampling<F> | ((this: ThisParameterType<F>, ...args: Parameters<F>) => boolean | number),
  ): Experiment<F, C>;
  /** Only calls for which every condition answers `true` are on trial. Asked after sampling, so it may be costly. */
  when(condition: (this: ThisParameterType<F>, ...args: Parameters<F>) => boolean): Experiment<F, C>;
  /** Builds the candidates' own arguments, once per candidate, before either side runs, and only on trial. */
  prepare(
    prepare: (this: ThisParameterType<F>, ...args: Parameters<F>) => readonly [...Parameters<F>],
  ): Experiment<F, C>;
  /** What a trial tells of its call: published with it. */
  context(describe: (this: ThisParameterType<F>, ...args: Parameters<F>) => object): Experiment<F, C>;
  /** What is published instead of the values, the control's and the candidates'. */
  clean(clean: (value: Value<F> | C) => unknown): Experiment<F, C>;
  /**
   * Adds a number to follow, such as a quote's total: the report says how the candidate's is spread about the
   * control's. Each measure has a name of its own; the report remembers at most 1 000 of all candidates together.
   * @param options `limit`: the relative difference, above 0, beyond which a trial counts against the candidate
   */
  measure(
    name: string,
    measure: (value: Value<F> | C) => number,
    options?: { readonly limit?: number | undefined },
  ): Experiment<F, C>;
  /**
   * A mismatch counts only if it is still there when both sides are run again in the background, up to so many times,
   * each time after a short delay: 100 ms, then twice as long each time. One that vanishes is counted as `transient`.
   * Both sides have to bear it: they should only read.
   * @param times a whole number from 1
   */
  recheck(times: number): Experiment<F, C>;
  /** Calls the control, and the candidates beside it when the call is on trial; gives what the control gives. */
  readonly run: Runner<F>;
  /** A function to put in the control's place: `this`, `name`, `length` and own properties are the control's. */
  wrap(): DropIn<F>;
}

/** An experiment under definition. It is immutable: every step answers a new one. */
export interface Experiment<F extends AnyFunction, C = Value<F>> extends Steps<F, C> {
  /**
   * Decides whether a candidate's value is as good as the control's.
   * @default deep equality, see `equal`
   */
  compare(comparator: Comparator<Value<F>, C>): Experiment<F, C>;
}

/**
 * What candidates have to answer, by the comparator's second parameter. One that takes `unknown`, as `equal` does, says
 * nothing about it: then it is what the control gives. `any` is any.
 */
export type CandidateValue<F extends AnyFunction, C> = unknown extends C
  ? 0 extends 1 & C
    ? C
    : Value<F>
  : C;

/** An experiment without a candidate yet: its `compare` may choose another type for the candidates' values. */
export interface Baseline<F extends AnyFunction> extends Steps<F, Value<F>> {
  /**
   * Decides whether a candidate's value is as good as the control's, and so what a candidate may answer.
   * @default deep equality, see `equal`
   */
  compare<C = Value<F>>(comparator: Comparator<Value<F>, C>): Experiment<F, CandidateValue<F, C>>;
}

/** An experiment with a name and nothing else. */
export interface Opening {
  readonly name: string;
  /**
   * The legacy path: what the caller always gets. All other types come from it, so give its parameters theirs: a parameter
   * without one is `any` here, also in a strict project.
   */
  use<F extends AnyFunction>(control: F): Baseline<F>;
}
