import { describe, expect, it } from 'vitest';
import type { Publisher } from '../../src/index.js';
import { bench } from '../harness.js';

/** Everything that must not be touched, and what was. */
function forbidden() {
  const touched: string[] = [];
  const touch =
    <T>(name: string, answer: T) =>
    () => {
      touched.push(name);
      return answer;
    };
  const publisher: Publisher = { publish: touch('publish', undefined), enclose: touch('enclose', undefined) };
  return { touched, touch, publisher };
}

function arrange(options = {}) {
  const { touched, touch, publisher } = forbidden();
  const { lab } = bench({ publishers: [publisher] });
  const experiment = lab
    .experiment('e', options)
    .use(() => 1)
    .compare(touch('compare', true))
    .compareErrors(touch('compareErrors', true))
    .try(touch('candidate', 1))
    .prepare(touch('prepare', []) as () => [])
    .context(touch('context', {}))
    .clean(touch('clean', 1))
    .ignore(touch('ignore', true));
  return { lab, experiment, touched };
}

describe('a call that is not on trial touches nothing of the experiment', () => {
  it('because it is not sampled', async () => {
    const { lab, experiment, touched } = arrange();
    expect(experiment.sample(0).run()).toBe(1);
    await lab.drain();
    expect(touched).toEqual([]);
  });

  it('because a condition says no', async () => {
    const { lab, experiment, touched } = arrange();
    expect(experiment.when(() => false).run()).toBe(1);
    await lab.drain();
    expect(touched).toEqual([]);
    expect(lab.report('e').skips.when).toBe(1);
  });

  it('because it has expired, from that moment on', async () => {
    const { touched, touch, publisher } = forbidden();
    let now = Date.parse('2026-01-01');
    const { lab } = bench({ publishers: [publisher], now: () => now });
    const run = lab
      .experiment('e', { expires: '2026-01-02' })
      .use(() => 1)
      .try(touch('candidate', 1))
      .wrap();
    run();
    expect(touched.splice(0)).toEqual(['enclose', 'candidate']);
    await lab.drain();
    touched.length = 0;
    now = Date.parse('2026-01-02');
    run();
    await lab.drain();
    expect(touched).toEqual([]);
    expect(lab.report('e')).toMatchObject({ trials: 1, skips: { expired: 1 } });
  });

  it.each(['e', '*'])('because %s was killed, before or after it was first called', async (name) => {
    const { lab, experiment, touched } = arrange();
    lab.kill(name);
    expect(experiment.run()).toBe(1);
    await lab.drain();
    expect(touched).toEqual([]);
    lab.revive(name);
    experiment.run();
    expect(touched).toContain('candidate');
    touched.length = 0;
    lab.kill(name);
    for (let call = 0; call < 100; call++) experiment.run();
    expect(touched).toEqual([]);
    expect(lab.report('e')).toMatchObject({ trials: 1, skips: { killed: 101 } });
  });

  it('because the laboratory is frozen', () => {
    let isSpent = true;
    const { lab } = bench({ freeze: () => isSpent });
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    isSpent = false;
    run();
    expect(lab.report('e')).toMatchObject({ trials: 1, skips: { killed: 1 } });
  });
});

describe('the kill switch', () => {
  it('ends what is in flight, which is ignored', async () => {
    const { lab, published } = bench();
    const run = lab
      .experiment('e')
      .use(async () => 1)
      .try(() => new Promise<number>(() => {}))
      .wrap();
    await run();
    expect(lab.report('e').active).toBe(1);
    lab.kill('e', { by: 'ops', reason: 'incident 12' });
    expect(lab.report('e')).toMatchObject({ active: 0, outcomes: { ignored: 1 } });
    await lab.drain();
    expect(published.trials[0]?.candidates[0]).toMatchObject({ outcome: 'ignored', reason: 'killed' });
    expect(published.changes).toMatchObject([
      { event: 'killed', experiment: 'e', by: 'ops', reason: 'incident 12' },
    ]);
  });

  it('keeps what was killed by its name stopped when everything is revived', () => {
    const { lab } = bench();
    const run = lab
      .experiment('e')
      .use(() => 1)
      .try(() => 1)
      .wrap();
    lab.kill('e');
    lab.kill('*');
    lab.revive('*');
    run();
    expect(lab.report('e').trials).toBe(0);
    lab.revive('e');
    run();
    expect(lab.report('e').trials).toBe(1);
  });

  it('tells its listeners, until they leave', () => {
    const { lab } = bench();
    const heard: string[] = [];
    const leave = lab.on('killed', ({ experiment }) => heard.push(experiment));
    lab.kill('e');
    leave();
    lab.kill('f');
    expect(heard).toEqual(['e']);
  });
});
