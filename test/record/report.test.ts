import { describe, expect, it } from 'vitest';
import {
  type ControlDesk,
  type ControlSource,
  type ExperimentOptions,
  formatReport,
  type Laboratory,
  type Report,
  renderReport,
} from '../../src/index.js';
import { bench, CALM, never } from '../harness.js';

const DAY_MS = 86_400_000;

/** A laboratory whose clock stands still until it is moved. */
function clocked() {
  let now = Date.UTC(2026, 0, 1);
  const { lab } = bench({ now: () => now });
  return { lab, pass: (ms: number) => (now += ms) };
}

/** Runs an experiment so many times; the candidate differs in the runs that are named. */
function run(
  lab: Laboratory,
  runs: number,
  differs: readonly number[] = [],
  options: ExperimentOptions = {},
): Report {
  let ran = 0;
  const call = lab
    .experiment('pricing.quote', { guardrails: CALM, ...options })
    .use(() => 1)
    .try(() => (differs.includes(ran++) ? 2 : 1))
    .wrap();
  for (let each = 0; each < runs; each++) call();
  return lab.report('pricing.quote');
}

describe('a report says whether to switch, and why', () => {
  it('ready, at 3 525 runs without a failure and not one sooner, where no time has to pass', () => {
    const { lab } = clocked();
    const options = { goal: { dwellMs: 0 } };
    expect(run(lab, 3524, [], options)).toMatchObject({ verdict: 'undecided', cleanRunsNeeded: 1 });
    expect(run(lab, 1, [], options)).toMatchObject({
      verdict: 'ready',
      why: '0 failures in 3 525 runs; with 95 % confidence, less than 0.1 % of the runs observed so far failed',
      failureRate: { estimate: 0, lower: 0 },
    });
  });

  it('undecided until it has been on trial for a day', () => {
    const { lab, pass } = clocked();
    expect(run(lab, 4000).why).toBe(
      '0 failures in 4 000 runs, enough for 99.9 %; still needed: 24 more hours on trial',
    );
    pass(DAY_MS);
    expect(lab.report('pricing.quote').verdict).toBe('ready');
  });

  it('undecided by a target that nobody can count up to, and can be shown so', () => {
    const { lab } = clocked();
    const report = run(lab, 1, [], { goal: { target: 1e-15, alpha: 1e-300, dwellMs: 0 } });
    expect(report.why).toMatch(/^0 failures in 1 run; countless more clean runs needed/);
    expect(formatReport(report)).toContain('countless more clean runs');
    expect(renderReport(JSON.parse(JSON.stringify([report])))).toContain('countless more clean runs');
  });

  it('undecided, with what is missing', () => {
    const { lab, pass } = clocked();
    run(lab, 1);
    pass(DAY_MS);
    expect(run(lab, 8111, [5, 50, 500])).toMatchObject({
      verdict: 'undecided',
      why: '3 failures in 8 112 runs; 2 908 more clean runs needed for 99.9 %',
      cleanRunsNeeded: 2908,
    });
  });

  it('not ready, stopped by a guardrail', () => {
    const { lab } = clocked();
    const call = lab
      .experiment('e')
      .use(() => 1)
      .try(() => {
        throw new Error('broken');
      })
      .wrap();
    for (let each = 0; each < 10; each++) call();
    expect(lab.report('e')).toMatchObject({
      verdict: 'not-ready',
      why: 'stopped by the errors guardrail after 5 runs',
    });
  });

  it('not ready, stopped by hand, and by whom', () => {
    const { lab } = clocked();
    run(lab, 3);
    lab.kill('pricing.quote', { by: 'ada' });
    expect(lab.report('pricing.quote').why).toBe('stopped by the kill switch (ada) after 3 runs');
    lab.revive('pricing.quote');
    expect(lab.report('pricing.quote').verdict).toBe('undecided');
  });

  it('by whoever has not taken it back, and not by who has spoken since', () => {
    const desk: { current?: ControlDesk } = {};
    const flags: ControlSource = {
      name: 'flags',
      start: (given) => {
        desk.current = given;
      },
    };
    const { lab } = bench({ controls: [flags] });
    const call = () => run(lab, 1).why.replace(/ after .*/, '');
    call();
    lab.kill('pricing.quote', { by: 'ada' });
    desk.current?.set('pricing.quote', { rate: 0.5 });
    expect(call()).toBe('stopped by the kill switch (ada)');
    desk.current?.set('pricing.quote', { isStopped: true });
    expect(call()).toBe('stopped by the kill switch (flags)');
    lab.kill('*', { by: 'bob' });
    lab.revive('*', { by: 'bob' });
    expect(call()).toBe('stopped by the kill switch (flags)');
    desk.current?.set('pricing.quote', {});
    expect(call()).toBe('stopped by the kill switch (ada)');
  });

  it('still ready when its time is over, but never to become so', () => {
    const { lab, pass } = clocked();
    const options = { goal: { dwellMs: 0 }, expires: '2026-01-02' };
    run(lab, 3525, [], options);
    pass(2 * DAY_MS);
    expect(lab.report('pricing.quote')).toMatchObject({ verdict: 'ready', stopped: 'expired' });
    const other = clocked();
    run(other.lab, 10, [], options);
    other.pass(2 * DAY_MS);
    expect(other.lab.report('pricing.quote')).toMatchObject({
      verdict: 'not-ready',
      why: expect.stringMatching(/^expired on 2026-01-02, too early to say: 0 failures in 10 runs/),
    });
  });

  it('of several candidates as the one that is the furthest from ready, and of each apart', () => {
    const { lab } = clocked();
    const call = lab
      .experiment('e', { goal: { dwellMs: 0 } })
      .use(() => 1)
      .try('good', () => 1)
      .try('bad', () => 2)
      .wrap();
    for (let each = 0; each < 3525; each++) call();
    const { verdict, why, verdicts } = lab.report('e');
    expect(verdict).toBe('not-ready');
    expect(why).toMatch(/^'bad': 3 525 failures in 3 525 runs; /);
    expect(verdicts).toMatchObject({ good: { verdict: 'ready' }, bad: { verdict: 'not-ready' } });
  });

  it.each([
    ['not ready', 200, 10, 1, /^'decimal': 200 failures in 200 runs; /],
    ['undecided', 2000, 2000, 1000, /^'decimal': 2 failures in 2 000 runs; .* needed/],
  ])('as the furthest one, where all are %s', (_, runs, float, decimal, why) => {
    const { lab } = clocked();
    let call = 0;
    const run = lab
      .experiment('e', { guardrails: false })
      .use(() => 1)
      .try('float', () => (call % float === 0 ? 2 : 1))
      .try('decimal', () => (call % decimal === 0 ? 2 : 1)).run;
    for (call = 0; call < runs; call++) run();
    const { failureRate, verdicts, ...report } = lab.report('e');
    expect(report.why).toMatch(why);
    expect(failureRate).toEqual(verdicts.decimal?.failureRate);
    expect(report.cleanRunsNeeded).toBe(verdicts.decimal?.cleanRunsNeeded);
  });

  it('by the runs that have settled, where some are in flight', () => {
    const { lab } = clocked();
    const call = lab
      .experiment('e', { goal: { dwellMs: 0 }, maxInFlight: 10 })
      .use(async () => 1)
      .try(never)
      .wrap();
    call();
    expect(lab.report('e')).toMatchObject({ verdict: 'undecided', cleanRunsNeeded: 3525, active: 1 });
  });

  it('undecided for a name that nobody knows, by the default goal', () => {
    expect(clocked().lab.report('unknown')).toMatchObject({
      verdict: 'undecided',
      cleanRunsNeeded: 3525,
      failureRate: { estimate: 0, lower: 0, upper: 1 },
      goal: { target: 0.001, alpha: 0.05, dwellMs: DAY_MS },
      verdicts: {},
      history: {},
    });
  });

  it('over restarts: runs, time on trial and history are carried on', () => {
    const first = clocked();
    run(first.lab, 2000);
    const second = clocked();
    second.pass(DAY_MS);
    second.lab.restore(JSON.parse(JSON.stringify(first.lab.save())));
    const report = run(second.lab, 1525);
    expect(report).toMatchObject({ verdict: 'ready', trials: 1525, since: Date.UTC(2026, 0, 1) });
    expect(report.history.candidate?.buckets.map(({ runs }) => runs)).toEqual([2000, 1525]);
  });

  it('undecided until each candidate has been on trial for a day of its own', () => {
    const first = clocked();
    run(first.lab, 4000);
    const { lab, pass } = clocked();
    pass(DAY_MS);
    lab.restore(JSON.parse(JSON.stringify(first.lab.save())));
    const repaired = lab
      .experiment('pricing.quote', { guardrails: CALM })
      .use(() => 1)
      .try('v2', () => 1)
      .wrap();
    for (let each = 0; each < 4000; each++) repaired();
    const { why, since } = lab.report('pricing.quote');
    expect(why).toBe('0 failures in 4 000 runs, enough for 99.9 %; still needed: 24 more hours on trial');
    expect(since).toBe(Date.UTC(2026, 0, 1));
    pass(DAY_MS);
    expect(lab.report('pricing.quote').verdict).toBe('ready');
  });
});

it('a clock that fails has shown no time to pass', () => {
  let now = Date.UTC(2026, 0, 1);
  const { lab } = bench({ now: () => now });
  expect(run(lab, 4000).trials).toBe(4000);
  now = Number.NaN;
  expect(lab.report('pricing.quote')).toMatchObject({ verdict: 'undecided', cleanRunsNeeded: 0 });
  // And is no reason for a report that nobody can draw.
  const before = Date.now();
  const report = JSON.parse(JSON.stringify(lab.report('pricing.quote')));
  expect(report.at).toBeGreaterThanOrEqual(before);
  expect(renderReport(report)).not.toContain('NaN');
});

it('ignored runs count neither way, in the verdict and in the history, before a restart and after it', () => {
  const first = clocked();
  const options = { goal: { dwellMs: 0 } };
  const define = (lab: Laboratory) => {
    let ran = 0;
    return lab
      .experiment('e', { guardrails: CALM, ...options })
      .use(() => 1)
      .try(() => (ran++ % 10 === 0 ? 2 : 1))
      .ignore(() => true)
      .wrap();
  };
  const before = define(first.lab);
  for (let each = 0; each < 100; each++) before();
  const second = clocked();
  second.lab.restore(JSON.parse(JSON.stringify(first.lab.save())));
  const after = define(second.lab);
  for (let each = 0; each < 100; each++) after();
  const { why, history } = second.lab.report('e');
  expect(why).toMatch(/^0 failures in 180 runs; /);
  expect(history.candidate?.buckets.reduce((sum, { runs }) => sum + runs, 0)).toBe(180);
});

it('a report has the history of each candidate, ignored trials left out, and the bars of the histograms', () => {
  const { lab } = clocked();
  const { history, durations } = run(lab, 10, [3, 4]);
  expect(history.candidate?.buckets).toMatchObject([{ runs: 10, failures: 2, rate: 1 }]);
  expect(Object.keys(durations)).toEqual(['control', 'candidate']);
  expect(durations.control?.reduce((sum, { count }) => sum + count, 0)).toBe(10);
});

describe('a field has its first difference as an example', () => {
  const quote = { lines: [{ tax: 1.23, sku: 'secret-1' }] };
  const other = { lines: [{ tax: 1.24, sku: 'secret-2' }] };

  it('and no later one', () => {
    const { lab } = clocked();
    let total = 0;
    const call = lab
      .experiment('e')
      .use(() => ({ total: 0 }))
      .try(() => ({ total: ++total }))
      .wrap();
    for (let each = 0; each < 3; each++) call();
    expect(lab.report('e').fields).toMatchObject([{ count: 3, example: { control: 0, candidate: 1 } }]);
  });

  it.each(['shape', 'values'] as const)('with as much of it as capture %s lets be seen', (capture) => {
    const { lab } = clocked();
    lab
      .experiment('e', { capture })
      .use(() => quote)
      .try(() => other)
      .run();
    const [tax, sku] = lab.report('e').fields;
    expect(tax).toMatchObject({ path: '$.lines[*].tax', example: { control: 1.23, candidate: 1.24 } });
    expect(JSON.stringify(sku).includes('secret')).toBe(capture === 'values');
  });
});

describe('a goal', () => {
  it('comes part by part from the defaults', () => {
    const { lab } = bench({ defaults: { goal: { target: 0.02, dwellMs: 5 } } });
    lab
      .experiment('e', { goal: { target: 0.01 } })
      .use(() => 1)
      .try(() => 1)
      .run();
    expect(lab.report('e').goal).toEqual({ target: 0.01, alpha: 0.05, dwellMs: 5 });
  });

  it.each([
    [{ target: 0 }, 'experiment: goal.target (0): give a number between 0 and 1, both excluded'],
    [{ alpha: 1 }, 'experiment: goal.alpha (1): give a number between 0 and 1, both excluded'],
    [{ dwellMs: -1 }, 'experiment: goal.dwellMs (-1): give milliseconds from 0'],
    [{ targte: 1 }, 'experiment: goal ("targte"): is no option; the options are target, alpha, dwellMs'],
    [0.01, 'experiment: goal (0.01): give an object such as { target: 0.001 }'],
  ])('that cannot be meant is refused: %j', (goal, message) => {
    expect(() => bench().lab.experiment('e', { goal: goal as object })).toThrow(message);
  });
});
