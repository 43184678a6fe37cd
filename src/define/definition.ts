import { equal } from '../judge/equal.js';
import { sameError } from '../judge/errors.js';
import type { AnyFunction, Comparator, ExperimentOptions, Sampling } from '../types/index.js';
import type { Definition, NamedCandidate, NamedExcuse, NamedMeasure } from '../types/run.js';
import { resolveOptions } from './options.js';

/** What one call in the chain said. A step knows the one before it; nothing is put together until a run needs it. */
export type Step =
  | { readonly kind: 'candidate'; readonly value: NamedCandidate; readonly before: Step | undefined }
  | { readonly kind: 'excuse'; readonly value: NamedExcuse; readonly before: Step | undefined }
  | { readonly kind: 'measure'; readonly value: NamedMeasure; readonly before: Step | undefined }
  | { readonly kind: 'rechecks'; readonly value: number; readonly before: Step | undefined }
  | { readonly kind: 'condition'; readonly value: AnyFunction; readonly before: Step | undefined }
  | { readonly kind: 'comparator'; readonly value: Comparator; readonly before: Step | undefined }
  | {
      readonly kind: 'compareErrors';
      readonly value: Definition['compareErrors'];
      readonly before: Step | undefined;
    }
  | { readonly kind: 'sampling'; readonly value: Sampling | AnyFunction; readonly before: Step | undefined }
  | {
      readonly kind: 'prepare' | 'context' | 'clean';
      readonly value: AnyFunction;
      readonly before: Step | undefined;
    };

/** What an experiment takes from its laboratory where it does not say so itself. */
export interface Defaults {
  readonly options: ExperimentOptions;
  readonly sampleRate: number;
}

/**
 * Puts the steps together, every default resolved. Of what can be said once the last word counts; candidates, excuses
 * and conditions add up, in the order in which they were given.
 */
export function defineBy(
  name: string,
  control: AnyFunction,
  options: ExperimentOptions,
  last: Step | undefined,
  defaults: Defaults,
): Definition {
  const candidates: NamedCandidate[] = [];
  const excuses: NamedExcuse[] = [];
  const measures: NamedMeasure[] = [];
  const conditions: AnyFunction[] = [];
  const said: { -readonly [K in keyof Definition]?: any } = {};
  for (let step = last; step !== undefined; step = step.before) {
    if (step.kind === 'candidate') candidates.unshift(step.value);
    else if (step.kind === 'excuse') excuses.unshift(step.value);
    else if (step.kind === 'measure') measures.unshift(step.value);
    else if (step.kind === 'condition') conditions.unshift(step.value);
    else said[step.kind] ??= step.value;
  }
  return {
    name,
    control,
    candidates,
    excuses,
    measures,
    conditions,
    rechecks: said.rechecks ?? 0,
    comparator: said.comparator ?? equal,
    compareErrors: said.compareErrors ?? sameError,
    sampling: said.sampling ?? { rate: defaults.sampleRate },
    prepare: said.prepare,
    context: said.context,
    clean: said.clean,
    options: resolveOptions(options, defaults.options),
  };
}

/** What two definitions under one name have to agree in. */
export function signatureOf({ candidates }: Definition, options: ExperimentOptions): string {
  const names = candidates.map((candidate) => candidate.name).join(', ');
  return `{ candidates: [${names}], options: ${JSON.stringify(options)} }`;
}
