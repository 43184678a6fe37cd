import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { laboratory } from '../../../src/index.js';
import { openTelemetry } from '../../../src/publish/opentelemetry/index.js';
import { CALM } from '../../harness.js';
import { metricsSdk, registerMetrics, unregisterAll } from './sdk.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));

afterEach(() => {
  vi.useRealTimers();
  unregisterAll();
});

const mismatches = (lines: string[]) => lines.filter((line) => line.includes('outcome=mismatch'));

function define() {
  const lab = laboratory({ publishers: [openTelemetry()], defaults: { guardrails: CALM } });
  const run = lab
    .experiment('pricing.quote')
    .use(() => 1)
    .try(() => 2)
    .wrap();
  return { lab, run };
}

describe('an experiment that is defined before the SDK starts', () => {
  it.each([0, 100, 30_000])('%i ms before is scraped at 0 before its first call', async (ms) => {
    const { lab, run } = define();
    vi.advanceTimersByTime(ms);
    const sdk = registerMetrics();
    vi.advanceTimersByTime(60_000);
    expect(mismatches(await sdk.lines('labcoat.comparisons'))).toEqual([
      'experiment.name=pricing.quote,variant.name=candidate,outcome=mismatch 0',
    ]);
    run();
    await lab.drain();
    expect(mismatches(await sdk.lines('labcoat.comparisons'))).toEqual([
      'experiment.name=pricing.quote,variant.name=candidate,outcome=mismatch 1',
    ]);
  });

  it('looks for it for about a minute and no longer', () => {
    const { run } = define();
    vi.advanceTimersByTime(72_000);
    expect(vi.getTimerCount()).toBe(0);
    run();
  });

  it('does not look for it where there is one, or where one is given', () => {
    registerMetrics();
    define();
    unregisterAll();
    laboratory({ publishers: [openTelemetry({ meterProvider: metricsSdk().provider })] })
      .experiment('pricing.quote')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not keep a process alive for that, in Deno either', () => {
    const unrefTimer = vi.fn();
    vi.stubGlobal('Deno', { unrefTimer });
    vi.stubGlobal('setTimeout', () => 7);
    unregisterAll();
    define();
    vi.unstubAllGlobals();
    expect(unrefTimer.mock.calls).toEqual([[7]]);
  });

  it('is not hurt by a runtime that has no timers, nor by one that has others', () => {
    for (const setTimeout of [() => 1, () => null, undefined]) {
      unregisterAll();
      vi.stubGlobal('setTimeout', setTimeout);
      expect(define().run()).toBe(1);
      vi.unstubAllGlobals();
    }
  });
});
