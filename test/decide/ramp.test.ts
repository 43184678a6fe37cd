import { describe, expect, it, vi } from 'vitest';
import { nextMove } from '../../src/decide/ramp.js';
import { type Change, openTelemetry, type Ramp } from '../../src/index.js';
import { bench, CALM, never, seeded } from '../harness.js';
import { metricsSdk } from '../publish/opentelemetry/sdk.js';

const SETTINGS = {
  steps: [0.01, 0.05, 0.25, 0.5, 1],
  limits: [0.05, 0.02, 0.01, 0.005],
  dwellMs: 300_000,
  startAt: 0.01,
};
const clean = (runs: number) => ({ started: runs, settled: runs, failures: 0 });

describe('a ramp', () => {
  it.each([
    [0, 69],
    [1, 175],
    [2, 351],
    [3, 704],
  ])('leaves step %i after %i clean runs', (step, runs) => {
    expect(nextMove(SETTINGS, step, [clean(runs - 1)], 300_000)).toBe('hold');
    expect(nextMove(SETTINGS, step, [clean(runs)], 300_000)).toBe('advance');
  });

  it('does so only once its time has passed, for all candidates, and counting what has settled', () => {
    expect(nextMove(SETTINGS, 0, [clean(1_000)], 299_999)).toBe('hold');
    expect(nextMove(SETTINGS, 0, [clean(1_000)], Number.NaN)).toBe('hold');
    expect(nextMove(SETTINGS, 0, [clean(1_000), clean(10)], 300_000)).toBe('hold');
    expect(nextMove(SETTINGS, 0, [{ started: 1_000, settled: 10, failures: 0 }], 300_000)).toBe('hold');
    expect(nextMove(SETTINGS, 4, [clean(100_000)], 300_000)).toBe('hold');
  });

  it('steps down on doubt, and does not advance to where it would be sent back from', () => {
    const bad = { started: 1_000, settled: 1_000, failures: 30 };
    expect(nextMove(SETTINGS, 2, [bad], 0)).toBe('step-down');
    expect(nextMove(SETTINGS, 0, [bad], 300_000)).toBe('hold');
    expect(nextMove(SETTINGS, 0, [{ started: 20, settled: 20, failures: 20 }], 0)).toBe('hold');
  });
});

function arrange(ramp: Ramp | boolean, fails: () => boolean = () => false) {
  let now = 0;
  const { lab } = bench({ now: () => now, random: seeded(1), publishers: [] });
  const changes: Change[] = [];
  lab.on('advanced', (change) => changes.push(change));
  lab.on('stepped-down', (change) => changes.push(change));
  const run = lab
    .experiment('e', { ramp, guardrails: false })
    .use(() => 1)
    .try(() => (fails() ? 2 : 1))
    .wrap();
  const live = (calls: number) => {
    for (let call = 0; call < calls; call++) {
      run();
      now += 100;
    }
  };
  return { lab, changes, live };
}

describe('the option ramp', () => {
  it('begins at 1 % and climbs to all calls, and says so', () => {
    const { lab, changes, live } = arrange(true);
    live(1);
    expect(lab.report('e')).toMatchObject({ rate: 0.01, ramp: { rate: 0.01, isAtTop: false } });
    live(60_000);
    expect(changes.map(({ event, from, to }) => [event, from, to])).toEqual([
      ['advanced', 0.01, 0.05],
      ['advanced', 0.05, 0.25],
      ['advanced', 0.25, 0.5],
      ['advanced', 0.5, 1],
    ]);
    expect(changes[0]).toMatchObject({ experiment: 'e', by: 'the ramp' });
    expect(changes[0]?.reason).toMatch(/^0 failures in \d+ runs: less than 5 % fail$/);
    expect(lab.report('e')).toMatchObject({ rate: 1, ramp: { rate: 1, isAtTop: true } });
  });

  it('is seen in the metric labcoat.rate, step by step, and 0 once it is stopped', async () => {
    const sdk = metricsSdk();
    const { lab } = bench({
      random: () => 0,
      publishers: [openTelemetry({ meterProvider: sdk.provider })],
      defaults: { guardrails: CALM },
    });
    const run = lab
      .experiment('e', { ramp: { dwellMs: 0 } })
      .use(() => 1)
      .try(() => 1)
      .wrap();
    const seen = new Set<string>();
    for (let call = 0; call < 800; call++) {
      run();
      if (call % 25 === 0) for (const line of await sdk.lines('labcoat.rate')) seen.add(line);
    }
    lab.kill('e');
    for (const line of await sdk.lines('labcoat.rate')) seen.add(line);
    expect([...seen]).toEqual([0.01, 0.05, 0.25, 0.5, 1, 0].map((rate) => `experiment.name=e ${rate}`));
  });

  it('steps down when the candidate turns bad', () => {
    let isBad = false;
    const { lab, changes, live } = arrange({ dwellMs: 0, startAt: 0.25 }, () => isBad);
    live(2_000);
    isBad = true;
    live(100);
    const last = changes[changes.length - 1];
    expect(last?.event).toBe('stepped-down');
    expect(lab.report('e').ramp?.isAtTop).toBe(false);
  });

  it('steps down for failures seen before anything has settled, and counts them in the trials started', async () => {
    const { lab } = bench({ publishers: [] });
    const reasons: (string | undefined)[] = [];
    lab.on('stepped-down', ({ reason }) => void reasons.push(reason));
    const run = lab
      .experiment('e', { ramp: { startAt: 1 }, guardrails: false })
      .use(async (call: number) => call)
      .try((call) => (call === 0 ? never() : Promise.reject(new Error('broken'))))
      .wrap();
    for (let call = 0; call < 3; call++) await run(call);
    await vi.waitFor(() => expect(reasons).not.toEqual([]));
    expect(reasons[0]).toMatch(/^2 failures in 3 runs: more than 0.5 % fail$/);
  });

  it('goes on when the clock is set back to before its step: it has lasted from when that is known', () => {
    let now = Date.UTC(2026, 0, 1);
    const { lab } = bench({ now: () => now, random: () => 0 });
    const run = lab
      .experiment('e', { ramp: { dwellMs: 1_000 } })
      .use(() => 1)
      .try(() => 1)
      .wrap();
    for (let call = 0; call < 70; call++) run();
    now += 86_400_000;
    run();
    expect(lab.report('e').ramp?.rate).toBe(0.05);
    now -= 86_400_000;
    for (let call = 0; call < 200; call++) run();
    expect(lab.report('e').ramp?.rate).toBe(0.05);
    now += 1_000;
    run();
    expect(lab.report('e').ramp?.rate).toBe(0.25);
  });

  it('only ever lowers the rate that the experiment has', () => {
    const { lab } = bench();
    lab
      .experiment('e', { ramp: { startAt: 0.5 } })
      .use(() => 1)
      .try(() => 1)
      .sample(0.1)
      .run();
    expect(lab.report('e').rate).toBe(0.1);
    lab.override('e', { rate: 0.9 });
    lab
      .experiment('e', { ramp: { startAt: 0.5 } })
      .use(() => 1)
      .try(() => 1)
      .sample(0.1)
      .run();
    expect(lab.report('e').rate).toBe(0.9);
  });

  it.each([
    ['yes', 'experiment: ramp ("yes"): give true, false or an object'],
    [{ step: 1 }, 'experiment: ramp ("step"): is no option; the options are steps, limits, startAt, dwellMs'],
    [{ steps: [0.5, 0.1] }, 'experiment: ramp.steps (an array of 2): give rising rates'],
    [{ steps: [0.5, 1] }, 'experiment: ramp.limits (undefined): give 1, one for each step but the last'],
    [{ startAt: 0.3 }, 'experiment: ramp.startAt (0.3): give one of its steps: 0.01, 0.05, 0.25, 0.5, 1'],
    [{ dwellMs: -1 }, 'experiment: ramp.dwellMs (-1): give milliseconds from 0'],
  ])('is refused when it cannot be meant: %j', (ramp, message) => {
    expect(() => bench().lab.experiment('e', { ramp: ramp as Ramp })).toThrow(message);
  });
});
