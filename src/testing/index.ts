// Laboratories

// Before production
export { type Agreement, type AgreeOptions, agrees, type Input, type Inputs } from './agrees.js';
export type { Arbitrary } from './arbitrary.js';
// Assertions
export {
  assertFaulted,
  assertMatched,
  assertMismatched,
  assertPublished,
  assertReady,
  assertSkipped,
  assertTripped,
  ExpectationError,
} from './assertions.js';
export { fabricateDurations } from './attendance.js';
// From production
export type { CleanArguments, KeptCall } from './call-recorder.js';
export type { Decisions } from './decisions.js';
export { type Disagreement, DisagreementError } from './disagreement.js';
export type { Durations } from './durations.js';
export type { FaultOptions } from './findings/others.js';
export type { MismatchOptions, Times } from './findings/trials.js';
export { type TestLaboratory, type TestLaboratoryOptions, testLaboratory } from './laboratory.js';
export { type LabcoatMatchers, matchers } from './matchers.js';
export { type RecordedFile, type Recording, type RecordingOptions, recorded } from './recorded.js';
export { type ReplayOptions, replay } from './replay.js';
export { type Misdeed, type Sabotage, type Sabotaged, sabotage } from './sabotage.js';
export type { Schedule } from './schedule.js';
// Telemetry
export type { RecordedEvent } from './telemetry/events.js';
export type { RecordedMetric } from './telemetry/metrics.js';
export { recordTelemetry, type Telemetry } from './telemetry/record-telemetry.js';
export type { RecordedSpan } from './telemetry/spans.js';
export { expectUnharmed, type UnharmedOptions } from './unharmed.js';
export { type Hooks, laboratoryPerTest, type Restore, useLaboratory } from './use-laboratory.js';
