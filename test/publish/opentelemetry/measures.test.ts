import { afterEach, expect, it } from 'vitest';
import { laboratory } from '../../../src/index.js';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { registerMetrics, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

it('the delta of every measure is recorded, by candidate, name and sign', async () => {
  const sdk = registerMetrics();
  const lab = laboratory({ publishers: [openTelemetry()] });
  lab
    .experiment('pricing.quote')
    .use(() => ({ total: 100, lines: 3 }))
    .try('cheap', () => ({ total: 97.5, lines: 3 }))
    .try('dear', () => ({ total: 101, lines: 4 }))
    .measure('total', ({ total }) => total)
    .measure('lines', ({ lines }) => lines)
    .run();
  await lab.drain();
  const metric = (await sdk.metrics()).find(({ descriptor }) => descriptor.name === 'labcoat.measure.delta');
  const sums = metric?.dataPoints.map(({ attributes, value }) => [
    attributes['labcoat.experiment.name'],
    attributes['labcoat.variant.name'],
    attributes['labcoat.measure.name'],
    attributes['labcoat.measure.sign'],
    (value as { sum: number }).sum,
  ]);
  expect(sums).toEqual([
    ['pricing.quote', 'cheap', 'total', 'negative', 2.5],
    ['pricing.quote', 'cheap', 'lines', undefined, 0],
    ['pricing.quote', 'dear', 'total', undefined, 1],
    ['pricing.quote', 'dear', 'lines', undefined, 1],
  ]);
});
