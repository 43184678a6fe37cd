import { afterEach, describe, expect, it } from 'vitest';
import { configure, drain, experiment, kill, laboratory, memory, report } from '../../src/index.js';
import {
  fabricateDurations,
  type Hooks,
  laboratoryPerTest,
  testLaboratory,
  useLaboratory,
} from '../../src/testing/index.js';
import { never } from '../harness.js';
import '../../src/testing/vitest.js';

// As an application has it: defined once, when its module is loaded.
const quote = experiment('hoisted')
  .use((net: number) => net)
  .try((net) => net + 1)
  .sample(0)
  .wrap();

const published = memory();
configure({ publishers: [published] });
afterEach(() => published.clear());

describe('a laboratory that stands in for the default one', () => {
  it('has experiments that were defined before, and those built inline, until it is taken back', async () => {
    const lab = testLaboratory();
    const restore = useLaboratory(lab);
    quote(1);
    experiment('inline')
      .use(() => 1)
      .try(() => 1)
      .run();
    expect(report('hoisted').calls).toBe(1);
    restore();
    restore();
    quote(1);
    await drain();
    expect(lab.trials.map(({ experiment }) => experiment)).toEqual(['hoisted', 'inline']);
    expect(lab.report('hoisted').calls).toBe(1);
    expect(published.skips).toEqual([{ experiment: 'hoisted', reason: 'not-sampled' }]);
  });

  it('is what the names of the package mean meanwhile: kill, report, drain', async () => {
    const lab = testLaboratory();
    await useLaboratory(lab, async () => {
      experiment('e')
        .use(() => 1)
        .try(never)
        .run();
      await drain();
      expect(report('e').outcomes.timeout).toBe(1);
      kill('hoisted');
      quote(1);
    });
    expect(lab.skips).toEqual([{ experiment: 'hoisted', reason: 'killed' }]);
    expect(report('hoisted').stopped).toBeUndefined();
  });

  it('keeps its own surroundings when the application configures the default ones', () => {
    const lab = testLaboratory();
    const other = memory();
    useLaboratory(lab, () => {
      configure({ publishers: [other] });
      quote(1);
    });
    expect(lab.trials).toHaveLength(1);
    quote(1);
    expect(other.trials).toEqual([]);
    configure({ publishers: [published] });
  });

  it('outlives nothing that is defined while it is there', async () => {
    const run = useLaboratory(testLaboratory(), () =>
      experiment('born inside')
        .use(() => 1)
        .try(() => 2)
        .wrap(),
    );
    run();
    await drain();
    expect(published.trials.map(({ experiment }) => experiment)).toEqual(['born inside']);
  });

  it('lets no call of the default one pass, once it is taken back, because a call of its own might', () => {
    const lab = laboratory({ publishers: [] });
    const double = (n: number) => n * 2;
    const inline = (begin: typeof experiment) =>
      begin('inline pass').use(double).try(double).sample(0).run(1);
    useLaboratory(lab, () => {
      for (let call = 0; call < 3; call++) {
        quote(call);
        inline(experiment);
      }
    });
    const own = lab.experiment('hoisted').use(double).try(double).sample(0).wrap();
    for (let call = 0; call < 3; call++) {
      own(call);
      inline(lab.experiment);
    }
    const [before, here] = [lab.report('hoisted').calls, report('hoisted').calls];
    for (let call = 0; call < 3; call++) {
      quote(call);
      inline(experiment);
    }
    expect([lab.report('hoisted').calls, lab.report('inline pass').calls]).toEqual([before, 6]);
    expect([report('hoisted').calls, report('inline pass').calls]).toEqual([here + 3, 3]);
  });

  it('may itself be stood in for, in any order of taking back', () => {
    const [first, second] = [testLaboratory(), testLaboratory()];
    const restoreFirst = useLaboratory(first);
    const restoreSecond = useLaboratory(second);
    quote(1);
    restoreFirst();
    quote(2);
    restoreSecond();
    quote(3);
    expect([first.trials.length, second.trials.length]).toEqual([0, 2]);
  });

  it('is taken back by using, by await using, and by a callback that fails', async () => {
    const lab = testLaboratory();
    {
      using _ = useLaboratory(lab);
      quote(1);
    }
    {
      await using _ = useLaboratory(lab);
      quote(1);
    }
    const failing = () => {
      quote(1);
      throw new Error('no');
    };
    expect(() => useLaboratory(lab, failing)).toThrow('no');
    await expect(useLaboratory(lab, async () => failing())).rejects.toThrow('no');
    quote(1);
    expect(lab.trials).toHaveLength(4);
  });

  it('may be any laboratory', async () => {
    const own = memory();
    const lab = laboratory({ publishers: [own] });
    useLaboratory(lab, () =>
      experiment('e')
        .use(() => 1)
        .try(() => 1)
        .run(),
    );
    await lab.drain();
    expect(own.trials).toHaveLength(1);
  });

  it('is a laboratory, and not the default one', () => {
    expect(() => useLaboratory({} as never)).toThrow('useLaboratory(an object): give what laboratory()');
    expect(() => useLaboratory(configure({}))).toThrow('is the default laboratory already');
  });

  it('can be told how long its variants take without being named', () => {
    const lab = testLaboratory();
    useLaboratory(lab, () => {
      fabricateDurations({ candidate: 3 });
      quote(1);
    });
    expect(lab.trials[0]?.candidates[0]?.durationMs).toBe(3);
    expect(() => fabricateDurations({ candidate: 3 })).toThrow('let a test laboratory stand in before');
  });
});

describe('a laboratory per test', () => {
  const hooks: { before?: () => unknown; after?: () => unknown } = {};
  const runner: Hooks = {
    beforeEach: (work) => {
      hooks.before = work;
    },
    afterEach: (work) => {
      hooks.after = work;
    },
  };

  it('is another one for each test, settled after it, and leaks nothing into the next', async () => {
    const lab = laboratoryPerTest(runner, { startAt: 5 });
    hooks.before?.();
    lab.kill('hoisted');
    experiment('hangs')
      .use(() => 1)
      .try(never)
      .run();
    const first = lab.telemetry;
    await hooks.after?.();
    expect(lab.trials).toMatchObject([{ startedAt: 5, candidates: [{ outcome: 'timeout' }] }]);
    hooks.before?.();
    quote(1);
    expect(lab.trials).toMatchObject([{ experiment: 'hoisted' }]);
    expect(lab.changes).toEqual([]);
    expect(lab.telemetry).not.toBe(first);
    await hooks.after?.();
    quote(1);
    expect(lab.report('hoisted').calls).toBe(1);
  });

  it('is one for all that run at the same time, and is taken back after the last of them', async () => {
    const lab = laboratoryPerTest(runner);
    hooks.before?.();
    quote(1);
    hooks.before?.();
    quote(2);
    expect(lab).toHaveMismatched('hoisted', { times: 2 });
    await hooks.after?.();
    quote(3);
    expect(lab.report('hoisted').calls).toBe(3);
    await hooks.after?.();
    quote(4);
    expect(lab.report('hoisted').calls).toBe(3);
    expect(() => fabricateDurations({})).toThrow('let a test laboratory stand in before');
  });

  it('is taken back also where only its afterEach was run, as another hook had failed before', async () => {
    const lab = laboratoryPerTest(runner);
    await hooks.after?.();
    hooks.before?.();
    quote(1);
    expect(lab.report('hoisted').calls).toBe(1);
    await hooks.after?.();
    quote(2);
    expect(lab.report('hoisted').calls).toBe(1);
  });
});
