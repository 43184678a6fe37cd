import { expect, it } from 'vitest';
import { memory } from '../../src/publish/memory.js';
import { trial } from './trials.js';

it('keeps everything it is told, in order, also when its methods are detached', () => {
  const publisher = memory();
  const { publish, skipped, changed } = publisher;
  const trials = [trial(), trial()];
  const skip = { experiment: 'pricing.quote', reason: 'not-sampled' } as const;
  const change = { event: 'killed', experiment: 'pricing.quote', at: 1 } as const;
  for (const one of trials) publish(one);
  skipped(skip);
  changed(change);
  expect([publisher.trials, publisher.skips, publisher.changes]).toEqual([trials, [skip], [change]]);
  expect(publisher.trials[0]).toBe(trials[0]);
});

it('forgets everything when it is cleared, also in a list that was taken before', () => {
  const { trials, publish, clear } = memory();
  publish(trial());
  clear();
  expect(trials).toEqual([]);
});
