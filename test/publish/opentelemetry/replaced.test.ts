import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Publisher } from '../../../src/index.js';
import {
  type MetricsSdk,
  metricsSdk,
  onTrial,
  registerMetrics,
  registerTraces,
  unregisterAll,
} from './sdk.js';

// The default laboratory is one for the process, and goes on telling of what was counted in an earlier test.
afterEach(() => {
  unregisterAll();
  vi.resetModules();
  delete (globalThis as any)[Symbol.for('labcoat.laboratory.1')];
});

let tests = 0;

async function start() {
  tests += 1;
  const name = `q${tests}`;
  const { configure, drain, experiment, openTelemetry } = await import('../../../src/index.js');
  const run = experiment(name, { guardrails: false })
    .use((n: number) => n)
    .try((n) => n + 1)
    .wrap();
  const call = async () => {
    run(1);
    await drain();
  };
  return {
    configure,
    drain,
    experiment,
    openTelemetry,
    call,
    count: (sdk: MetricsSdk) => countOf(name, sdk),
  };
}

async function countOf(name: string, sdk: MetricsSdk): Promise<string | undefined> {
  const line = (await onTrial(sdk)).find((each) => each.includes(`=${name},`));
  return line?.split(' ').at(-1);
}

describe('publishers that are replaced', () => {
  it.each(['before', 'after'])('are shown no counts any longer: an SDK registered %s', async (when) => {
    const early = when === 'before' ? registerMetrics() : undefined;
    const { configure, call, count } = await start();
    configure({ publishers: [] });
    const sdk = early ?? registerMetrics();
    await call();
    expect(await count(sdk)).not.toBe('1');
  });

  it('leave what they were shown to count on from, and what follows to those who come', async () => {
    const global = registerMetrics();
    const { configure, openTelemetry, call, count } = await start();
    await call();
    expect(await count(global)).toBe('1');
    const own = metricsSdk();
    configure({ publishers: [openTelemetry({ meterProvider: own.provider })] });
    await call();
    expect(await count(global)).toBe('1');
    expect(await count(own)).toBe('2');
  });

  it('and are put back in another list count nothing twice', async () => {
    const sdk = registerMetrics();
    const { configure, openTelemetry, call, count } = await start();
    const publisher: Publisher = openTelemetry();
    configure({ publishers: [publisher] });
    await call();
    configure({ publishers: [publisher] });
    await call();
    expect(await count(sdk)).toBe('2');
    configure({ publishers: [] });
    configure({ publishers: [publisher] });
    expect(await count(sdk)).toBe('2');
  });

  it('are not replaced by a laboratory that is told something else', async () => {
    const sdk = registerMetrics();
    const spans = registerTraces();
    const { configure, drain, experiment, call, count } = await start();
    const slow = experiment('slow')
      .use(async () => 1)
      .try(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return 1;
      })
      .wrap();
    await call();
    await slow();
    configure({ onFault() {} });
    await drain();
    expect(
      spans()
        .map(({ name }) => name)
        .filter((name) => name.includes('slow')),
    ).toHaveLength(1);
    expect(await count(sdk)).toBe('1');
  });
});
