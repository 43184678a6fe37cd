import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.js';
import type { Report } from '../../src/index.js';
import { bench } from '../harness.js';
import { hasPrometheus } from '../publish/opentelemetry/prometheus.js';
import { folder, laboratoryWith, SCREEN } from './folder.js';

const ROOT = resolve(import.meta.dirname, '../..');
const DAY_MS = 86_400_000;
const files = folder();
afterAll(() => files.remove());

const goal = { dwellMs: 0 };
const quote = { name: 'pricing.quote', options: { goal, owner: 'pricing' } };
const one = files.write(
  'one.json',
  laboratoryWith({ ...quote, calls: 2_000 }, { name: 'cart', calls: 3 }).save(),
);
const two = files.write('two.json', laboratoryWith({ ...quote, calls: 1_525 }).save());
const three = files.write('three.json', laboratoryWith({ ...quote, calls: 40, everyOther: 10 }).save());

async function json<T>(...args: string[]): Promise<T> {
  const { stdout, stderr } = await run([...args, '--json'], SCREEN);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as T;
}

describe('labcoat report', () => {
  it('comes to a verdict that no process comes to alone', async () => {
    const alone = await json<{ reports: Report[] }>('report', one);
    expect(alone.reports.map(({ experiment, verdict }) => [experiment, verdict])).toEqual([
      ['pricing.quote', 'undecided'],
      ['cart', 'undecided'],
    ]);
    const [together] = (await json<{ reports: Report[] }>('report', one, two)).reports;
    expect(together).toMatchObject({ verdict: 'ready', calls: 3_525, trials: 3_525, owner: 'pricing', goal });
    expect(together?.why).toMatch(/^0 failures in 3 525 runs; with 95 % confidence/);
  });

  it('shows to a person what all of them have seen: fields, durations, and how many', async () => {
    const { exitCode, stdout } = await run(['report', one, three, '--experiment', 'pricing.quote'], SCREEN);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^pricing\.quote +undecided\n {2}4 failures in 2 040 runs; 10 816 more clean runs/,
    );
    expect(stdout).toContain('$.total');
    expect(stdout).not.toContain('cart');
  });

  it('never takes a dwell that has no end for passed, though JSON has no Infinity', async () => {
    const endless = {
      name: 'endless',
      calls: 5_000,
      options: { goal: { dwellMs: Number.POSITIVE_INFINITY } },
    };
    const file = files.write('endless.json', laboratoryWith(endless).save());
    for (const given of [[file], [file, one]]) {
      const { reports } = await json<{ reports: Report[] }>('report', ...given, '--experiment', 'endless');
      expect(reports).toMatchObject([{ verdict: 'undecided' }]);
    }
    expect((await run(['stale', file, '--ready-for', '0s'], SCREEN)).stdout).toContain('Nothing is stale');
  });

  it('says the same about one file as the process that saved it', async () => {
    const lab = laboratoryWith({ ...quote, calls: 60, everyOther: 7 });
    const [report] = (await json<{ reports: Report[] }>('report', files.write('same.json', lab.save())))
      .reports;
    const { guardrails: _, at: __, ...rest } = JSON.parse(JSON.stringify(lab.report('pricing.quote')));
    expect(report).toMatchObject(rest);
  });

  it('says that it is stopped where a guardrail has stopped it in one process', async () => {
    const { lab } = bench();
    const broken = lab
      .experiment('pricing.quote')
      .use(() => 1)
      .try(() => {
        throw new Error('no');
      })
      .wrap();
    for (let call = 0; call < 9; call++) broken();
    const [report] = (await json<{ reports: Report[] }>('report', two, files.write('trip.json', lab.save())))
      .reports;
    expect(report).toMatchObject({
      verdict: 'not-ready',
      trip: { guardrail: 'errors' },
      stopped: 'guardrail',
    });
    expect(report?.why).toBe('stopped by the errors guardrail after 1 530 runs');
  });

  it('says what was saved by hand as stopped, too', async () => {
    const lab = laboratoryWith({ ...quote, calls: 5 });
    lab.kill('pricing.quote', { by: 'ops' });
    const { stdout } = await run(['report', files.write('killed.json', lab.save())], SCREEN);
    expect(stdout).toContain('stopped by the kill switch (ops) after 5 runs');
  });

  it('writes a page too, and says where', async () => {
    const page = files.path('page.html');
    const { stdout } = await run(['report', one, two, '--html', page], SCREEN);
    expect(stdout).toContain(`The page is ${page}`);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*3 525/);
  });

  it('reads a file that begins with a byte order mark, as some editors write it', async () => {
    const marked = files.path('marked.json');
    writeFileSync(marked, `\uFEFF${readFileSync(one, 'utf8')}`);
    expect(await json('report', marked)).toEqual(await json('report', one));
  });

  it.each([
    ['missing.json', undefined, /^labcoat: .*missing\.json: no such file or directory$/m],
    ['text.json', 'no JSON', /^labcoat: .*text\.json: .*JSON/],
    ['other.json', { version: 2 }, /^labcoat: .*other\.json: give what save\(\) answered\n$/],
    [
      'broken.json',
      brokenHistory(),
      /^labcoat: .*broken\.json: what '.*' has learned cannot be read: history: widthMs [^\n]*\n$/,
    ],
  ])('names the file that it cannot read: %s', async (name, content, message) => {
    const file = content === undefined ? files.path(name) : files.write(name, content);
    const { exitCode, stderr } = await run(['report', one, file], SCREEN);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(message);
  });

  it('says which experiments there are where one is asked for that there is not', async () => {
    const { exitCode, stderr } = await run(['report', one, '--experiment', 'x'], SCREEN);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: 'labcoat: --experiment x: the files have pricing.quote, cart\n',
    });
  });
});

describe('labcoat stale', () => {
  const old = { calls: 4_000, startedAt: Date.now() - 30 * DAY_MS };

  it('lists what has expired and what has been ready for long, with whom to ask', async () => {
    const file = files.write(
      'stale.json',
      laboratoryWith(
        { name: 'ready', ...old, options: { goal, owner: 'ada' } },
        { name: 'expired', calls: 1, startedAt: 0, options: { expires: '2020-05-17' } },
        { name: 'young', calls: 4_000, options: { goal } },
        { name: 'undecided', calls: 100, startedAt: old.startedAt },
      ).save(),
    );
    const since = new Date(old.startedAt + 3_525_000).toISOString().slice(0, 10);
    expect(await run(['stale', file], SCREEN)).toEqual({
      exitCode: 1,
      stderr: '',
      stdout: `ready: ready to cut over since ${since}; ask ada\nexpired: expired since 2020-05-17\n`,
    });
    expect((await run(['stale', file, '--ready-for', '60d'], SCREEN)).stdout).toBe(
      'expired: expired since 2020-05-17\n',
    );
  });

  it('says nothing that a terminal would act upon, whatever an owner is called', async () => {
    const owner = '\u001b]0;pwned\u0007\u202e';
    const file = files.write(
      'evil.json',
      laboratoryWith({ name: 'e', calls: 1, startedAt: 0, options: { expires: '2020-05-17', owner } }).save(),
    );
    const { stdout } = await run(['stale', file], SCREEN);
    expect(stdout).toBe('e: expired since 2020-05-17; ask \\x1b]0;pwned\\x07\\u{202e}\n');
    const { stderr } = await run(['report', `${owner}.json`], SCREEN);
    expect(stderr).toBe('labcoat: \\x1b]0;pwned\\x07\\u{202e}.json: no such file or directory\n');
  });

  it('has nothing to say of what failed again after it was ready', async () => {
    const past = { name: 'e', ...old, everyOther: 3_900, options: { goal } };
    expect(
      await run(['stale', files.write('again.json', laboratoryWith(past).save())], SCREEN),
    ).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing is stale.\n',
    });
  });
});

describe('labcoat rules', () => {
  it('prints the rules that are shipped', async () => {
    const { stdout } = await run(['rules'], SCREEN);
    expect(stdout).toBe(readFileSync(join(ROOT, 'docs/fleet/rules.yml'), 'utf8'));
  });

  it('holds each experiment of a saved report to its own goal', async () => {
    const lab = laboratoryWith(
      { name: 'strict', calls: 1, options: { goal: { target: 0.0001 } } },
      { name: 'strict.too', calls: 1, options: { goal: { target: 0.0001 } } },
      { name: 'usual', calls: 1 },
    );
    const { groups } = await json<{ groups: { name: string; rules: { alert?: string; expr: string }[] }[] }>(
      'rules',
      files.write('goals.json', lab.save()),
      '--limit',
      '0.02',
    );
    const ready = groups.flatMap(({ rules }) => rules.filter(({ alert }) => alert === 'LabcoatReady'));
    expect(ready.map(({ expr }) => expr.split('\n')[0])).toEqual([
      String.raw`labcoat:evidence_below_target:fleet{labcoat_experiment_name=~"strict|strict\\.too"} >= 20`,
      'labcoat:evidence_below_target:fleet{labcoat_experiment_name="usual"} >= 20',
    ]);
  });

  it('refuses files without an experiment: Prometheus takes no rule about nothing', async () => {
    const { lab } = bench();
    expect(await run(['rules', files.write('nothing.json', lab.save())], SCREEN)).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'labcoat: the files have no experiment: leave them out for rules about all\n',
    });
  });

  it('refuses an experiment that nobody has saved, and a name that none can have', async () => {
    const saved = files.write('goals.json', laboratoryWith({ name: 'known', calls: 1 }).save());
    expect(await run(['rules', saved, '--experiment', 'nope'], SCREEN)).toMatchObject({
      exitCode: 3,
      stderr: 'labcoat: --experiment nope: nobody has saved it; there are known\n',
    });
    expect(await run(['rules', '--experiment', 'a\u2028b'], SCREEN)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('give a name without control characters'),
    });
  });

  it.skipIf(!hasPrometheus())(
    `are what Prometheus takes, whatever the names are${hasPrometheus() ? '' : ' (skipped: apt-get install prometheus)'}`,
    async () => {
      const names = ['a"b', 'back\\slash', "it's {{ $x }}", 'ümlaut|*'].flatMap((name) => [
        '--experiment',
        name,
      ]);
      const { stdout } = await run(
        ['rules', ...names, '--target', '0.000001', '--confidence', '0.999'],
        SCREEN,
      );
      const file = files.write('rules.yml', stdout);
      expect(execFileSync('promtool', ['check', 'rules', file], { encoding: 'utf8' })).toContain('SUCCESS');
    },
  );
});

describe('labcoat dashboard', () => {
  const shipped = JSON.parse(readFileSync(join(ROOT, 'docs/fleet/dashboard.json'), 'utf8'));
  const chosen = (dashboard: typeof shipped) =>
    dashboard.templating.list.find(({ name }: { name: string }) => name === 'experiment').current.value;

  it('prints the dashboard that is shipped, for all experiments', async () => {
    const { stdout } = await run(['dashboard'], SCREEN);
    const printed = JSON.parse(stdout);
    expect(printed.panels).toEqual(shipped.panels);
    expect(chosen(printed)).toEqual(['$__all']);
  });

  it('is for the experiments that it is told', async () => {
    const named = await json('dashboard', '--experiment', 'pricing.quote', '--title', 'Pricing');
    expect(named).toMatchObject({ title: 'Pricing' });
    expect(chosen(named)).toEqual(['pricing.quote']);
    expect(chosen(await json('dashboard', one))).toEqual(['pricing.quote', 'cart']);
  });
});

function brokenHistory(): unknown {
  const state = JSON.parse(readFileSync(three, 'utf8'));
  state.experiments['pricing.quote'].history.candidate.widthMs = 7;
  return state;
}
