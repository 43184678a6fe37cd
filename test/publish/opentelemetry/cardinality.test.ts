import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { METRIC } from '../../../src/publish/opentelemetry/names.js';
import type { Counts } from '../../../src/types/publisher.js';
import { candidate, counts, thrown, trial, variantCounts } from '../trials.js';
import { METRICS } from './dictionary.js';
import { type MetricsSdk, metricsSdk, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

// 10 000 of anything take a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const MANY = 10_000;
const METRIC_KEYS = Object.keys(METRIC) as (keyof typeof METRIC)[];

/** How many series each metric has. */
async function series({ metrics }: MetricsSdk): Promise<Record<string, number>> {
  const found = await metrics();
  return Object.fromEntries(found.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints.length]));
}

/** How many it may have by the table, with v variants of which c are candidates. */
function allowed(text: string, c: number): number {
  const [, factor = '1', unit] = /^(\d*) ?([vc]?)/.exec(text) as RegExpExecArray;
  return (Number(factor) || 1) * (unit === 'v' ? c + 1 : unit === 'c' ? c : 1);
}

describe('10 000 distinct values stay within the documented number of series', () => {
  it('of error codes, fingerprints, paths and context', async () => {
    const sdk = metricsSdk();
    const publisher = openTelemetry({ meterProvider: sdk.provider });
    const source = () => [counts()];
    publisher.watch?.(source);
    for (let index = 0; index < MANY; index++) {
      const error = Object.assign(new Error(`no ${index}`), { code: `E${index}` });
      const differences = [{ path: `$.key${index}`, kind: 'changed' as const }];
      const context = { [`key${index}`]: index };
      publisher.publish(trial({ context, candidates: [thrown(error)] }));
      publisher.publish(
        trial({ context, candidates: [candidate({ differences, fingerprint: `$.key${index} changed` })] }),
      );
    }
    for (const [name, count] of Object.entries(await series(sdk))) {
      const key = METRIC_KEYS.find((one) => METRIC[one].name === name) as keyof typeof METRIC;
      expect([name, count <= allowed(METRICS[key].series, 1)]).toEqual([name, true]);
    }
  });

  it('of candidates and measures of one experiment, and every one is counted', async () => {
    const sdk = metricsSdk();
    const publisher = openTelemetry({ meterProvider: sdk.provider });
    const variants: Record<string, Counts['variants'][string]> = {};
    const source = () => [counts({ variants })];
    publisher.watch?.(source);
    for (let index = 0; index < MANY; index++) {
      const name = `candidate ${index}`;
      variants[name] = variantCounts({ started: 1 });
      const measures = [{ name: `measure ${index}`, control: 1, candidate: 2, delta: 1, isBeyond: false }];
      publisher.publish(trial({ candidates: [candidate({ name, measures })] }));
    }
    const found = await series(sdk);
    expect(found['labcoat.started']).toBe(21);
    expect(found['labcoat.variant.duration']).toBe(22);
    expect(found['labcoat.measure.delta']).toBeLessThanOrEqual(21 * 21);
    expect(await sdk.lines('labcoat.started')).toContain(
      'experiment.name=pricing.quote,variant.name=_OTHER 9980',
    );
    expect(await sdk.lines('labcoat.variant.duration')).toContain(
      'experiment.name=pricing.quote,variant.name=_OTHER 9980',
    );
  });

  it('of experiments in any number of laboratories, and every one is counted', async () => {
    const sdk = metricsSdk();
    const publisher = openTelemetry({ meterProvider: sdk.provider });
    const source = () => Array.from({ length: MANY }, (_, index) => counts({ experiment: `name ${index}` }));
    publisher.watch?.(source);
    for (let index = 0; index < MANY; index++) {
      publisher.publish(trial({ experiment: `name ${index}`, candidates: [] }));
    }
    expect((await series(sdk))['labcoat.active']).toBe(1_001);
    const durations = await sdk.lines('labcoat.variant.duration');
    expect(durations).toHaveLength(1_001);
    expect(durations).toContain('experiment.name=_OTHER,variant.name=control 9000');
  });

  it('of a thousand experiments all arrive, where the limit of the SDK is raised as the docs say', async () => {
    const source = () =>
      Array.from({ length: 1_000 }, (_, index) => counts({ experiment: `name ${index}`, trials: 1 }));
    const limited = metricsSdk();
    const raised = metricsSdk([{ instrumentName: 'labcoat.*', aggregationCardinalityLimit: 50_000 }]);
    for (const { provider } of [limited, raised]) openTelemetry({ meterProvider: provider }).watch?.(source);
    expect((await series(limited))['labcoat.calls']).toBe(2_000);
    expect(await series(raised)).toMatchObject({ 'labcoat.calls': 11_000, 'labcoat.faults': 24_000 });
    source();
  });
});
