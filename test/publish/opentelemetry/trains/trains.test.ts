import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  installLabcoat,
  nestApi,
  runConsumer,
  secondTrain,
  type Told,
  type Train,
  thirdTrain,
} from './trains.js';

// Each test is a process of its own, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const second = secondTrain();
const third = thirdTrain();
const trains: [string, Train | string][] = [
  ['api 1.9 and SDK 2', second],
  ['api 1.10 and SDK 3', third],
];

afterAll(() => {
  for (const [, train] of trains) {
    if (typeof train !== 'string') rmSync(train.folder, { recursive: true, force: true });
  }
});

const WAYS = [
  ['esm', 'esm'],
  ['esm', 'cjs'],
  ['cjs', 'esm'],
  ['cjs', 'cjs'],
] as const;

/** What arrives of one call in the span of a request. */
const ONE_CALL = {
  mismatches: 1,
  durations: [1, 1],
  spans: [
    ['request', null],
    ['candidate pricing.quote', 'request'],
  ],
  events: [['labcoat.mismatch', 'candidate pricing.quote']],
};

describe.each(trains)('with %s', (_, train) => {
  if (typeof train === 'string') {
    it.skip(`everything arrives (skipped: ${train})`, () => {});
    return;
  }

  beforeAll(() => installLabcoat(train));

  describe.each(WAYS)('the library as %s and the SDK as %s', (library, sdk) => {
    const run = (when: string): Told => runConsumer(train, library, sdk, when);

    it('everything arrives at an SDK that was registered before', () => {
      expect(run('before')).toEqual({ outcomes: 1, seen: [ONE_CALL], faults: [] });
    });

    it('an SDK that is registered after has what was counted, and spans and events from then on', () => {
      expect(run('after')).toEqual({ outcomes: 2, seen: [{ ...ONE_CALL, mismatches: 2 }], faults: [] });
    });

    it('an SDK that takes the place of another has what was counted, and the rest from then on', () => {
      expect(run('replaced')).toEqual({
        outcomes: 2,
        seen: [ONE_CALL, { ...ONE_CALL, mismatches: 2 }],
        faults: [],
      });
    });

    it('nothing arrives and nobody is hurt where no SDK is ever registered', () => {
      expect(run('never')).toEqual({ outcomes: 1, seen: [], faults: [] });
    });

    it('nothing arrives and nobody is hurt once the SDK is shut down', () => {
      expect(run('shut-down')).toEqual({ outcomes: 2, seen: [], faults: [] });
    });
  });
});

describe.skipIf(typeof third === 'string')('with two copies of the API', () => {
  it('an older one of the library’s own delivers everything to the newer SDK of the application', () => {
    nestApi(third as Train, second);
    const told = runConsumer(third as Train, 'esm', 'esm', 'before');
    rmSync(join((third as Train).folder, 'node_modules/labcoat/node_modules'), { recursive: true });
    expect(told).toEqual({ outcomes: 1, seen: [ONE_CALL], faults: [] });
  });

  it('a newer one of the library’s own delivers nothing to the older SDK, and hurts nobody', () => {
    nestApi(second, third as Train);
    const told = runConsumer(second, 'esm', 'esm', 'before');
    rmSync(join(second.folder, 'node_modules/labcoat/node_modules'), { recursive: true });
    expect(told).toMatchObject({ outcomes: 1, faults: [] });
    expect(told.seen[0]?.spans).toEqual([['request', null]]);
  });
});
