import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { laboratory } from '../../../src/index.js';
import { DURATION_BOUNDARIES, METRIC, SCOPE } from '../../../src/publish/opentelemetry/names.js';
import { CALM } from '../../harness.js';
import { attributesOf, openSink, type RealSdk, recordsOf, registerRealSdk, type Sink } from './otlp.js';
import { inCallerSpan } from './sdk.js';

let sink: Sink;
let sdk: RealSdk;

beforeEach(async () => {
  sink = await openSink();
  sdk = registerRealSdk(sink);
});

afterEach(async () => {
  await sdk.shutdown();
  await sink.close();
});

class NoSuchSku extends Error {
  override name = 'NoSuchSku';
  code = 'E_SKU';
}

/** Two trials of a published experiment, with one mismatch and one error, sent to the sink. */
async function send(): Promise<void> {
  // The default publishers: what a user has who configures nothing.
  const lab = laboratory({ defaults: { guardrails: CALM } });
  const quote = lab
    .experiment('pricing.quote')
    .use((net: number) => ({ total: net * 2 }))
    .try((net) => {
      if (net === 0) throw new NoSuchSku('no such sku: 4711');
      return { total: net * 2 + 0.5 };
    })
    .measure('total', ({ total }) => total)
    .context((net) => ({ net, cart: {} }))
    .wrap();
  inCallerSpan(() => {
    quote(21);
    quote(0);
  });
  await lab.drain();
  await sdk.flush();
}

describe('what arrives at a collector over OTLP', () => {
  it('is every metric of the table, with its unit, description and kind', async () => {
    await send();
    const metrics = recordsOf(sink, 'metrics');
    for (const { name, unit, description, kind } of Object.values(METRIC)) {
      const record = metrics.find((one) => one.record.name === name)?.record;
      expect(record).toMatchObject({ name, unit, description });
      const { sum, gauge, histogram } = record as any;
      expect([name, sum?.isMonotonic, gauge !== undefined, histogram !== undefined]).toEqual([
        name,
        kind === 'ObservableCounter' ? true : kind === 'ObservableUpDownCounter' ? false : undefined,
        kind === 'ObservableGauge',
        kind === 'Histogram',
      ]);
    }
    expect(metrics).toHaveLength(Object.keys(METRIC).length);
    expect(metrics[0]?.scope.scope).toMatchObject(SCOPE);
    expect(metrics[0]?.scope.schemaUrl ?? '').toBe('');
  });

  it('is what was counted and how long it took', async () => {
    await send();
    const points = (name: string) => {
      const record = recordsOf(sink, 'metrics').find((one) => one.record.name === name)?.record as any;
      const { dataPoints } = record.sum ?? record.gauge ?? record.histogram;
      return dataPoints.map((point: any) => ({ ...point, attributes: attributesOf(point.attributes) }));
    };
    const counted = points('labcoat.comparisons').map(({ attributes, asInt, asDouble }: any) => [
      attributes['labcoat.outcome'],
      Number(asInt ?? asDouble),
    ]);
    expect(Object.fromEntries(counted)).toEqual({
      match: 0,
      mismatch: 1,
      ignored: 0,
      transient: 0,
      candidate_error: 1,
      control_error: 0,
      timeout: 0,
      comparator_error: 0,
    });
    const durations = points('labcoat.variant.duration');
    expect(durations[0].explicitBounds).toEqual([...DURATION_BOUNDARIES]);
    expect(durations.map(({ attributes, count }: any) => [attributes, Number(count)])).toEqual([
      [{ 'labcoat.experiment.name': 'pricing.quote', 'labcoat.variant.name': 'control' }, 2],
      [{ 'labcoat.experiment.name': 'pricing.quote', 'labcoat.variant.name': 'candidate' }, 1],
      [
        {
          'labcoat.experiment.name': 'pricing.quote',
          'labcoat.variant.name': 'candidate',
          'error.type': 'E_SKU',
        },
        1,
      ],
    ]);
    const [delta] = points('labcoat.measure.delta');
    expect([delta.attributes['labcoat.measure.name'], delta.sum]).toEqual(['total', 0.5]);
  });

  it('is a span for each candidate, below the caller’s, which is as it was', async () => {
    await send();
    const spans = recordsOf(sink, 'traces').map(({ record }) => ({
      ...record,
      attributes: attributesOf(record.attributes),
    })) as any[];
    const caller = spans.find((span) => span.name === 'caller');
    const [mismatch, error] = spans.filter((span) => span.name === 'candidate pricing.quote');
    expect(spans).toHaveLength(3);
    expect([caller.attributes, caller.events, caller.status.code]).toEqual([{}, [], 0]);
    expect(mismatch).toMatchObject({
      traceId: caller.traceId,
      parentSpanId: caller.spanId,
      kind: 1,
      status: { code: 0 },
      attributes: {
        'labcoat.experiment.name': 'pricing.quote',
        'labcoat.variant.name': 'candidate',
        'labcoat.outcome': 'mismatch',
        'labcoat.control.duration': expect.any(Number),
      },
    });
    expect(error).toMatchObject({
      status: { code: 2 },
      attributes: { 'labcoat.outcome': 'candidate_error', 'error.type': 'E_SKU' },
    });
  });

  it('is an event for each candidate that did not match, in its span', async () => {
    await send();
    const [mismatch, exception] = recordsOf(sink, 'logs').map(({ record }) => ({
      ...record,
      attributes: attributesOf(record.attributes),
    })) as any[];
    const spans = recordsOf(sink, 'traces').map(({ record }) => record);
    const own = spans.filter((span) => span.name === 'candidate pricing.quote');
    expect([mismatch, exception].map(({ spanId }) => spanId)).toEqual(own.map(({ spanId }) => spanId));
    expect(mismatch).toMatchObject({
      eventName: 'labcoat.mismatch',
      severityNumber: 13,
      body: { stringValue: 'experiment pricing.quote: candidate differs from control' },
      attributes: {
        'labcoat.difference.count': 1,
        'labcoat.difference.paths': ['$.total'],
        'labcoat.fingerprint': '$.total changed',
        'labcoat.context.net': 21,
      },
    });
    expect(exception).toMatchObject({
      eventName: 'labcoat.candidate.exception',
      body: { stringValue: 'experiment pricing.quote: candidate threw E_SKU' },
      attributes: { 'exception.type': 'NoSuchSku', 'labcoat.context.net': 0 },
    });
    expect(mismatch.severityText ?? '').toBe('');
    expect(Number(mismatch.timeUnixNano)).toBeGreaterThan(1.7e18);
    expect(JSON.stringify(exception)).not.toContain('4711');
  });
});
