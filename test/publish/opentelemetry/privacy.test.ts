import { afterEach, expect, it } from 'vitest';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import type { JudgedObservation } from '../../../src/types/trial.js';
import { candidate, thrown, trial } from '../trials.js';
import { enclose, registerLogs, registerMetrics, registerTraces, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

const CANARY = 'canary-4711';

class Leak extends Error {
  detail = CANARY;
  constructor() {
    super(`for ${CANARY}`, { cause: new Error(CANARY) });
  }
}

const value = {
  name: CANARY,
  [CANARY]: 1,
  names: [CANARY, new Set([CANARY]), new Map([[CANARY, CANARY]])],
  error: new Leak(),
};

const differences = [
  `$["${CANARY}"]`,
  '$.canary4711',
  `$.names.get("${CANARY}").x`,
  `$.names.has("${CANARY}")`,
  `$[Symbol("${CANARY}")]`,
  `$["${CANARY}${'x'.repeat(1_000)}"]`,
  `the name ${CANARY}`,
].map((path) => ({ path, kind: 'changed' as const, control: CANARY, candidate: CANARY }));

const fingerprint = differences.map(({ path }) => `changed ${path}`).join(', ');

const trials: [string, JudgedObservation][] = [
  ['in values, keys and paths', candidate({ value, differences, fingerprint, reason: CANARY })],
  ['in an error', thrown(new Leak())],
  ['in what was thrown instead of an error', thrown(CANARY)],
  ['in what both sides threw', thrown(new Leak(), { outcome: 'mismatch' })],
];

it.each(trials)('no string %s ever leaves under capture: shape', async (_, judged) => {
  const sdk = registerMetrics();
  const logs = registerLogs();
  const spans = registerTraces();
  const publisher = openTelemetry();
  const control = { name: 'control', durationMs: 1, status: 'returned' as const, value };
  const source = () => [];
  publisher.watch?.(source);
  enclose(publisher);
  publisher.publish(trial({ id: 'trial', control, candidates: [judged] }));
  publishWithoutLogs(judged);

  const sent = JSON.stringify([
    await sdk.metrics(),
    logs.getFinishedLogRecords().map(({ body, attributes }) => [body, attributes]),
    spans().map(({ name, attributes, events, status }) => [name, attributes, events, status]),
  ]);
  expect(logs.getFinishedLogRecords()).toHaveLength(1);
  expect(spans().flatMap((span) => span.events)).toHaveLength(1);
  expect(sent).not.toMatch(/canary|4711/i);
});

/** The same once more, by way of a span event. */
function publishWithoutLogs(judged: JudgedObservation): void {
  const silent = openTelemetry({
    loggerProvider: { getLogger: () => ({ emit() {}, enabled: () => false }) },
  });
  enclose(silent);
  silent.publish(trial({ id: 'trial', candidates: [judged] }));
}

it('what was captured is captured: keys and values leave when they are asked for', () => {
  const logs = registerLogs();
  const judged = candidate({ value, differences, fingerprint });
  openTelemetry().publish(trial({ capture: 'values', candidates: [judged] }));
  const [record] = logs.getFinishedLogRecords();
  expect(record?.attributes['labcoat.candidate.value']).toContain(CANARY);
  expect(record?.attributes['labcoat.difference.paths']).toContain(`$["${CANARY}"]`);
});
