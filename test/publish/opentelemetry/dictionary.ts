import type { ATTRIBUTE, EVENT, METRIC } from '../../../src/publish/opentelemetry/names.js';

type Attribute = keyof typeof ATTRIBUTE;

/** Of each metric its attributes, and how many series an experiment may have, with v variants of which c are candidates. */
export const METRICS: Readonly<
  Record<keyof typeof METRIC, { readonly attributes: readonly Attribute[]; readonly series: string }>
> = {
  calls: { attributes: ['experiment', 'decision'], series: '11' },
  comparisons: { attributes: ['experiment', 'variant', 'outcome'], series: '8 c' },
  started: { attributes: ['experiment', 'variant'], series: 'c' },
  settled: { attributes: ['experiment', 'variant'], series: 'c' },
  active: { attributes: ['experiment'], series: '1' },
  rate: { attributes: ['experiment'], series: '1' },
  faults: { attributes: ['experiment', 'stage'], series: '24' },
  dropped: { attributes: ['experiment'], series: '1' },
  duration: { attributes: ['experiment', 'variant', 'errorType'], series: '21 v' },
  measureDelta: {
    attributes: ['experiment', 'variant', 'measure', 'measureSign'],
    series: '2 c for each measure',
  },
};

/** What each event says. */
export const EVENTS: Readonly<Record<keyof typeof EVENT, string>> = {
  mismatch: 'The candidate was not what the control was, or nobody knows',
  exception: 'Only the candidate failed, or it took too long',
  change: 'An experiment was stopped or started, by hand or by evidence',
};

/** What each attribute says, and how many different values there may be; only those with a bound are put on a metric. */
export const ATTRIBUTES: Readonly<Record<Attribute, { readonly meaning: string; readonly values: string }>> =
  {
    experiment: {
      meaning: 'The name of the experiment; `*` for faults and changes of the laboratory itself',
      values: '1 000, `*` and `_OTHER`',
    },
    variant: {
      meaning: '`control`, or the name of a candidate',
      values: '`control`, 20 for each experiment, and `_OTHER`',
    },
    decision: { meaning: '`on_trial`, or the reason why the call was not', values: '11' },
    outcome: { meaning: 'What came of comparing the two', values: '8' },
    stage: { meaning: 'The callback or the part of labcoat that failed', values: '24' },
    measure: { meaning: 'The name of the measure', values: '20 for each experiment, and `_OTHER`' },
    measureSign: {
      meaning: "`negative` where the candidate's number is the smaller one; an SDK drops negative values",
      values: '1',
    },
    errorType: {
      meaning:
        "The error's code, else its name, else its class, if that is one word; `timeout`; `aborted`; `_OTHER`. On failure only",
      values: '20 for each experiment, the last three among them, 64 characters',
    },
    controlDuration: { meaning: 'How long the control took, in seconds', values: 'any, not on metrics' },
    candidateDuration: { meaning: 'How long the candidate took, in seconds', values: 'any, not on metrics' },
    differenceCount: {
      meaning: 'In how many places the values differ, as far as somebody has counted',
      values: 'any, not on metrics',
    },
    differencePaths: {
      meaning: 'Where they differ: the first 10 paths, without private keys unless values are captured',
      values: 'any, not on metrics',
    },
    fingerprint: { meaning: 'The shape of the mismatch, to group by', values: 'any, not on metrics' },
    controlValue: {
      meaning: 'JSON, 1 KB. Only with `capture: "values"` or a `clean`',
      values: 'any, not on metrics',
    },
    candidateValue: {
      meaning: 'JSON, 1 KB. Only with `capture: "values"` or a `clean`',
      values: 'any, not on metrics',
    },
    exceptionType: { meaning: "The error's name, else its class; `timeout`", values: 'any, not on metrics' },
    exceptionMessage: {
      meaning: 'Its message, 1 KB. Only with `capture: "values"`',
      values: 'any, not on metrics',
    },
    exceptionStack: {
      meaning: 'Its stack, 4 KB. Only with `capture: "values"`',
      values: 'any, not on metrics',
    },
    context: {
      meaning: 'A prefix: the primitives of the `context` of the run, 16 at most, 256 characters each',
      values: 'any, not on metrics',
    },
    change: {
      meaning:
        'What was done: `killed`, `revived`, `overridden`, `tripped`, `advanced`, `stepped-down`, `expired`, `control-changed`',
      values: '8, not on metrics',
    },
    changeFrom: {
      meaning: 'What was in force before: a word, or a rate, as text',
      values: 'any, not on metrics',
    },
    changeTo: {
      meaning: 'What is in force since: a word, or a rate, as text',
      values: 'any, not on metrics',
    },
    guardrail: {
      meaning: 'The guardrail that stopped the experiment. Only with `tripped`',
      values: 'any, not on metrics',
    },
    changeReason: { meaning: 'Why, as given', values: 'any, not on metrics' },
    changeBy: { meaning: 'By whom, as given', values: 'any, not on metrics' },
  };
