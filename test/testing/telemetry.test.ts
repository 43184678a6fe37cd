import { type Span, trace } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it } from 'vitest';
import type { Laboratory } from '../../src/index.js';
import { openTelemetry } from '../../src/publish/opentelemetry/index.js';
import { recordTelemetry, testLaboratory } from '../../src/testing/index.js';
import {
  epochMs,
  inCallerSpan,
  metricsSdk,
  registerTraces,
  unregisterAll,
} from '../publish/opentelemetry/sdk.js';

afterEach(unregisterAll);

/** A laboratory that publishes to the real SDK, besides what it records itself. */
function withSdk() {
  const spans = new InMemorySpanExporter();
  const logs = new InMemoryLogRecordExporter();
  const sdk = metricsSdk();
  const publisher = openTelemetry({
    meterProvider: sdk.provider,
    tracerProvider: new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
    loggerProvider: new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: logs })] }),
  });
  const lab = testLaboratory({ publishers: [publisher], durations: { control: 5, candidate: 40 } });
  return { lab, spans, logs, sdk };
}

async function exercise(lab: Laboratory): Promise<void> {
  const quote = lab
    .experiment('quote', { capture: 'values' })
    .use((net: number) => ({ total: net }))
    .try((net) => {
      if (net === 3) throw new RangeError('bad scale');
      return { total: net === 2 ? 3 : net };
    })
    .measure('total', ({ total }) => total)
    .context((net) => ({ net }))
    .when((net) => net < 9)
    .wrap();
  for (const net of [1, 2, 3, 9]) quote(net);
  lab.kill('quote', { by: 'ops', reason: 'incident 4711' });
  quote(1);
  await lab.drain();
}

describe('recorded telemetry', () => {
  it('has the very events that the real SDK exports', async () => {
    const { lab, logs } = withSdk();
    await exercise(lab);
    const exported = logs
      .getFinishedLogRecords()
      .map(({ eventName, severityNumber, body, attributes, hrTime }) => ({
        name: eventName,
        severityNumber,
        body,
        attributes,
        at: epochMs(hrTime),
      }));
    expect(exported).toHaveLength(3);
    expect(lab.telemetry.events.map(({ spanId, ...event }) => event)).toEqual(exported);
  });

  it('has the very spans', async () => {
    const { lab, spans } = withSdk();
    await exercise(lab);
    const exported = spans.getFinishedSpans().map(({ name, attributes, status, startTime, duration }) => ({
      name,
      attributes,
      status: (['unset', 'ok', 'error'] as const)[status.code],
      startedAt: epochMs(startTime),
      durationMs: epochMs(duration),
    }));
    expect(exported).toHaveLength(3);
    expect(lab.telemetry.spans.map(({ spanId, traceId, links, ...span }) => span)).toEqual(exported);
  });

  it('has the very series of metrics, those at 0 too', async () => {
    const { lab, sdk } = withSdk();
    await exercise(lab);
    const series = (name: string, attributes: object) =>
      JSON.stringify([name, Object.entries(attributes).sort()]);
    const exported = (await sdk.metrics()).flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }): [string, number] => [
        series(descriptor.name, attributes),
        typeof value === 'number' ? value : (value as { count: number }).count,
      ]),
    );
    expect(exported.length).toBeGreaterThan(30);
    const recorded = lab.telemetry.metrics.map(({ name, attributes, value }): [string, number] => [
      series(name, attributes),
      value,
    ]);
    expect(new Map(recorded)).toEqual(new Map(exported));
  });

  it('links an event to the span of its candidate', async () => {
    const lab = testLaboratory();
    await exercise(lab);
    const mismatch = lab.telemetry.eventsOf('quote', 'labcoat.mismatch')[0];
    const span = lab.telemetry.spans.find((one) => one.attributes['labcoat.outcome'] === 'mismatch');
    expect(mismatch?.spanId).toBe(span?.spanId);
    expect(span?.spanId).toMatch(/^[0-9a-f]{16}$/);
  });

  it('has the span of a candidate in the trace of its caller, and a linked one in a trace of its own', async () => {
    registerTraces();
    const lab = testLaboratory();
    const caller = inCallerSpan((span) => {
      for (const trace of ['child', 'link'] as const) {
        lab
          .experiment(trace, { trace })
          .use(() => 1)
          .try(() => 1)
          .run();
      }
      return span.spanContext();
    });
    await lab.drain();
    const [child, link] = lab.telemetry.spans;
    expect(child).toMatchObject({ traceId: caller.traceId, parentSpanId: caller.spanId, links: [] });
    expect(link?.links).toEqual([caller.spanId]);
    expect(link?.traceId).not.toBe(caller.traceId);
  });

  it('lets a candidate do with its span whatever it does in production', async () => {
    registerTraces();
    const lab = testLaboratory();
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        const span = trace.getActiveSpan() as Span;
        const { traceId } = span.spanContext();
        span.setAttributes({ stock: 3, shelf: 'A' }).setAttribute('stock', 4).addEvent('looked up', {});
        span.addLink({ context: { traceId, spanId: 'b'.repeat(16), traceFlags: 1 } }).addLinks([]);
        span.updateName('another').recordException(new Error('out of stock'));
        return 1;
      })
      .run();
    await lab.drain();
    expect(lab.trials).toMatchObject([{ candidates: [{ outcome: 'match' }] }]);
    expect(lab.telemetry.spans).toMatchObject([
      { name: 'another', attributes: { stock: 4, shelf: 'A' }, links: ['b'.repeat(16)] },
    ]);
  });

  it('says where a series stands in one line', async () => {
    const telemetry = recordTelemetry();
    const lab = testLaboratory({ publishers: [telemetry] });
    await exercise(lab);
    const experiment = { 'labcoat.experiment.name': 'quote' };
    expect(telemetry.valueOf('labcoat.comparisons', { ...experiment, 'labcoat.outcome': 'mismatch' })).toBe(
      1,
    );
    expect(telemetry.valueOf('labcoat.calls', experiment)).toBe(5);
    expect(telemetry.valueOf('labcoat.variant.duration', { 'labcoat.variant.name': 'candidate' })).toBe(3);
    expect(telemetry.valueOf('labcoat.calls', { 'labcoat.experiment.name': 'other' })).toBe(0);
    expect(telemetry.eventsOf('other')).toEqual([]);
  });

  it('has nothing private, as what is exported has not', async () => {
    const lab = testLaboratory();
    lab
      .experiment('e')
      .use(() => ({ name: 'Ada' }))
      .try(() => ({ name: 'Grace' }))
      .run();
    await lab.settle();
    expect(JSON.stringify(lab.telemetry.events)).not.toMatch(/Ada|Grace/);
    expect(lab).toMatchObject({ trials: [{ candidates: [{ outcome: 'mismatch' }] }] });
  });
});
