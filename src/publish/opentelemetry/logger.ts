import api, { type Attributes, type Context, type HrTime } from '@opentelemetry/api';
import { SCOPE } from './names.js';

// The Logs API came into `@opentelemetry/api` with 1.10, and was a package of its own before. So that one publisher
// works with both, and needs neither, the little that is used of it is described here.

/** What is sent to a logger. */
export interface LogRecord {
  readonly eventName: string;
  readonly severityNumber: number;
  readonly timestamp?: HrTime;
  readonly body: string;
  readonly attributes: Attributes;
  readonly context: Context;
}

/** An OpenTelemetry logger, as far as it is used here. */
export interface Logger {
  emit(record: LogRecord): void;
  /** Loggers from before 0.204 cannot be asked. */
  enabled?(options: Pick<LogRecord, 'eventName' | 'severityNumber' | 'context'>): boolean;
}

/** An OpenTelemetry logger provider, as far as it is used here. */
export interface LoggerProvider {
  getLogger(name: string, version?: string): Logger;
}

const API = Symbol.for('opentelemetry.js.api.1');
const LOGS_API = Symbol.for('io.opentelemetry.js.api.logs');
const LOGS_API_VERSION = 1;

/** The logger for an event, or `undefined` where there is none or it does not want the event. */
export function loggerFor(
  given: LoggerProvider | undefined,
  event: Pick<LogRecord, 'eventName' | 'severityNumber' | 'context'>,
): Logger | undefined {
  const provider = given ?? globalProvider();
  const logger = provider?.getLogger(SCOPE.name, SCOPE.version);
  return logger?.enabled?.(event) === false ? undefined : logger;
}

// Wherever the SDK has registered it: with the copy of the API that it uses, which may be a newer one than ours, or with
// the package of its own that the Logs API was. Asking the API comes last, as that answers also where there is none.
function globalProvider(): LoggerProvider | undefined {
  const shared = globalThis as any;
  return shared[API]?.logs ?? shared[LOGS_API]?.(LOGS_API_VERSION) ?? ownProvider();
}

// Not `import { logs }`, which does not load with 1.9, nor `import *`, of which bundlers warn that `logs` is not there.
function ownProvider(): LoggerProvider | undefined {
  return (
    api as unknown as { readonly logs?: { getLoggerProvider(): LoggerProvider } }
  ).logs?.getLoggerProvider();
}
