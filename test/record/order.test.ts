import { describe, expect, it } from 'vitest';
import { bench, seeded } from '../harness.js';

describe('who went first', () => {
  it('shows in mismatches and latency, with a random order', async () => {
    let time = 0;
    let isWarm = false;
    const { lab } = bench({ now: () => time, random: seeded(1) });
    // Whoever comes second finds a warm cache, and the candidate is wrong then.
    const lookUp = (warm: number) => {
      const wasWarm = isWarm;
      isWarm = true;
      time += wasWarm ? 1 : 10;
      return wasWarm ? warm : 1;
    };
    const run = lab
      .experiment('e', { order: 'random' })
      .use(() => lookUp(1))
      .try(() => lookUp(2))
      .wrap();
    for (let call = 0; call < 200; call += 1) {
      isWarm = false;
      run();
    }
    await lab.drain();
    const { byOrder, trials, outcomes, latency } = lab.report('e');
    const { 'control-first': control, 'candidate-first': candidate } = byOrder;
    expect(control.trials + candidate.trials).toBe(trials);
    expect(candidate.trials).toBeGreaterThan(60);
    expect(control.mismatches).toBe(control.trials);
    expect(candidate.mismatches).toBe(0);
    expect(outcomes.mismatch).toBe(control.mismatches);
    expect(control.latency.control?.p50).toBeCloseTo(10, 0);
    expect(control.latency.candidate?.p50).toBeCloseTo(1, 1);
    expect(candidate.latency.control?.p50).toBeCloseTo(1, 1);
    expect(candidate.latency.candidate?.p50).toBeCloseTo(10, 0);
    expect(latency.control?.p99).toBeCloseTo(10, 0);
  });

  it('is always the control, with the order that is the default', () => {
    const { lab } = bench();
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 2)
      .run();
    const { byOrder } = lab.report('e');
    expect(byOrder['control-first']).toMatchObject({ trials: 1, mismatches: 1 });
    expect(byOrder['candidate-first']).toEqual({ trials: 0, mismatches: 0, latency: {} });
  });
});

describe('latency', () => {
  it('leaves out pairs in which a side threw, and counts a timeout as for ever', async () => {
    const { lab } = bench();
    const run = lab
      .experiment('e', { timeoutMs: 5 })
      .use(async (_: string) => 1)
      .try('thrower', async () => {
        throw new Error('no');
      })
      .try('sleeper', () => new Promise<number>(() => {}))
      .wrap();
    await run('a');
    await lab.drain();
    const { latency } = lab.report('e');
    expect(latency.sleeper?.p50).toBe(Number.POSITIVE_INFINITY);
    expect(latency).not.toHaveProperty('thrower');
    expect(latency.control?.p50).toBeGreaterThanOrEqual(0);
  });
});
