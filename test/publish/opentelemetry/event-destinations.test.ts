import { context, createContextKey } from '@opentelemetry/api';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it } from 'vitest';
import { type LogRecord, openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { candidate, STARTED_AT, trial } from '../trials.js';
import { enclose, epochMs, inCallerSpan, registerLogs, registerTraces, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

describe('where an event goes', () => {
  it('is the span of the candidate where there are no logs', () => {
    const spans = registerTraces();
    const publisher = openTelemetry();
    enclose(publisher);
    publisher.publish(trial({ id: 'trial' }));
    const [event] = spans()[0]?.events ?? [];
    expect(event?.name).toBe('labcoat.mismatch');
    expect(event?.attributes).toMatchObject({ 'labcoat.difference.paths': ['$.total'] });
    expect(epochMs(event?.time as any)).toBe(STARTED_AT + 30);
  });

  it('is the span of the candidate where the logger does not want it', () => {
    const spans = registerTraces();
    const asked: unknown[] = [];
    const loggerProvider = {
      getLogger: () => ({
        emit() {
          throw new Error('nobody asked');
        },
        enabled(event: unknown) {
          asked.push(event);
          return false;
        },
      }),
    };
    const publisher = openTelemetry({ loggerProvider });
    enclose(publisher);
    publisher.publish(trial({ id: 'trial' }));
    expect(spans()[0]?.events).toHaveLength(1);
    expect(asked).toMatchObject([{ eventName: 'labcoat.mismatch', severityNumber: 13 }]);
  });

  it.each(['none', 'suppress'] as const)(
    'is never the span of the caller, not where the candidate has none either: %s',
    (mode) => {
      const spans = registerTraces();
      const publisher = openTelemetry();
      inCallerSpan(() => {
        enclose(publisher, { trace: mode });
        publisher.publish(trial({ id: 'trial' }));
      });
      expect(spans().map(({ name, events, attributes }) => [name, events, attributes])).toEqual([
        ['caller', [], {}],
      ]);
    },
  );

  it('is nowhere where there is neither, and then nothing of the values is looked at', () => {
    registerTraces(new AlwaysOffSampler());
    const publisher = openTelemetry({ loggerProvider: new LoggerProvider({ processors: [] }) });
    enclose(publisher);
    const value = new Proxy(
      {},
      {
        get: () => {
          throw new Error('looked at');
        },
        ownKeys: () => {
          throw new Error('looked at');
        },
      },
    );
    const differences = new Proxy([], {
      get: () => {
        throw new Error('looked at');
      },
    });
    const judged = candidate({ value, differences });
    expect(() =>
      publisher.publish(trial({ id: 'trial', capture: 'values', candidates: [judged] })),
    ).not.toThrow();
  });

  it('is a logger provider that was registered late', () => {
    const publisher = openTelemetry();
    publisher.publish(trial());
    const exporter = registerLogs();
    publisher.publish(trial());
    expect(exporter.getFinishedLogRecords()).toHaveLength(1);
  });

  it('is the active context where the candidate was never enclosed', () => {
    registerTraces();
    const key = createContextKey('user');
    let seen: unknown;
    const loggerProvider = {
      getLogger: () => ({
        emit(record: LogRecord) {
          seen = record.context.getValue(key);
        },
      }),
    };
    context.with(context.active().setValue(key, 'Ada'), () =>
      openTelemetry({ loggerProvider }).publish(trial()),
    );
    expect(seen).toBe('Ada');
  });
});
