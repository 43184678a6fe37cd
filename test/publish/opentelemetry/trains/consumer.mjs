// An application with an SDK of its own. It is run by tests, on either train of OpenTelemetry, with the library and the
// SDK each loaded in its way, and prints what arrived.
//
//   node consumer.mjs <library: esm | cjs> <sdk: esm | cjs> <when: before | after | never | replaced | shut-down>
import { createRequire } from 'node:module';

const [library, sdk, when] = process.argv.slice(2);

function load(kind, name) {
  return kind === 'esm' ? import(name) : createRequire(import.meta.url)(name);
}

async function loadFirst(kind, ...names) {
  for (const name of names) {
    try {
      return await load(kind, name);
    } catch (error) {
      if (!/ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND/.test(error.code)) throw error;
    }
  }
}

const api = await load(sdk, '@opentelemetry/api');
// With 1.10 the Logs API came into the API; it was a package of its own.
const logs = api.logs ?? (await load(sdk, '@opentelemetry/api-logs')).logs;
const { MeterProvider, MetricReader } = await load(sdk, '@opentelemetry/sdk-metrics');
const tracing = await loadFirst(sdk, '@opentelemetry/sdk-trace-base', '@opentelemetry/sdk-trace');
const logging = await load(sdk, '@opentelemetry/sdk-logs');
const { AsyncLocalStorageContextManager } = await load(sdk, '@opentelemetry/context-async-hooks');

class ManualReader extends MetricReader {
  async onForceFlush() {}
  async onShutdown() {}
}

/** Registers an SDK, and answers how to see what has arrived at it. */
function register() {
  const reader = new ManualReader();
  const spans = new tracing.InMemorySpanExporter();
  const records = new logging.InMemoryLogRecordExporter();
  const meters = new MeterProvider({ readers: [reader] });
  const { BasicTracerProvider, TracerProvider, SimpleSpanProcessor } = tracing;
  const tracers =
    BasicTracerProvider === undefined
      ? new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] })
      : new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const loggers = new logging.LoggerProvider({
    processors: [new logging.SimpleLogRecordProcessor({ exporter: records })],
  });
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.metrics.setGlobalMeterProvider(meters);
  api.trace.setGlobalTracerProvider(tracers);
  logs.setGlobalLoggerProvider(loggers);
  return {
    shutdown: () => Promise.all([meters, tracers, loggers].map((provider) => provider.shutdown())),
    arrived: async () => describe(await reader.collect(), spans, records),
  };
}

function unregister() {
  for (const one of [api.context, api.metrics, api.trace, logs]) one.disable();
}

function describe({ resourceMetrics }, spans, records) {
  const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  const points = (name) => metrics.find((metric) => metric.descriptor.name === name)?.dataPoints ?? [];
  const ended = spans.getFinishedSpans();
  const parentOf = (span) => ended.find((one) => one.spanContext().spanId === span.parentSpanContext?.spanId);
  const spanOf = (record) => ended.find((one) => one.spanContext().spanId === record.spanContext?.spanId);
  return {
    mismatches: points('labcoat.comparisons').find((one) => one.attributes['labcoat.outcome'] === 'mismatch')
      ?.value,
    durations: points('labcoat.variant.duration').map((one) => one.value.count),
    spans: ended.map((span) => [span.name, parentOf(span)?.name ?? null]),
    events: records.getFinishedLogRecords().map((record) => [record.eventName, spanOf(record)?.name ?? null]),
  };
}

const { laboratory } = await load(library, 'labcoat');
const faults = [];
const lab = laboratory({ onFault: ({ stage, error }) => faults.push(`${stage}: ${error}`) });
const quote = lab
  .experiment('pricing.quote', { guardrails: false })
  .use((net) => net * 2)
  .try((net) => net * 2 + 1)
  .wrap();

async function call() {
  api.trace.getTracer('shop').startActiveSpan('request', (span) => {
    quote(21);
    span.end();
  });
  await lab.drain();
}

const seen = [];
const first = when === 'after' || when === 'never' ? undefined : register();
await call();
if (when === 'after') {
  const late = register();
  await call();
  seen.push(await late.arrived());
} else if (when === 'replaced') {
  seen.push(await first.arrived());
  unregister();
  const second = register();
  await call();
  seen.push(await second.arrived());
} else if (when === 'shut-down') {
  await first.shutdown();
  await call();
} else if (when === 'before') {
  seen.push(await first.arrived());
}
console.log(JSON.stringify({ outcomes: lab.report('pricing.quote').outcomes.mismatch, seen, faults }));
