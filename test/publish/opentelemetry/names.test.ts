import { readFileSync } from 'node:fs';
import type { MetricAdvice } from '@opentelemetry/api';
import type { MetricDescriptor } from '@opentelemetry/sdk-metrics';
import { afterEach, expect, it } from 'vitest';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { ATTRIBUTE, EVENT, METRIC, SCOPE } from '../../../src/publish/opentelemetry/names.js';
import { candidate, counts, trial } from '../trials.js';
import { registerMetrics, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

it('every instrument is as it was published', async () => {
  const sdk = registerMetrics();
  const publisher = openTelemetry();
  const source = () => [counts()];
  publisher.watch?.(source);
  const measures = [{ name: 'total', control: 1, candidate: 2, delta: 1, isBeyond: false }];
  publisher.publish(trial({ candidates: [candidate({ measures })] }));
  const found = await sdk.metrics();
  expect(
    found
      .map(({ descriptor }) => descriptor as MetricDescriptor & { type: string; advice: MetricAdvice })
      .map(({ name, unit, description, valueType, type, advice }) => [
        name,
        type,
        unit,
        valueType,
        description,
        advice.explicitBucketBoundaries?.join(' ') ?? '',
      ]),
  ).toMatchSnapshot();
  expect(found.map(({ descriptor }) => descriptor.name).sort()).toEqual(
    Object.values(METRIC)
      .map(({ name }) => name)
      .sort(),
  );
});

it('every event and attribute is as it was published', () => {
  expect(Object.values(EVENT)).toMatchSnapshot();
  expect(Object.values(ATTRIBUTE)).toMatchSnapshot();
});

it('the scope is the package', () => {
  const { name, version } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  expect(SCOPE).toEqual({ name, version });
});
