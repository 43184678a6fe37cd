import { equal } from '../judge/equality/equal.js';
import { sameError } from '../judge/errors.js';
import type { Surroundings } from '../run/surroundings.js';
import type { AnyFunction, Comparator, ExperimentOptions, Sampling } from '../types/index.js';
import type { Definition, NamedCandidate, NamedExcuse, NamedMeasure, Passage } from '../types/run.js';
import { resolveOptions } from './options.js';

/** What every experiment of a laboratory is built in. */
export interface Bench {
  /** Replaced while another laboratory stands in for this one, and its defaults with them. */
  surroundings: Surroundings;
  /** Replaced when the laboratory is configured anew, which makes every definition put itself together again. */
  defaults: Defaults;
}

/** Where an experiment begins: its name. */
export interface Origin {
  readonly name: string;
  readonly options: ExperimentOptions;
  readonly bench: Bench;
  /** Its calls that may pass unasked, if it is known already. */
  readonly pass: Passage | undefined;
}

/** What one call in the chain said. A step knows the one before it; nothing is put together until a run needs it. */
export type Step =
  | { readonly kind: 'control'; readonly value: AnyFunction; readonly before: Origin }
  /** A candidate of the usual name is nothing but its function. */
  | { readonly kind: 'candidate'; readonly value: AnyFunction | NamedCandidate; readonly before: Step }
  | { readonly kind: 'excuse'; readonly value: NamedExcuse; readonly before: Step }
  | { readonly kind: 'measure'; readonly value: NamedMeasure; readonly before: Step }
  | { readonly kind: 'rechecks'; readonly value: number; readonly before: Step }
  | { readonly kind: 'condition'; readonly value: AnyFunction; readonly before: Step }
  | { readonly kind: 'comparator'; readonly value: Comparator; readonly before: Step }
  | {
      readonly kind: 'compareErrors';
      readonly value: Definition['compareErrors'];
      readonly before: Step;
    }
  | { readonly kind: 'sampling'; readonly value: number | Sampling | AnyFunction; readonly before: Step }
  | {
      readonly kind: 'prepare' | 'context' | 'clean';
      readonly value: AnyFunction;
      readonly before: Step;
    };

/** What an experiment takes from its laboratory where it does not say so itself. */
export interface Defaults {
  readonly options: ExperimentOptions;
  readonly sampleRate: number;
}

/** The last word on each thing that can be said once. */
type Said = { -readonly [K in keyof Definition]?: any };

/**
 * Puts the steps together, every default resolved. Of what can be said once the last word counts; candidates, excuses
 * and conditions add up, in the order in which they were given.
 */
export function defineBy(last: Step, defaults: Defaults): Definition {
  const candidates: NamedCandidate[] = [];
  const excuses: NamedExcuse[] = [];
  const measures: NamedMeasure[] = [];
  const conditions: AnyFunction[] = [];
  const said: Said = {};
  let step = last;
  for (; step.kind !== 'control'; step = step.before) {
    if (step.kind === 'candidate') candidates.unshift(candidateOf(step.value));
    else if (step.kind === 'excuse') excuses.unshift(step.value);
    else if (step.kind === 'measure') measures.unshift(step.value);
    else if (step.kind === 'condition') conditions.unshift(step.value);
    else said[step.kind] ??= step.value;
  }
  const { name, options } = step.before;
  const resolved = resolveOptions(options, defaults.options);
  return {
    name,
    control: step.value,
    candidates,
    excuses,
    measures,
    conditions,
    rechecks: said.rechecks ?? 0,
    comparator: said.comparator ?? equal,
    compareErrors: said.compareErrors ?? sameError,
    sampling: samplingOf(said.sampling ?? defaults.sampleRate),
    prepare: said.prepare,
    context: said.context,
    clean: said.clean,
    options: resolved,
    isBrief: candidates.length === 1 && measures.length === 0 && asksNobody(said) && isInTurn(resolved),
  };
}

/** Whether the candidate is given nothing but the call, and compared by what needs no court. */
function asksNobody({ prepare, context, comparator = equal, rechecks = 0 }: Said): boolean {
  return prepare === undefined && context === undefined && comparator === equal && rechecks === 0;
}

/** Whether the candidate runs once, right after the control, which runs once. */
function isInTurn({ schedule, order, noise }: Definition['options']): boolean {
  return schedule === 'now' && order === 'control-first' && noise === 0;
}

/** The first step, which all others come after. */
export function controlOf(last: Step): Step & { readonly kind: 'control' } {
  let step = last;
  while (step.kind !== 'control') step = step.before;
  return step;
}

export const CANDIDATE = 'candidate';

export function nameOf(candidate: AnyFunction | NamedCandidate): string {
  return typeof candidate === 'function' ? CANDIDATE : candidate.name;
}

function candidateOf(value: AnyFunction | NamedCandidate): NamedCandidate {
  return typeof value === 'function' ? { name: CANDIDATE, behaviour: value } : value;
}

function samplingOf(value: number | Sampling | AnyFunction): Sampling | AnyFunction {
  return typeof value === 'number' ? { rate: value } : value;
}

/** What two definitions under one name have to agree in. */
export function signatureOf({ candidates }: Definition, options: ExperimentOptions): string {
  const names = candidates.map((candidate) => candidate.name).join(', ');
  return `{ candidates: [${names}], options: ${JSON.stringify(options, inOrder)} }`;
}

/** In which order options are written says nothing about the experiment. */
function inOrder(_: string, value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
