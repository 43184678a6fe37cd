import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../src/index.js';

const { getBuiltinModule } = process;
const { eventLoopUtilization } = performance;

beforeEach(() => vi.resetModules());
afterEach(() => {
  Object.assign(process, { getBuiltinModule });
  Object.assign(performance, { eventLoopUtilization });
  vi.unstubAllGlobals();
});

describe('a runtime that lacks something', () => {
  it('tells once what comes of it, with the first experiment', async () => {
    Object.assign(process, { getBuiltinModule: undefined });
    Object.assign(performance, { eventLoopUtilization: undefined });
    const told = await faultsOfTwoLaboratories();
    expect(told.map(({ experiment, stage }) => [experiment, stage])).toEqual([
      ['*', 'laboratory'],
      ['*', 'laboratory'],
    ]);
    expect(told.map(({ error }) => (error as Error).message)).toEqual([
      expect.stringContaining('no AsyncLocalStorage'),
      expect.stringContaining('shedAbove'),
    ]);
  });

  it.each([
    ['Bun', 'Bun'],
    ['Deno', 'Deno'],
    ['workerd', 'WebSocketPair'],
  ])('does not believe the load of 0 that %s always answers', async (_, name) => {
    vi.stubGlobal(name, {});
    const told = await faultsOfTwoLaboratories();
    expect(told.map(({ error }) => (error as Error).message)).toEqual([expect.stringContaining('shedAbove')]);
  });

  it('takes a load that cannot be asked for unknown, and trials for possible', async () => {
    vi.stubGlobal('performance', {
      now: () => 1,
      timeOrigin: 1,
      eventLoopUtilization: () => {
        throw new TypeError('Illegal invocation');
      },
    });
    const told = await faultsOfTwoLaboratories();
    expect(told.map(({ error }) => (error as Error).message)).toEqual([expect.stringContaining('shedAbove')]);
  });

  it('says nothing when it lacks nothing', async () => {
    expect(await faultsOfTwoLaboratories()).toEqual([]);
  });
});

async function faultsOfTwoLaboratories(): Promise<Fault[]> {
  const { laboratory } = await import('../../src/index.js');
  const faults: Fault[] = [];
  for (const name of ['one', 'two']) {
    const lab = laboratory({ publishers: [], onFault: (fault) => void faults.push(fault) });
    const run = lab
      .experiment(name)
      .use(() => 1)
      .try(() => 1)
      .wrap();
    expect([run(), run()]).toEqual([1, 1]);
    await lab.drain();
    expect(lab.report(name)).toMatchObject({ calls: 2, outcomes: { match: 2 } });
  }
  return faults;
}
