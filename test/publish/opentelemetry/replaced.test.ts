import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Publisher } from '../../../src/index.js';
import { memory } from '../../../src/publish/memory.js';
import { deferred } from '../../harness.js';
import {
  type MetricsSdk,
  metricsSdk,
  onTrial,
  registerLogs,
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

describe('a trial whose publishers are replaced while it is in flight', () => {
  /** A call whose candidate waits, other publishers from then on, and what came of it. */
  async function replacedInFlight(told: Publisher, rechecks = 0) {
    const { configure, drain, experiment, openTelemetry } = await start();
    const newcomer = memory();
    const candidate = deferred<number>();
    configure({ publishers: [openTelemetry(), told] });
    const once = experiment(`slow${tests}`, { guardrails: false })
      .use(async () => 1)
      .try(() => candidate.promise);
    const slow = rechecks > 0 ? once.recheck(rechecks) : once;
    await slow.run();
    configure({ publishers: [newcomer] });
    candidate.resolve(2);
    await drain();
    return { slow, drain, newcomer };
  }

  it('is told to those that it began with: its span ends, and has its duration and its event', async () => {
    const sdk = registerMetrics();
    const spans = registerTraces();
    const logs = registerLogs();
    const told = memory();
    const { newcomer } = await replacedInFlight(told);
    const own = spans().filter(({ name }) => name.startsWith('candidate slow'));
    expect(own.map(({ attributes }) => attributes['labcoat.outcome'])).toEqual(['mismatch']);
    expect(logs.getFinishedLogRecords().map(({ eventName }) => eventName)).toEqual(['labcoat.mismatch']);
    expect(
      (await sdk.lines('labcoat.variant.duration')).filter((line) => line.includes('slow')),
    ).toHaveLength(2);
    expect([told.trials.length, newcomer.trials.length]).toEqual([1, 0]);
  });

  it('and the next one to those who came', async () => {
    const told = memory();
    const { slow, drain, newcomer } = await replacedInFlight(told);
    await slow.run();
    await drain();
    expect([told.trials.length, newcomer.trials.length]).toEqual([1, 1]);
  });

  it('runs again inside of what it ran in before, where a mismatch is looked at again', async () => {
    const around: boolean[] = [];
    const told: Publisher = {
      publish() {},
      enclose({ isAgain = false }, call) {
        around.push(isAgain);
        call();
      },
    };
    await replacedInFlight(told, 1);
    expect(around).toEqual([false, true]);
  });

  it('has them flushed once more: nobody else will', async () => {
    const order: string[] = [];
    await replacedInFlight({
      publish: () => void order.push('publish'),
      flush: () => void order.push('flush'),
    });
    expect(order).toEqual(['publish', 'flush']);
  });
});
