import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { counts, trial } from '../trials.js';
import { laboratory, type MetricsSdk, onTrial, registerLogs, registerMetrics, unregisterAll } from './sdk.js';

// Collecting garbage takes a while on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

afterEach(unregisterAll);

describe('several laboratories', () => {
  const share: [string, () => [() => void, () => void]][] = [
    [
      'one publisher',
      () => {
        const publisher = openTelemetry();
        return [() => publisher.watch?.(first), () => publisher.watch?.(second)];
      },
    ],
    ['a publisher each', () => [() => openTelemetry().watch?.(first), () => openTelemetry().watch?.(second)]],
  ];
  const first = laboratory(counts({ trials: 1, rate: 0.1 }));
  const second = laboratory(counts({ trials: 2, rate: 0.5 }), counts({ experiment: 'other', trials: 4 }));

  it.each(share)('with %s add up to one series for each experiment', async (_, create) => {
    const sdk = registerMetrics();
    const [watchFirst, watchSecond] = create();
    for (let round = 0; round < 3; round++) {
      watchFirst();
      watchSecond();
    }
    expect(await onTrial(sdk)).toEqual([
      'experiment.name=other,decision=on_trial 4',
      'experiment.name=pricing.quote,decision=on_trial 3',
    ]);
    expect(await sdk.lines('labcoat.rate')).toContain('experiment.name=pricing.quote 0.5');
  });

  it('with several publishers each are counted once', async () => {
    const sdk = registerMetrics();
    for (const publisher of [openTelemetry(), openTelemetry()]) publisher.watch?.(first);
    expect(await onTrial(sdk)).toEqual(['experiment.name=pricing.quote,decision=on_trial 1']);
  });

  it('do not hurt each other when one cannot be read', async () => {
    const sdk = registerMetrics();
    const publisher = openTelemetry();
    const broken = () => {
      throw new Error('broken');
    };
    publisher.watch?.(broken);
    publisher.watch?.(first);
    expect(await onTrial(sdk)).toEqual(['experiment.name=pricing.quote,decision=on_trial 1']);
  });

  it('can be collected, and a counter does not go down for it', async () => {
    const sdk = registerMetrics();
    const publisher = openTelemetry();
    const gone = abandonLaboratory(publisher);
    const kept = laboratory(counts({ trials: 1 }));
    publisher.watch?.(kept);
    expect(await onTrial(sdk)).toEqual(['experiment.name=pricing.quote,decision=on_trial 6']);
    expect(await sdk.lines('labcoat.active')).toEqual(['experiment.name=pricing.quote 3']);
    await collectGarbage(gone);
    expect(gone.deref()).toBeUndefined();
    expect(await onTrial(sdk)).toEqual(['experiment.name=pricing.quote,decision=on_trial 6']);
    expect(await sdk.lines('labcoat.active')).toEqual(['experiment.name=pricing.quote 0']);
    kept();
  });

  it.each([
    ['that is the only one', 1],
    ['of many', 100],
  ])('can be dropped before anybody has looked, and no count is lost: one %s', async (_, laboratories) => {
    const sdk = registerMetrics();
    const publisher = openTelemetry();
    const gone = Array.from({ length: laboratories }, () => abandonLaboratory(publisher));
    const kept = laboratory();
    publisher.watch?.(kept);
    await collectGarbage(gone.at(-1) as WeakRef<object>);
    expect(await onTrial(sdk)).toEqual([
      `experiment.name=pricing.quote,decision=on_trial ${5 * laboratories}`,
    ]);
    for (const one of gone) await collectGarbage(one);
    expect(gone.filter((one) => one.deref() !== undefined)).toEqual([]);
    expect(await onTrial(sdk)).toEqual([
      `experiment.name=pricing.quote,decision=on_trial ${5 * laboratories}`,
    ]);
    kept();
  });

  it('can be collected without an SDK that would ever look at them, but for the last few', async () => {
    const publisher = openTelemetry();
    const gone = Array.from({ length: 1_000 }, () => abandonLaboratory(publisher));
    await collectGarbage(gone[0] as WeakRef<object>);
    expect(gone.filter((one) => one.deref() !== undefined).length).toBeLessThanOrEqual(65);
    const sdk = registerMetrics();
    publisher.watch?.(first);
    expect(await onTrial(sdk)).toEqual(['experiment.name=pricing.quote,decision=on_trial 5001']);
  });
});

it('a publisher that is replaced may go too, and what it has dropped since anybody looked is not lost', async () => {
  registerLogs();
  const sdk = registerMetrics();
  const gone = await replacePublisher(sdk);
  await collectGarbage(gone);
  expect(gone.deref()).toBeUndefined();
  expect(await sdk.lines('labcoat.events.dropped')).toEqual(['experiment.name=pricing.quote 5']);
});

/** One that is told of what was in flight after it was looked at for the last time. */
async function replacePublisher(sdk: MetricsSdk): Promise<WeakRef<object>> {
  const publisher = openTelemetry();
  publisher.watch?.(laboratory(counts()));
  await sdk.metrics();
  for (let index = 0; index < 15; index++) publisher.publish(trial());
  return new WeakRef(publisher);
}

function abandonLaboratory(publisher: ReturnType<typeof openTelemetry>): WeakRef<object> {
  const source = laboratory(counts({ trials: 5, active: 3 }));
  publisher.watch?.(source);
  return new WeakRef(source);
}

async function collectGarbage(until: WeakRef<object>): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let attempt = 0; attempt < 10 && until.deref() !== undefined; attempt++) {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
  }
}
