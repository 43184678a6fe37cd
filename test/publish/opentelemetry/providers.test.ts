import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { SCOPE } from '../../../src/publish/opentelemetry/names.js';
import { counts, trial } from '../trials.js';
import { laboratory, metricsSdk, onTrial, registerMetrics, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

describe('providers', () => {
  it('lose nothing that was counted before the SDK was registered', async () => {
    const publisher = openTelemetry();
    const source = laboratory(counts({ trials: 1_000 }));
    publisher.watch?.(source);
    const sdk = registerMetrics();
    publisher.watch?.(source);
    expect(await onTrial(sdk)).toEqual(['experiment.name=pricing.quote,decision=on_trial 1000']);
  });

  it('are told of a laboratory that has been idle since before, as soon as any other one runs', async () => {
    const [idle, busy] = [laboratory(counts({ experiment: 'idle', trials: 7 })), laboratory(counts())];
    openTelemetry().watch?.(idle);
    const publisher = openTelemetry();
    publisher.watch?.(busy);
    const sdk = registerMetrics();
    publisher.watch?.(busy);
    expect(await onTrial(sdk)).toContain('experiment.name=idle,decision=on_trial 7');
    idle();
  });

  it('that are replaced hand everything over, and are told nothing more', async () => {
    const publisher = openTelemetry();
    let trials = 3;
    const source = () => [counts({ trials })];
    const first = registerMetrics();
    publisher.watch?.(source);
    expect(await onTrial(first)).toHaveLength(1);
    const remove = vi.spyOn(
      first.provider.getMeter(SCOPE.name, SCOPE.version),
      'removeBatchObservableCallback',
    );
    unregisterAll();
    const second = registerMetrics();
    publisher.watch?.(source);
    publisher.publish(trial());
    expect(remove).toHaveBeenCalledOnce();
    trials = 4;
    expect(await onTrial(second)).toEqual(['experiment.name=pricing.quote,decision=on_trial 4']);
    expect(await second.lines('labcoat.variant.duration')).toHaveLength(2);
    expect(await onTrial(first)).toEqual(['experiment.name=pricing.quote,decision=on_trial 3']);
    expect(await first.lines('labcoat.variant.duration')).toEqual([]);
  });

  it('that were shut down are survived', async () => {
    const publisher = openTelemetry();
    const source = laboratory(counts());
    const sdk = registerMetrics();
    publisher.watch?.(source);
    await sdk.provider.shutdown();
    publisher.watch?.(source);
    expect(() => publisher.publish(trial())).not.toThrow();
  });

  it('that are given are used in place of the global one', async () => {
    const given = metricsSdk();
    const global = registerMetrics();
    const publisher = openTelemetry({ meterProvider: given.provider });
    const source = laboratory(counts({ trials: 2 }));
    publisher.watch?.(source);
    publisher.publish(trial());
    expect(await onTrial(given)).toHaveLength(1);
    expect(await given.lines('labcoat.variant.duration')).toHaveLength(2);
    expect(await global.metrics()).toEqual([]);
  });

  it('that are given keep their laboratories when the global one is replaced', async () => {
    const sdk = registerMetrics();
    const [pinned, free] = [laboratory(counts({ trials: 1 })), laboratory(counts({ trials: 10 }))];
    openTelemetry({ meterProvider: sdk.provider }).watch?.(pinned);
    const publisher = openTelemetry();
    publisher.watch?.(free);
    unregisterAll();
    publisher.watch?.(free);
    expect(await onTrial(sdk)).toEqual(['experiment.name=pricing.quote,decision=on_trial 1']);
    pinned();
  });

  it('are not needed: without an SDK nothing happens, and nothing is thrown', () => {
    const publisher = openTelemetry();
    const source = laboratory(counts());
    expect(() => {
      publisher.watch?.(source);
      publisher.publish(trial());
      publisher.changed?.({ event: 'killed', experiment: 'pricing.quote', at: 1 });
    }).not.toThrow();
  });
});
