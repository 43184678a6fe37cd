// Names are public: within a major version they are only ever added to. What each means, and how many values it may have, is
// in docs/telemetry.md, and a test sees to it that all are: no program that sends them reads that.

/** The instrumentation scope of everything that is sent. */
export const SCOPE = { name: 'labcoat', version: '0.1.0' } as const;

/** The instruments. */
export const METRIC = {
  calls: {
    name: 'labcoat.calls',
    kind: 'ObservableCounter',
    unit: '{call}',
    description: 'Calls of an experiment, by what was decided about them',
  },
  comparisons: {
    name: 'labcoat.comparisons',
    kind: 'ObservableCounter',
    unit: '{comparison}',
    description: 'Candidates compared with the control, by outcome',
  },
  started: {
    name: 'labcoat.started',
    kind: 'ObservableCounter',
    unit: '{trial}',
    description: 'Trials in which a candidate was started',
  },
  settled: {
    name: 'labcoat.settled',
    kind: 'ObservableCounter',
    unit: '{trial}',
    description: 'Trials started before the oldest one that is still in flight',
  },
  active: {
    name: 'labcoat.active',
    kind: 'ObservableUpDownCounter',
    unit: '{trial}',
    description: 'Trials in flight',
  },
  rate: {
    name: 'labcoat.rate',
    kind: 'ObservableGauge',
    unit: '1',
    description: 'The sampling rate in force, 0 when stopped',
  },
  faults: {
    name: 'labcoat.faults',
    kind: 'ObservableCounter',
    unit: '{fault}',
    description: 'Errors on the side of the experiment, by where they came from',
  },
  dropped: {
    name: 'labcoat.events.dropped',
    kind: 'ObservableCounter',
    unit: '{event}',
    description: 'Events that were not sent, because there were more than 10 in a burst and 1 a second',
  },
  duration: {
    name: 'labcoat.variant.duration',
    kind: 'Histogram',
    unit: 's',
    description: 'How long a variant took, on trial only',
  },
  measureDelta: {
    name: 'labcoat.measure.delta',
    kind: 'Histogram',
    unit: '1',
    description: 'By how much a measure of the candidate is off that of the control',
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
  mismatch: 'labcoat.mismatch',
  exception: 'labcoat.candidate.exception',
  change: 'labcoat.change',
} as const;

/** The baggage that a candidate's outgoing calls carry with `baggage: true`: the names of the two. */
export const BAGGAGE = { experiment: 'labcoat.experiment', variant: 'labcoat.variant' } as const;

/** The attributes. */
export const ATTRIBUTE = {
  experiment: 'labcoat.experiment.name',
  variant: 'labcoat.variant.name',
  decision: 'labcoat.decision',
  outcome: 'labcoat.outcome',
  stage: 'labcoat.stage',
  measure: 'labcoat.measure.name',
  measureSign: 'labcoat.measure.sign',
  errorType: 'error.type',
  controlDuration: 'labcoat.control.duration',
  candidateDuration: 'labcoat.candidate.duration',
  differenceCount: 'labcoat.difference.count',
  differencePaths: 'labcoat.difference.paths',
  fingerprint: 'labcoat.fingerprint',
  controlValue: 'labcoat.control.value',
  candidateValue: 'labcoat.candidate.value',
  exceptionType: 'exception.type',
  exceptionMessage: 'exception.message',
  exceptionStack: 'exception.stacktrace',
  context: 'labcoat.context.',
  change: 'labcoat.change.type',
  changeFrom: 'labcoat.change.from',
  changeTo: 'labcoat.change.to',
  guardrail: 'labcoat.guardrail',
  changeReason: 'labcoat.change.reason',
  changeBy: 'labcoat.change.by',
} as const;
