import { beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => vi.resetModules());

it('a laboratory of another copy of the package stands in for the default one, and its trials begin when they do', async () => {
  const { experiment } = await import('../../src/index.js');
  const run = experiment('two copies')
    .use(() => 1)
    .try(() => 2)
    .recheck(1)
    .wrap();
  vi.resetModules();
  const { laboratory, memory } = await import('../../src/index.js');
  const { standIn } = await import('../../src/define/stand-in.js');
  const published = memory();
  const begun: number[] = [];
  const enclose = ({ startedAt }: { readonly startedAt: number }, call: () => void) => {
    begun.push(startedAt);
    call();
  };
  const undo = standIn(laboratory({ publishers: [{ publish: published.publish, enclose }] }));
  run();
  const { drain, report } = await import('../../src/index.js');
  await drain();
  begun.push(
    report('two copies').history.candidate?.buckets[0]?.from ?? 0,
    ...published.trials.map(({ startedAt }) => startedAt),
  );
  undo();
  expect(begun).toHaveLength(4);
  for (const moment of begun) expect(moment).toBeGreaterThan(Date.UTC(2020));
});
