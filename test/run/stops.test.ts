import { describe, expect, it } from 'vitest';
import type { Change, ControlSource, LaboratoryEvents } from '../../src/index.js';
import { bench, never } from '../harness.js';

describe('a stop', () => {
  it.each([
    ['hoisted', 'e'],
    ['hoisted', '*'],
    ['built inline', 'e'],
    ['built inline', '*'],
  ])(
    'by hand is in force from the very next call on: of 10 000 calls of one %s, killed by %s, not one runs a candidate',
    (form, name) => {
      const { lab } = bench();
      let ran = 0;
      const build = () =>
        lab
          .experiment('e')
          .use(() => 1)
          .try(() => ++ran);
      const hoisted = build().wrap();
      const run = form === 'hoisted' ? hoisted : () => build().run();
      run();
      expect(ran).toBe(1);
      lab.kill(name);
      for (let call = 0; call < 10_000; call++) run();
      expect(ran).toBe(1);
      expect(lab.report('e')).toMatchObject({ stopped: 'killed', rate: 0, skips: { killed: 10_000 } });
      lab.revive(name);
      run();
      expect(ran).toBe(2);
    },
  );

  it('by a candidate that kills its own experiment lets an async trial come to an end', async () => {
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use(async () => 1)
      .try(async () => {
        lab.kill('e');
        return 1;
      })
      .wrap();
    await run();
    await lab.drain({ timeoutMs: 50 });
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { ignored: 1 } });
  });

  it.each([
    ['returns', () => 1],
    ['throws', () => failing()],
    ['answers a promise', async () => 1],
  ])('by a candidate that kills its own experiment and then %s leaves nobody stuck', async (_, end) => {
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        lab.kill('e');
        return end() as number;
      })
      .wrap();
    run();
    await lab.drain({ timeoutMs: 50 });
    expect(lab.report('e')).toMatchObject({ active: 0, stuck: 0, outcomes: { ignored: 1 } });
  });

  it('of trials whose candidates have not started counts them as started, and as ignored', async () => {
    const { lab } = bench();
    const run = lab
      .experiment('e', { schedule: 'after' })
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 5; call++) run();
    lab.kill('e');
    lab.revive('e');
    for (let call = 0; call < 10; call++) run();
    await lab.drain();
    expect(lab.report('e')).toMatchObject({
      trials: 15,
      why: '5 of 15 runs ignored: too many for a verdict',
      variants: { candidate: { started: 15, settled: 15, outcomes: { match: 10, ignored: 5 } } },
    });
  });

  it('of the whole process before a candidate could start is no timeout of the candidate', async () => {
    const { lab } = bench();
    const run = lab
      .experiment('e', { schedule: 'after', timeoutMs: 1 })
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    const until = performance.now() + 20;
    while (performance.now() < until);
    await lab.drain();
    const { timeout, ignored, match } = lab.report('e').outcomes;
    expect({ timeout, others: ignored + match }).toEqual({ timeout: 0, others: 1 });
  });

  it('by a control that never settles counts as started whose turn never came', async () => {
    const { lab } = bench();
    const run = lab
      .experiment('e', { schedule: 'after', timeoutMs: 1 })
      .use((): Promise<number> => never())
      .try(async () => 1)
      .wrap();
    for (let call = 0; call < 3; call++) run();
    await lab.drain();
    expect(lab.report('e').variants.candidate).toMatchObject({
      started: 3,
      settled: 3,
      outcomes: { ignored: 3 },
    });
  });

  it('by time is told once, and shown', () => {
    let now = Date.parse('2026-01-01');
    const { lab, published } = bench({ now: () => now });
    const heard: Change[] = [];
    lab.on('expired', (change) => heard.push(change));
    const run = lab
      .experiment('e', { expires: '2026-01-02', owner: 'pricing team' })
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    expect(lab.report('e').stopped).toBeUndefined();
    now = Date.parse('2026-01-03');
    expect(lab.report('e')).toMatchObject({ stopped: 'expired', rate: 0, owner: 'pricing team' });
    for (let call = 0; call < 5; call++) run();
    expect(heard).toMatchObject([
      { experiment: 'e', from: 'running', to: 'expired', reason: 'expired at 2026-01-02T00:00:00.000Z' },
    ]);
    expect(lab.report('e')).toMatchObject({ trials: 1, skips: { expired: 5 } });
    expect(published.changes.length).toBeLessThanOrEqual(1);
  });

  it('says the reason that comes first: killed, expired, guardrail', () => {
    let now = 0;
    const { lab } = bench({ now: () => now });
    const run = lab
      .experiment('e', { expires: new Date(1_000) })
      .use(() => 1)
      .try(() => {
        throw new Error('broken');
      })
      .wrap();
    for (let call = 0; call < 6; call++) run();
    now = 2_000;
    run();
    lab.kill('e');
    run();
    expect(lab.report('e').skips).toMatchObject({ guardrail: 1, expired: 1, killed: 1 });
  });
});

describe('the rate in force', () => {
  it.each(['hoisted', 'built inline'])(
    'is another one from the very next call on, however many calls were to pass until then: %s',
    (form) => {
      let now = 1_000;
      const { lab } = bench({ random: () => 0.999_999, now: () => now });
      const build = () =>
        lab
          .experiment('e', { expires: new Date(5_000) })
          .use(() => 1)
          .try(() => 1)
          .sample(0.001);
      const hoisted = build().wrap();
      const run = form === 'hoisted' ? hoisted : () => build().run();
      const trialsIn = (calls: number) => {
        const before = lab.report('e').trials;
        for (let call = 0; call < calls; call++) run();
        return lab.report('e').trials - before;
      };
      expect(trialsIn(100)).toBe(0);
      lab.override('e', { rate: 1 });
      expect(trialsIn(1)).toBe(1);
      lab.override('e', { rate: undefined });
      expect(trialsIn(100)).toBe(0);
      lab.kill('e');
      run();
      lab.revive('e');
      run();
      now = 5_000;
      run();
      expect(lab.report('e')).toMatchObject({
        calls: 204,
        trials: 1,
        skips: { 'not-sampled': 201, killed: 1, expired: 1 },
      });
    },
  );

  it('is 0 while nothing is on trial, whoever stops it, and the old one again afterwards', () => {
    let isFrozen = false;
    let isStopped = false;
    const source: ControlSource = { name: 'flags', direct: () => ({ isStopped }) };
    const { lab } = bench({ freeze: () => isFrozen, controls: [source], random: () => 0 });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .sample(0.25)
      .wrap();
    const rate = () => {
      run();
      return lab.report('e').rate;
    };
    const rates = [rate()];
    for (const stop of [
      (on: boolean) => (on ? lab.kill('e') : lab.revive('e')),
      (on: boolean) => {
        isFrozen = on;
      },
      (on: boolean) => {
        isStopped = on;
      },
    ]) {
      stop(true);
      rates.push(rate());
      stop(false);
      rates.push(rate());
    }
    expect(rates).toEqual([0.25, 0, 0.25, 0, 0.25, 0, 0.25]);
  });
});

describe('the audit trail', () => {
  it('keeps the last 100 changes of each experiment, those from before it was known among them', () => {
    const { lab } = bench();
    lab.kill('e', { by: 'ops' });
    lab.kill('*');
    lab.revive('*');
    lab.kill('f');
    lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .run();
    const seen = () => lab.report('e').changes.map(({ event, experiment }) => `${event} ${experiment}`);
    expect(seen()).toEqual(['killed e', 'killed *', 'revived *']);
    for (let change = 0; change < 200; change++) lab.override('e', { rate: change / 200 });
    expect(seen()).toHaveLength(100);
    expect(lab.report('e').changes[99]).toMatchObject({
      event: 'overridden',
      from: 198 / 200,
      to: 199 / 200,
    });
  });

  it('is heard by those who listen to it, and one of them that throws hurts nobody', () => {
    const { lab } = bench();
    const heard: string[] = [];
    lab.on('killed', () => {
      throw new Error('broken');
    });
    for (const event of ['killed', 'revived', 'overridden'] as const) {
      lab.on(event, (change) => heard.push(change.event));
    }
    lab.kill('e');
    lab.revive('e');
    lab.override('e', { rate: 0.1 });
    expect(heard).toEqual(['killed', 'revived', 'overridden']);
    expect(() => lab.on('stopped' as keyof LaboratoryEvents, () => {})).toThrow('on("stopped")');
  });
});

function failing(): never {
  throw new Error('broken');
}
