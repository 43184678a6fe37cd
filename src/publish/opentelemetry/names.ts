// Names are public: within a major version they are only ever added to. docs/telemetry.md says the same in prose.

/** The instrumentation scope of everything that is sent. */
export const SCOPE = { name: 'labcoat', version: '0.1.0' } as const;

/** The instruments. `series` is how many one experiment may have, with v variants of which c are candidates. */
export const METRIC = {
  calls: {
    name: 'labcoat.calls',
    kind: 'ObservableCounter',
    unit: '{call}',
    description: 'Calls of an experiment, by what was decided about them',
    attributes: ['experiment', 'decision'],
    series: '11',
  },
  comparisons: {
    name: 'labcoat.comparisons',
    kind: 'ObservableCounter',
    unit: '{comparison}',
    description: 'Candidates compared with the control, by outcome',
    attributes: ['experiment', 'variant', 'outcome'],
    series: '8 c',
  },
  started: {
    name: 'labcoat.started',
    kind: 'ObservableCounter',
    unit: '{trial}',
    description: 'Trials in which a candidate was started',
    attributes: ['experiment', 'variant'],
    series: 'c',
  },
  settled: {
    name: 'labcoat.settled',
    kind: 'ObservableCounter',
    unit: '{trial}',
    description: 'Trials started before the oldest one that is still in flight',
    attributes: ['experiment', 'variant'],
    series: 'c',
  },
  active: {
    name: 'labcoat.active',
    kind: 'ObservableUpDownCounter',
    unit: '{trial}',
    description: 'Trials in flight',
    attributes: ['experiment'],
    series: '1',
  },
  rate: {
    name: 'labcoat.rate',
    kind: 'ObservableGauge',
    unit: '1',
    description: 'The sampling rate in force, 0 when stopped',
    attributes: ['experiment'],
    series: '1',
  },
  faults: {
    name: 'labcoat.faults',
    kind: 'ObservableCounter',
    unit: '{fault}',
    description: 'Errors on the side of the experiment, by where they came from',
    attributes: ['experiment', 'stage'],
    series: '24',
  },
  dropped: {
    name: 'labcoat.events.dropped',
    kind: 'ObservableCounter',
    unit: '{event}',
    description: 'Events that were not sent, because there were more than 10 in a burst and 1 a second',
    attributes: ['experiment'],
    series: '1',
  },
  duration: {
    name: 'labcoat.variant.duration',
    kind: 'Histogram',
    unit: 's',
    description: 'How long a variant took, on trial only',
    attributes: ['experiment', 'variant', 'errorType'],
    series: '21 v',
  },
  measureDelta: {
    name: 'labcoat.measure.delta',
    kind: 'Histogram',
    unit: '1',
    description: 'By how much a measure of the candidate is off that of the control',
    attributes: ['experiment', 'variant', 'measure', 'measureSign'],
    series: '2 c for each measure',
  },
} as const;

/** The boundaries of the histogram, in seconds: code that takes 10 µs is measured as well as a remote call. */
export const DURATION_BOUNDARIES = [
  0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

/** The boundaries for measures. That they suit any unit is too much to ask; a view of the application's can say more. */
export const DELTA_BOUNDARIES = [
  0, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000,
] as const;

/** The events: log records where there is a logger, else span events. */
export const EVENT = {
  mismatch: {
    name: 'labcoat.mismatch',
    meaning: 'The candidate was not what the control was, or nobody knows',
  },
  exception: {
    name: 'labcoat.candidate.exception',
    meaning: 'Only the candidate failed, or it took too long',
  },
  change: { name: 'labcoat.change', meaning: 'An experiment was stopped or started, by hand or by evidence' },
} as const;

/** The baggage that a candidate's outgoing calls carry with `baggage: true`: the names of the two. */
export const BAGGAGE = { experiment: 'labcoat.experiment', variant: 'labcoat.variant' } as const;

/** The attributes. `values` is how many different ones there may be; only those with a bound are put on a metric. */
export const ATTRIBUTE = {
  experiment: {
    key: 'labcoat.experiment.name',
    meaning: 'The name of the experiment; `*` for faults and changes of the laboratory itself',
    values: '1 000, `*` and `_OTHER`',
  },
  variant: {
    key: 'labcoat.variant.name',
    meaning: '`control`, or the name of a candidate',
    values: '`control`, 20 for each experiment, and `_OTHER`',
  },
  decision: {
    key: 'labcoat.decision',
    meaning: '`on_trial`, or the reason why the call was not',
    values: '11',
  },
  outcome: { key: 'labcoat.outcome', meaning: 'What came of comparing the two', values: '8' },
  stage: { key: 'labcoat.stage', meaning: 'The callback or the part of labcoat that failed', values: '24' },
  measure: {
    key: 'labcoat.measure.name',
    meaning: 'The name of the measure',
    values: '20 for each experiment, and `_OTHER`',
  },
  measureSign: {
    key: 'labcoat.measure.sign',
    meaning: "`negative` where the candidate's number is the smaller one; an SDK drops negative values",
    values: '1',
  },
  errorType: {
    key: 'error.type',
    meaning:
      "The error's code, else its name, else its class, if that is one word; `timeout`; `_OTHER`. On failure only",
    values: '20 for each experiment, `timeout` and `_OTHER` among them, 64 characters',
  },
  controlDuration: {
    key: 'labcoat.control.duration',
    meaning: 'How long the control took, in seconds',
    values: 'any, not on metrics',
  },
  candidateDuration: {
    key: 'labcoat.candidate.duration',
    meaning: 'How long the candidate took, in seconds',
    values: 'any, not on metrics',
  },
  differenceCount: {
    key: 'labcoat.difference.count',
    meaning: 'In how many places the values differ, as far as somebody has counted',
    values: 'any, not on metrics',
  },
  differencePaths: {
    key: 'labcoat.difference.paths',
    meaning: 'Where they differ: the first 10 paths, without private keys unless values are captured',
    values: 'any, not on metrics',
  },
  fingerprint: {
    key: 'labcoat.fingerprint',
    meaning: 'The shape of the mismatch, to group by',
    values: 'any, not on metrics',
  },
  controlValue: {
    key: 'labcoat.control.value',
    meaning: 'JSON, 1 KB. Only with `capture: "values"` or a `clean`',
    values: 'any, not on metrics',
  },
  candidateValue: {
    key: 'labcoat.candidate.value',
    meaning: 'JSON, 1 KB. Only with `capture: "values"` or a `clean`',
    values: 'any, not on metrics',
  },
  exceptionType: {
    key: 'exception.type',
    meaning: "The error's name, else its class; `timeout`",
    values: 'any, not on metrics',
  },
  exceptionMessage: {
    key: 'exception.message',
    meaning: 'Its message, 1 KB. Only with `capture: "values"`',
    values: 'any, not on metrics',
  },
  exceptionStack: {
    key: 'exception.stacktrace',
    meaning: 'Its stack, 4 KB. Only with `capture: "values"`',
    values: 'any, not on metrics',
  },
  context: {
    key: 'labcoat.context.',
    meaning: 'A prefix: the primitives of the `context` of the run, 16 at most, 256 characters each',
    values: 'any, not on metrics',
  },
  change: {
    key: 'labcoat.change.type',
    meaning:
      'What was done: `killed`, `revived`, `overridden`, `tripped`, `advanced`, `stepped-down`, `expired`, `control-changed`',
    values: '8, not on metrics',
  },
  changeFrom: {
    key: 'labcoat.change.from',
    meaning: 'What was in force before: a rate, or a word',
    values: 'any, not on metrics',
  },
  changeTo: {
    key: 'labcoat.change.to',
    meaning: 'What is in force since: a rate, or a word',
    values: 'any, not on metrics',
  },
  guardrail: {
    key: 'labcoat.guardrail',
    meaning: 'The guardrail that stopped the experiment. Only with `tripped`',
    values: 'any, not on metrics',
  },
  changeReason: { key: 'labcoat.change.reason', meaning: 'Why, as given', values: 'any, not on metrics' },
  changeBy: { key: 'labcoat.change.by', meaning: 'By whom, as given', values: 'any, not on metrics' },
} as const;
