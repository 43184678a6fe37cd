import { describe, expect, it } from 'vitest';
import type { ExperimentOptions, Laboratory, LaboratoryState } from '../../src/index.js';
import { bench } from '../harness.js';

function define(lab: Laboratory, behaviour: () => number, options: ExperimentOptions = {}) {
  return lab
    .experiment('e', options)
    .use(() => 1)
    .try(behaviour)
    .wrap();
}

const broken = () => {
  throw new Error('broken');
};

/** What a file gives back. */
const stored = (state: LaboratoryState): LaboratoryState => JSON.parse(JSON.stringify(state));

describe('save and restore', () => {
  it('keep a tripped candidate from coming back with a restart, until it is revived', () => {
    const before = bench().lab;
    const run = define(before, broken);
    for (let call = 0; call < 10; call++) run();
    const { lab } = bench();
    lab.restore(stored(before.save()));
    let ran = 0;
    const again = define(lab, () => ++ran);
    again();
    expect(ran).toBe(0);
    expect(lab.report('e')).toMatchObject({ stopped: 'guardrail', trip: { guardrail: 'errors', k: 5 } });
    lab.revive('e');
    again();
    expect(ran).toBe(1);
  });

  it('carry evidence over: what was nearly enough needs little more', () => {
    const before = bench().lab;
    const run = define(before, broken);
    for (let call = 0; call < 4; call++) run();
    const { lab } = bench();
    lab.restore(stored(before.save()));
    const again = define(lab, broken);
    again();
    expect(lab.report('e').trip).toMatchObject({ n: 5, k: 5 });
  });

  it('carry the ramp’s step and its counts over', () => {
    const options: ExperimentOptions = { ramp: { steps: [0.5, 1], limits: [0.05], dwellMs: 1_000_000 } };
    let now = 0;
    const before = bench({ now: () => now, random: () => 0 }).lab;
    const run = define(before, () => 1, options);
    for (let call = 0; call < 68; call++) run();
    const after = bench({ now: () => now, random: () => 0 }).lab;
    after.restore(stored(before.save()));
    now = 1_000_000;
    define(after, () => 1, options)();
    expect(after.report('e')).toMatchObject({ ramp: { rate: 1, isAtTop: true }, trials: 1 });
    const third = bench().lab;
    third.restore(stored(after.save()));
    define(third, () => 1, options)();
    expect(third.report('e').ramp).toMatchObject({ rate: 1, isAtTop: true });
  });

  it('hold nothing against a candidate that was repaired and revived, be it before its first call or after', () => {
    const options: ExperimentOptions = { ramp: { steps: [0.5, 1], limits: [0.05], dwellMs: 0 } };
    const before = bench({ random: () => 0 }).lab;
    const run = define(before, broken, options);
    for (let call = 0; call < 10; call++) run();
    for (const isRevivedFirst of [true, false]) {
      const { lab } = bench({ random: () => 0 });
      lab.restore(stored(before.save()));
      if (isRevivedFirst) lab.revive('e');
      const again = define(lab, () => 1, options);
      if (!isRevivedFirst) lab.revive('e');
      again();
      expect(lab.report('e').guardrails[0]).toMatchObject({ guardrail: 'errors', n: 1, k: 0 });
      // Sixty-nine clean runs are enough for a step, and the five failures from before are none of them.
      for (let call = 1; call < 69; call++) again();
      expect(lab.report('e').ramp).toMatchObject({ rate: 1 });
      const third = bench({ random: () => 0 }).lab;
      third.restore(stored(lab.save()));
      const last = define(third, () => 1, options);
      for (let call = 0; call < 100; call++) last();
      expect(third.report('e')).toMatchObject({ trials: 100, ramp: { rate: 1 } });
    }
  });

  it('judge a candidate that was repaired and given another name by its own runs alone, and let it climb anew', () => {
    const options: ExperimentOptions = {
      guardrails: false,
      ramp: { steps: [0.5, 1], limits: [0.05], dwellMs: 0 },
      goal: { dwellMs: 0 },
    };
    const before = bench({ random: () => 0 }).lab;
    const run = define(before, () => 1, options);
    for (let call = 0; call < 100; call++) run();
    expect(before.report('e').ramp).toMatchObject({ rate: 1 });
    define(before, () => 2, options)();
    const { lab } = bench({ random: () => 0 });
    lab.restore(stored(before.save()));
    const again = lab
      .experiment('e', options)
      .use(() => 1)
      .try('v2', () => 1)
      .wrap();
    again();
    expect(lab.report('e')).toMatchObject({ ramp: { rate: 0.5 }, rate: 0.5 });
    for (let call = 1; call < 3_525; call++) again();
    expect(lab.report('e')).toMatchObject({ verdict: 'ready', verdicts: { v2: { verdict: 'ready' } } });
    expect(Object.keys(lab.report('e').verdicts)).toEqual(['v2']);
    // What is known of the other one is not lost: it may come back.
    expect(lab.save().experiments.e?.tallies.candidate).toMatchObject({ started: 101 });
  });

  it('carry shapes, and the audit trail with the trip in it', () => {
    const before = bench().lab;
    const run = define(before, () => 2);
    for (let call = 0; call < 3; call++) run();
    before.kill('e', { by: 'ada' });
    const { lab } = bench();
    lab.restore(stored(before.save()));
    define(lab, () => 2)();
    expect(lab.report('e')).toMatchObject({
      shapes: [{ fingerprint: before.report('e').shapes[0]?.fingerprint, count: 4 }],
      changes: [{ event: 'killed', by: 'ada' }],
    });
  });

  it('say the same again when nothing was run in between, and add up over several restarts', () => {
    const before = bench().lab;
    const run = define(before, () => 1);
    for (let call = 0; call < 7; call++) run();
    const first = stored(before.save());
    const second = bench().lab;
    second.restore(first);
    expect(second.save()).toEqual(first);
    define(second, () => 1)();
    expect(second.save().experiments.e?.tallies.candidate).toMatchObject({
      started: 8,
      outcomes: { match: 8 },
    });
  });

  it('carry over what comparing has taught: durations, fields, shapes and calls', () => {
    const before = bench().lab;
    const run = define(before, () => 2, { guardrails: false });
    for (let call = 0; call < 7; call++) run();
    const { lab } = bench();
    lab.restore(stored(before.save()));
    define(lab, () => 2, { guardrails: false })();
    const { latency, fields, shapes, calls, verdicts } = lab.report('e');
    expect(Object.keys(latency)).toEqual(['candidate', 'control']);
    expect(fields).toMatchObject([{ path: '$', count: 8 }]);
    expect(shapes).toMatchObject([{ count: 8 }]);
    expect(calls).toBe(1);
    expect(verdicts.candidate?.why).toMatch(/^8 failures in 8 runs/);
    expect(lab.save().experiments.e?.calls).toMatchObject({ trials: 8, skips: { killed: 0 } });
  });

  it('replace what was learned since by what was saved, and do not add to it', () => {
    const before = bench().lab;
    define(before, () => 2, { guardrails: false })();
    const { lab } = bench();
    const run = define(lab, () => 2, { guardrails: false });
    run();
    lab.restore(stored(before.save()));
    expect(lab.report('e').fields).toMatchObject([{ count: 1 }]);
  });

  it.each([
    [undefined, 'restore: give what save() answered'],
    ['{}', 'restore: give what save() answered, as JSON.parse gives it back'],
    [{ version: 2, experiments: {} }, 'restore: give what save() answered'],
    [{ version: 1, experiments: { e: {} } }, "restore: the guardrails of 'e' are missing"],
    [
      { version: 1, experiments: { e: { guardrails: {}, tallies: {}, trip: 'errors' } } },
      "restore: the trip of 'e' is none",
    ],
    [
      { version: 1, experiments: { e: { guardrails: {}, tallies: {}, ramp: { rate: '5 %' } } } },
      "restore: the ramp of 'e' is at no step",
    ],
    [
      { version: 1, experiments: { e: { guardrails: {}, tallies: { c: { outcomes: { match: -1 } } } } } },
      "restore: the tallies of 'e' are no counts",
    ],
    [{ version: 1, experiments: [] }, 'restore: give what save() answered'],
    [
      { version: 1, experiments: { e: { guardrails: {}, tallies: {}, changes: { length: 1 } } } },
      "restore: the changes of 'e' are none",
    ],
    [
      { version: 1, experiments: { e: { guardrails: {}, tallies: {}, changes: [null] } } },
      "restore: the changes of 'e' are none",
    ],
    [
      { version: 1, experiments: { e: { guardrails: {}, tallies: {}, calls: { trials: '7', skips: {} } } } },
      "restore: the calls of 'e' are no counts",
    ],
    [
      { version: 1, experiments: { e: { guardrails: {}, tallies: {}, learned: { turns: {} } } } },
      "restore: what 'e' has learned cannot be read",
    ],
  ])('refuse what was not saved: %j', (state, message) => {
    expect(() => bench().lab.restore(state as unknown as LaboratoryState)).toThrow(message);
  });

  it('refuse more noise than was listened for, which no report could be made of', () => {
    const before = bench().lab;
    define(before, () => 2)();
    const state = stored(before.save()) as { experiments: Record<string, any> };
    state.experiments.e.learned.noise.k = 1;
    expect(() => bench().lab.restore(state as unknown as LaboratoryState)).toThrow('more noise');
  });

  it('carry over an experiment that has the name of a prototype', () => {
    const { lab } = bench();
    const run = lab
      .experiment('__proto__')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    expect(Object.keys(stored(lab.save()).experiments)).toEqual(['__proto__']);
  });

  it('carry on with all else where only the evidence cannot be read', () => {
    const before = bench().lab;
    const run = define(before, () => 2);
    for (let call = 0; call < 4; call++) run();
    const state = stored(before.save()) as { experiments: Record<string, any> };
    state.experiments.e.guardrails.candidate.errors.n = -1;
    const { lab, faults } = bench();
    lab.restore(state as unknown as LaboratoryState);
    define(lab, () => 2)();
    expect(faults).toMatchObject([{ stage: 'laboratory' }]);
    const { fields, shapes, since } = lab.report('e');
    expect([fields[0]?.count, shapes[0]?.count]).toEqual([5, 5]);
    expect(since).toBe(before.report('e').since);
    expect(lab.save().experiments.e?.calls).toMatchObject({ trials: 5 });
  });

  it('keep who revived an experiment that has not been called since', () => {
    const before = bench().lab;
    const run = define(before, broken);
    for (let call = 0; call < 10; call++) run();
    const between = bench().lab;
    between.restore(stored(before.save()));
    between.revive('e', { by: 'ada', reason: 'repaired' });
    const { lab } = bench();
    lab.restore(stored(between.save()));
    expect(lab.report('e').changes).toMatchObject([{ event: 'tripped' }, { event: 'revived', by: 'ada' }]);
    expect(lab.report('e').stopped).toBeUndefined();
  });

  it('never break a run over evidence that cannot be read: it is told, and starts afresh', () => {
    const { lab, faults } = bench();
    const guardrails = { candidate: { errors: { limit: 0.01, n: -1 } } };
    lab.restore({ version: 1, experiments: { e: { tallies: {}, guardrails } } });
    expect(define(lab, () => 1)()).toBe(1);
    expect(faults).toMatchObject([{ stage: 'laboratory' }]);
    expect(lab.report('e').guardrails).toMatchObject([{ n: 1, k: 0 }, {}]);
  });
});
