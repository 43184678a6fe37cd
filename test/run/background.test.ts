import { afterEach, expect, it, vi } from 'vitest';
import { type Change, laboratory } from '../../src/index.js';

afterEach(() => vi.unstubAllGlobals());

it('tells of changes at the end of the turn where there are no timers, as outside of a request in workerd', async () => {
  const refuse = () => {
    throw new Error('Disallowed operation called within global scope');
  };
  vi.stubGlobal('setTimeout', refuse);
  vi.stubGlobal('setImmediate', refuse);
  const told: Change['event'][] = [];
  const work: Promise<unknown>[] = [];
  const lab = laboratory({
    publishers: [{ publish: () => {}, changed: ({ event }) => void told.push(event) }],
    onFault: () => {},
    waitUntil: (promise) => void work.push(promise),
  });
  lab.kill('e');
  expect(told).toEqual([]);
  await work[0];
  expect(told).toEqual(['killed']);
  vi.unstubAllGlobals();
  lab.revive('e');
  expect(told).toEqual(['killed']);
  // What was handed over before does not keep this from being handed over too.
  expect(work).toHaveLength(2);
  await work[1];
  expect(told).toEqual(['killed', 'revived']);
});
