import { afterEach, describe, expect, it } from 'vitest';
import { laboratory as realLaboratory } from '../../../src/index.js';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { METRIC } from '../../../src/publish/opentelemetry/names.js';
import { counts, variantCounts } from '../trials.js';
import { laboratory, registerMetrics, unregisterAll } from './sdk.js';

afterEach(unregisterAll);

describe('what is counted', () => {
  it('has a series for every decision from zero, as soon as the experiment is known', async () => {
    const sdk = registerMetrics();
    const source = laboratory(counts());
    openTelemetry().watch?.(source);
    expect(await sdk.lines('labcoat.calls')).toEqual([
      'experiment.name=pricing.quote,decision=expired 0',
      'experiment.name=pricing.quote,decision=fault 0',
      'experiment.name=pricing.quote,decision=guardrail 0',
      'experiment.name=pricing.quote,decision=killed 0',
      'experiment.name=pricing.quote,decision=no_candidate 0',
      'experiment.name=pricing.quote,decision=not_sampled 0',
      'experiment.name=pricing.quote,decision=on_trial 0',
      'experiment.name=pricing.quote,decision=overloaded 0',
      'experiment.name=pricing.quote,decision=rate_limited 0',
      'experiment.name=pricing.quote,decision=saturated 0',
      'experiment.name=pricing.quote,decision=when 0',
    ]);
    source();
  });

  it('has a series for every outcome of every candidate from zero', async () => {
    const sdk = registerMetrics();
    const source = laboratory(counts({ variants: { fast: variantCounts(), exact: variantCounts() } }));
    openTelemetry().watch?.(source);
    const lines = await sdk.lines('labcoat.comparisons');
    expect(lines).toHaveLength(16);
    expect(lines).toContain('experiment.name=pricing.quote,variant.name=exact,outcome=mismatch 0');
    expect(lines.every((line) => line.endsWith(' 0'))).toBe(true);
    source();
  });

  it('has a series for every stage that can fail, and for dropped events, from zero', async () => {
    const sdk = registerMetrics();
    const source = laboratory(counts({ faults: { compare: 2 } }));
    openTelemetry().watch?.(source);
    const lines = await sdk.lines('labcoat.faults');
    expect(lines).toContain('experiment.name=pricing.quote,stage=publish 0');
    expect(lines).toContain('experiment.name=pricing.quote,stage=compare 2');
    expect(await sdk.lines('labcoat.events.dropped')).toEqual(['experiment.name=pricing.quote 0']);
    source();
  });

  it('has the faults that are no experiment’s under the name of all, and nothing else', async () => {
    const sdk = registerMetrics();
    const failing = {
      publish() {},
      watch() {
        throw new Error('no');
      },
    };
    const lab = realLaboratory({ publishers: [failing, openTelemetry()], onFault: () => {} });
    lab
      .experiment('pricing.quote')
      .use(() => 1)
      .try(() => 1)
      .run();
    await lab.drain();
    const lines = (await Promise.all(Object.values(METRIC).map(({ name }) => sdk.lines(name)))).flat();
    const own = lines.filter((line) => line.startsWith('experiment.name=*'));
    expect(own).toHaveLength(24);
    expect(own.filter((line) => !line.endsWith(' 0'))).toEqual([
      expect.stringMatching(/^experiment\.name=\*,stage=publish [1-9]/),
    ]);
  });

  it('is what the laboratory counted, at the moment at which it is collected', async () => {
    const sdk = registerMetrics();
    let now = counts({ trials: 1 });
    const source = () => [now];
    openTelemetry().watch?.(source);
    now = counts({
      trials: 5,
      skips: { 'not-sampled': 95 },
      variants: {
        candidate: variantCounts({ started: 5, settled: 4, outcomes: { match: 3, mismatch: 1 } as any }),
      },
      active: 1,
      rate: 0.05,
    });
    expect(await sdk.lines('labcoat.calls')).toContain('experiment.name=pricing.quote,decision=on_trial 5');
    expect(await sdk.lines('labcoat.calls')).toContain(
      'experiment.name=pricing.quote,decision=not_sampled 95',
    );
    expect(await sdk.lines('labcoat.started')).toEqual([
      'experiment.name=pricing.quote,variant.name=candidate 5',
    ]);
    expect(await sdk.lines('labcoat.settled')).toEqual([
      'experiment.name=pricing.quote,variant.name=candidate 4',
    ]);
    expect(await sdk.lines('labcoat.active')).toEqual(['experiment.name=pricing.quote 1']);
    expect(await sdk.lines('labcoat.rate')).toEqual(['experiment.name=pricing.quote 0.05']);
    expect(await sdk.lines('labcoat.comparisons')).toContain(
      'experiment.name=pricing.quote,variant.name=candidate,outcome=mismatch 1',
    );
  });
});
