import { type HrTime, trace } from '@opentelemetry/api';
import type { Logger, LoggerProvider, LogRecord } from '../../publish/opentelemetry/index.js';

/** A log record. */
export interface RecordedEvent {
  /** The event's name: `labcoat.mismatch`, `labcoat.candidate.exception`, `labcoat.change`. */
  readonly name: string;
  readonly severityNumber: number;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly at?: number;
  /** The span that it belongs to. */
  readonly spanId?: string;
}

/** A logger provider whose loggers keep what they are sent. */
export class EventRecorder implements LoggerProvider {
  readonly events: RecordedEvent[] = [];

  getLogger(): Logger {
    return { emit: (record) => this.events.push(plainEvent(record)), enabled: () => true };
  }
}

function plainEvent({
  eventName,
  severityNumber,
  body,
  attributes,
  timestamp,
  context,
}: LogRecord): RecordedEvent {
  const spanId = trace.getSpanContext(context)?.spanId;
  return {
    name: eventName,
    severityNumber,
    body,
    attributes: { ...attributes },
    ...(timestamp !== undefined && { at: milliseconds(timestamp) }),
    ...(spanId !== undefined && { spanId }),
  };
}

export function milliseconds([seconds, nanoseconds]: HrTime): number {
  return seconds * 1_000 + nanoseconds / 1e6;
}
