// Experiments
export { configure } from './define/configure.js';
export { laboratory } from './define/laboratory.js';
export { drain, experiment, kill, report, revive } from './define/shorthand.js';
export { forbidOnTrial, onTrial } from './run/on-trial.js';

// Comparators
export {
  acceptable,
  approximately,
  at,
  both,
  by,
  type Decisive,
  either,
  equal,
  ignoringCase,
  type Key,
  omitting,
  type Ranking,
  type RankingScore,
  ranked,
  trimmed,
  unordered,
} from './judge/comparators/index.js';

// Publishers
export { type ConsoleOptions, toConsole } from './publish/console.js';
export { type MemoryPublisher, memory } from './publish/memory.js';
export { type OpenTelemetryOptions, openTelemetry } from './publish/opentelemetry/index.js';
export { redact } from './define/redact.js';

// Reports
export { renderReport } from './present/page/render.js';
export {
  type NodeRequest,
  type NodeResponse,
  type ReportHandler,
  type ReportHandlerOptions,
  reportHandler,
} from './present/serve.js';
export { type FormatOptions, formatReport } from './present/terminal/format.js';
export { tally } from './record/tallies.js';

// Errors
export { MismatchError } from './run/raise.js';

// Types
export type * from './types/index.js';
