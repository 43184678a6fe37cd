import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../src/index.js';
import { bench } from '../harness.js';

function listener(isListening: () => boolean) {
  const told: string[] = [];
  const publisher: Publisher = {
    isListening,
    enclose(_start, call) {
      told.push('enclose');
      call();
    },
    publish: () => void told.push('publish'),
    watch: () => void told.push('watch'),
  };
  return { publisher, told };
}

const once = async (publishers: readonly Publisher[], calls = 1) => {
  const { lab, faults } = bench({ publishers });
  const run = lab
    .experiment('e')
    .use(() => 1)
    .try(() => 2)
    .wrap();
  for (let call = 0; call < calls; call++) run();
  await lab.drain();
  return { report: lab.report('e'), faults: faults.map(({ stage }) => stage) };
};

describe('a publisher that says whether it listens', () => {
  it('is told of no trial while it does not, and all is counted nevertheless', async () => {
    const { publisher, told } = listener(() => false);
    expect((await once([publisher])).report).toMatchObject({ trials: 1, outcomes: { mismatch: 1 } });
    expect(told).not.toContain('enclose');
    expect(told).not.toContain('publish');
  });

  it('is told of the next trial once it does', async () => {
    let answers = 0;
    const { publisher, told } = listener(() => ++answers > 2);
    await once([publisher], 2);
    expect(told.filter((what) => what !== 'watch')).toEqual(['enclose', 'publish']);
  });

  it('keeps nothing from another one that does not say', async () => {
    const silent = listener(() => false);
    const told: unknown[] = [];
    await once([silent.publisher, { publish: (trial) => void told.push(trial) }]);
    expect(told).toHaveLength(1);
  });

  it('is told of all when it cannot say, and that is told', async () => {
    const { publisher, told } = listener(() => {
      throw new Error('no');
    });
    const { report, faults } = await once([publisher]);
    expect(report.trials).toBe(1);
    expect(faults).toContain('publish');
    expect(told).toContain('publish');
  });

  it('has a look at the counts once a turn, however many trials there were', async () => {
    const { publisher, told } = listener(() => false);
    await once([publisher], 100);
    // When the experiment was defined, after the turn, and when it was drained.
    expect(told).toEqual(['watch', 'watch', 'watch']);
  });
});
