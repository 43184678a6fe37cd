import { context } from '@opentelemetry/api';
import type { Change } from '../../types/publisher.js';
import type { JudgedObservation, Trial } from '../../types/trial.js';
import { describeChange, describeTrial, eventNameOf } from './event.js';
import { type LoggerProvider, loggerFor } from './logger.js';
import { EVENT } from './names.js';
import type { RateLimit } from './rate-limit.js';
import type { Place } from './spans.js';
import { hrTime } from './time.js';

// Severity numbers of the log data model.
const WARN = 13;
const INFO = 9;

/** The events of one publisher. */
export interface Events {
  /** Sends the event of a candidate, if there is one, anybody to send it to, and not too many of them. */
  judged(trial: Trial, candidate: JudgedObservation, place: Place | undefined): void;
  /** Sends the event of a change. These are few and an audit trail, so all of them are sent. */
  changed(change: Change): void;
}

/** @param given the provider to use; the global one, whichever that is at the moment, without it */
export function createEvents(given: LoggerProvider | undefined, limit: RateLimit): Events {
  return {
    judged(trial, candidate, place) {
      const eventName = eventNameOf(candidate.outcome);
      if (eventName === undefined) return;
      const event = { eventName, severityNumber: WARN, context: place?.context ?? context.active() };
      const logger = loggerFor(given, event);
      const span = place?.span;
      if (logger === undefined && span === undefined) return;
      if (!limit.admits(trial.experiment, trial.startedAt)) return;
      const { body, attributes } = describeTrial(trial, candidate);
      const timestamp = hrTime((place?.startedAt ?? trial.startedAt) + candidate.durationMs);
      if (logger === undefined) span?.addEvent(eventName, attributes, timestamp);
      else logger.emit({ ...event, body, attributes, ...(timestamp !== undefined && { timestamp }) });
    },
    changed(change) {
      const event = { eventName: EVENT.change, severityNumber: INFO, context: context.active() };
      const timestamp = hrTime(change.at);
      loggerFor(given, event)?.emit({
        ...event,
        ...describeChange(change),
        ...(timestamp !== undefined && { timestamp }),
      });
    },
  };
}
