import { type MeterProvider, metrics, propagation, type Span, trace } from '@opentelemetry/api';
import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it } from 'vitest';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { candidate, counts, trial } from '../trials.js';
import {
  enclose,
  laboratory,
  onTrial,
  registerContext,
  registerLogs,
  registerMetrics,
  registerTraces,
  unregisterAll,
} from './sdk.js';

afterEach(unregisterAll);

function fail(): never {
  throw new Error('broken');
}

/** Has every method, and each fails. */
const broken: any = new Proxy({}, { get: () => fail });

const candidates = [candidate({ name: 'fast' }), candidate({ name: 'exact' })];

/** Publishes a trial of two candidates, and answers what publishing it failed with. */
function publishTwo(publisher = openTelemetry()): unknown {
  for (const { name } of candidates) {
    try {
      enclose(publisher, { variant: name });
    } catch {
      // A laboratory runs the candidate without.
    }
  }
  try {
    publisher.publish(trial({ id: 'trial', candidates }));
    return undefined;
  } catch (error) {
    return error;
  }
}

const names = (spans: readonly { readonly name: string }[]) => spans.map(({ name }) => name);
const BOTH = ['fast pricing.quote', 'exact pricing.quote'];

describe('a signal that fails takes no other one along', () => {
  const meterProviders: [string, MeterProvider][] = [
    ['a meter provider', broken],
    ['a meter', { getMeter: () => broken }],
    ['an instrument', { getMeter: () => new Proxy({}, { get: () => () => broken }) as any }],
  ];
  it.each(meterProviders)('%s: every span ends, and every event is sent', (_, meterProvider) => {
    metrics.setGlobalMeterProvider(meterProvider);
    const spans = registerTraces();
    const logs = registerLogs();
    expect(publishTwo()).toEqual(new Error('broken'));
    expect(names(spans())).toEqual(BOTH);
    expect(logs.getFinishedLogRecords()).toHaveLength(2);
  });

  it('a logger provider: every span ends, every duration is recorded, and each failure is told', async () => {
    const sdk = registerMetrics();
    const spans = registerTraces();
    const error = publishTwo(openTelemetry({ loggerProvider: broken }));
    expect(error).toMatchObject({ errors: [new Error('broken'), new Error('broken')] });
    expect(names(spans())).toEqual(BOTH);
    expect(await sdk.lines('labcoat.variant.duration')).toHaveLength(3);
  });

  it('a tracer provider: every event is sent, and every duration is recorded', async () => {
    const sdk = registerMetrics();
    const logs = registerLogs();
    trace.setGlobalTracerProvider(broken);
    expect(publishTwo()).toBeUndefined();
    expect(logs.getFinishedLogRecords()).toHaveLength(2);
    expect(await sdk.lines('labcoat.variant.duration')).toHaveLength(3);
  });
});

it('a meter that fails while it takes the place of another, and while it gives it up, loses no count', async () => {
  const publisher = openTelemetry();
  const source = laboratory(counts({ trials: 3 }));
  publisher.watch?.(source);
  const meter: any = new Proxy(
    {},
    { get: (_, method: string) => (method.includes('Batch') ? fail : () => ({})) },
  );
  metrics.setGlobalMeterProvider({ getMeter: () => meter });
  expect(() => publisher.watch?.(source)).toThrow('broken');
  unregisterAll();
  const sdk = registerMetrics();
  expect(() => publisher.watch?.(source)).toThrow('broken');
  publisher.watch?.(source);
  expect(await onTrial(sdk)).toEqual(['experiment.name=pricing.quote,decision=on_trial 3']);
});

describe('a span that fails', () => {
  it('takes not that of another candidate along', () => {
    const ended: string[] = [];
    const processor: SpanProcessor = {
      onStart() {},
      onEnd({ name }) {
        ended.push(name);
        fail();
      },
      forceFlush: async () => {},
      shutdown: async () => {},
    };
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }));
    registerContext();
    publishTwo();
    expect(ended).toEqual(BOTH);
  });

  it('is ended where it takes no attributes', () => {
    let ended = 0;
    const span: Partial<Span> = {
      spanContext: () => ({ traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 }),
      isRecording: () => true,
      addEvent: fail,
      setAttribute: fail,
      end: () => ended++,
    };
    const tracerProvider: any = { getTracer: () => ({ startSpan: () => span }) };
    publishTwo(openTelemetry({ tracerProvider }));
    expect(ended).toBe(2);
  });
});

it('a candidate of which no span can be started marks its calls all the same', () => {
  registerContext();
  let marks: unknown;
  const run = () => {
    marks = propagation.getActiveBaggage()?.getEntry('labcoat.variant')?.value;
  };
  const publisher = openTelemetry({ tracerProvider: broken });
  expect(() => enclose(publisher, { baggage: true }, run)).toThrow('broken');
  expect(marks).toBe('candidate');
});
