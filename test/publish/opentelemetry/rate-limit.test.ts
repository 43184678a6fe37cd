import { afterEach, describe, expect, it } from 'vitest';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import type { Publisher } from '../../../src/types/publisher.js';
import { counts, STARTED_AT, trial } from '../trials.js';
import { registerLogs, registerMetrics, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

describe('too many events', () => {
  const publishAt = (publisher: Publisher, seconds: number, experiment = 'pricing.quote') =>
    publisher.publish(trial({ startedAt: STARTED_AT + seconds * 1_000, experiment }));

  it('are ten in a burst and then one a second, for each experiment', () => {
    const exporter = registerLogs();
    const publisher = openTelemetry();
    const sent = () => exporter.getFinishedLogRecords().length;
    for (let index = 0; index < 1_000; index++) publishAt(publisher, 0);
    expect(sent()).toBe(10);
    publishAt(publisher, 0, 'other');
    expect(sent()).toBe(11);
    for (let index = 0; index <= 100; index++) publishAt(publisher, index / 20);
    expect(sent()).toBe(16);
    for (let index = 0; index < 1_000; index++) publishAt(publisher, 1_000);
    expect(sent()).toBe(26);
  });

  it('are counted exactly', async () => {
    registerLogs();
    const sdk = registerMetrics();
    const publisher = openTelemetry();
    const source = () => [counts()];
    publisher.watch?.(source);
    for (let index = 0; index < 1_000; index++) publishAt(publisher, 0);
    expect(await sdk.lines('labcoat.events.dropped')).toEqual(['experiment.name=pricing.quote 990']);
    expect(await sdk.lines('labcoat.variant.duration')).toContain(
      'experiment.name=pricing.quote,variant.name=candidate 1000',
    );
  });

  it('are let through again after the clock had failed', () => {
    const exporter = registerLogs();
    const publisher = openTelemetry();
    for (let index = 0; index < 20; index++) publishAt(publisher, Number.NaN);
    publishAt(publisher, 0);
    expect(exporter.getFinishedLogRecords()).toHaveLength(11);
  });

  it('are none where nobody would have had them', async () => {
    const sdk = registerMetrics();
    const publisher = openTelemetry();
    for (let index = 0; index < 1_000; index++) publishAt(publisher, 0);
    expect(await sdk.lines('labcoat.events.dropped')).toEqual([]);
  });

  it('of more experiments than a laboratory remembers take no more memory, and are still counted', async () => {
    registerLogs();
    const sdk = registerMetrics();
    const publisher = openTelemetry();
    for (let index = 0; index < 3_000; index++) publishAt(publisher, 0, `experiment ${index}`);
    const lines = await sdk.lines('labcoat.events.dropped');
    expect(lines).toHaveLength(1_001);
    expect(lines).toContain('experiment.name=_OTHER 1990');
  });
});
