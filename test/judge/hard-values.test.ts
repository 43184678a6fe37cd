import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTelemetry, toConsole } from '../../src/index.js';
import { memory } from '../../src/publish/memory.js';
import { bench } from '../harness.js';
import {
  registerLogs,
  registerMetrics,
  registerTraces,
  unregisterAll,
} from '../publish/opentelemetry/sdk.js';

/** Some 5 MB of JSON. */
function large(value: number): unknown {
  return Array.from({ length: 45_000 }, (_, at) => {
    return { at, text: 'x'.repeat(80), inner: [{ value: at === 44_999 ? value : 0 }] };
  });
}

function deep(value: number): unknown {
  let root: unknown = value;
  for (let level = 0; level < 100_000; level += 1) root = level % 2 ? [root] : { inner: root };
  return root;
}

function cyclic(value: number): unknown {
  const root: Record<string, unknown> = { value };
  root.self = { root, list: [root, root] };
  return root;
}

const trap = () => {
  throw new Error('trapped');
};
const TRAPS = { get: trap, getPrototypeOf: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, has: trap };

/** Runs control and candidate with everything that looks at their values, twice. */
async function run(control: () => unknown, candidate: () => unknown) {
  const published = memory();
  const printed: string[] = [];
  const write = (text: string) => void printed.push(text);
  const { lab, faults } = bench({ publishers: [published, openTelemetry(), toConsole({ write })] });
  const given = control();
  const got = lab
    .experiment('e', { noise: 1, capture: 'values' })
    .use(() => given)
    .try(candidate)
    .recheck(1)
    .run();
  await lab.drain();
  const kept = JSON.stringify([lab.report('e'), lab.save()]).length + printed.join('').length;
  return { isGiven: got === given, judged: published.trials[0]?.candidates[0], kept, faults };
}

describe('From the call to every publisher, with a second run of both sides', () => {
  let logs: ReturnType<typeof registerLogs>;
  beforeEach(() => {
    logs = registerLogs();
    registerMetrics();
    registerTraces();
  });
  afterEach(unregisterAll);
  const told = () => JSON.stringify(logs.getFinishedLogRecords().map(({ attributes }) => attributes)).length;

  it('5 MB of nested data differ in their last place, and little is kept of them', async () => {
    expect(JSON.stringify(large(1)).length).toBeGreaterThan(5_000_000);
    const { isGiven, judged, kept, faults } = await run(
      () => large(1),
      () => large(2),
    );
    expect(isGiven).toBe(true);
    expect(judged).toMatchObject({
      outcome: 'mismatch',
      differenceCount: 1,
      differences: [{ path: '$[44999].inner[0].value', delta: 1 }],
      fingerprint: '$[*].inner[*].value changed',
    });
    expect(kept).toBeLessThan(20_000);
    expect(told()).toBeLessThan(20_000);
    expect(faults).toEqual([]);
  }, 60_000);

  it('100 000 levels differ at their end, and little is kept of them', async () => {
    const { isGiven, judged, kept, faults } = await run(
      () => deep(1),
      () => deep(2),
    );
    expect(isGiven).toBe(true);
    expect(judged).toMatchObject({ outcome: 'mismatch', differenceCount: 1, differences: [{ delta: 1 }] });
    expect(judged?.differences[0]?.path).toContain('…(99800 steps)');
    expect(judged?.fingerprint?.length).toBe(256);
    expect(kept).toBeLessThan(20_000);
    expect(told()).toBeLessThan(20_000);
    expect(faults).toEqual([]);
  }, 60_000);

  it('cyclic values differ in one place', async () => {
    const { judged, faults } = await run(
      () => cyclic(1),
      () => cyclic(2),
    );
    expect(judged).toMatchObject({ outcome: 'mismatch', differences: [{ path: '$.value' }] });
    expect(faults).toEqual([]);
  });

  it.each([
    [
      'a getter that throws',
      () => ({
        get bad() {
          throw new Error('trapped');
        },
      }),
    ],
    ['a Proxy whose every trap throws', () => ({ inner: new Proxy({}, TRAPS) })],
  ])('%s is nobody’s match and nobody’s exception', async (_, make) => {
    const { isGiven, judged, faults } = await run(make, make);
    expect(isGiven).toBe(true);
    expect(judged).toMatchObject({ outcome: 'comparator_error', reason: expect.stringContaining('trapped') });
    expect(faults.map(({ stage }) => stage)).toContain('compare');
  });
});

describe('Differences', () => {
  it('are looked for in mismatches only', async () => {
    const reads: PropertyKey[] = [];
    class Watched {
      // What has state of its own is not copied, so every read is one of its fields.
      #state = 0;
      declare readonly total: number;
      constructor() {
        const get = () => {
          reads.push('total');
          return this.#state;
        };
        Object.defineProperty(this, 'total', { enumerable: true, get });
      }
    }
    const { lab, published } = bench();
    const judged = async (answer: boolean) => {
      reads.length = 0;
      lab
        .experiment('e')
        .use(() => new Watched())
        .try(() => new Watched())
        .compare(() => answer)
        .run();
      await lab.drain();
      return { outcome: published.trials.at(-1)?.candidates[0]?.outcome, reads: reads.length };
    };
    const match = await judged(true);
    const mismatch = await judged(false);
    expect([match.outcome, mismatch.outcome]).toEqual(['match', 'mismatch']);
    expect(mismatch.reads).toBeGreaterThan(match.reads);
    expect(match.reads).toBe(0);
  });
});
