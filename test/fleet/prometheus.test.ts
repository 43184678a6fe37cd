import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.js';
import { logEAbove, logEBelow } from '../../src/evidence/index.js';
import { DEFAULT_RULES } from '../../src/fleet/rules/rule.js';
import { ruleGroups } from '../../src/fleet/rules/rules.js';
import { rulesYaml } from '../../src/fleet/rules/yaml.js';
import type { LaboratoryState } from '../../src/index.js';
import { mergeStates } from '../../src/record/merge.js';
import { FAILURES } from '../../src/record/tally.js';
import { verdict } from '../../src/record/verdict.js';
import { hasPrometheus, type Prometheus, startPrometheus } from '../publish/opentelemetry/prometheus.js';
import type { Truth } from './process.js';

const ROOT = resolve(import.meta.dirname, '../..');
const RULES = join(ROOT, 'docs/fleet/rules.yml');
const SCREEN = { hasColour: false, width: 100 };
const isThere = hasPrometheus();
const reason = isThere ? '' : ' (skipped: there is no prometheus; apt-get install prometheus)';

describe.skipIf(!isThere)(`a fleet of two processes, one of them gone, in a real Prometheus${reason}`, () => {
  let prometheus: Prometheus;
  let saved: LaboratoryState[];
  const processes: Started[] = [];

  beforeAll(async () => {
    processes.push(await start({ calls: 3_000, everyOther: 2_999, isCollected: false, port: 0 }));
    processes.push(await start({ calls: 4_500, everyOther: 0, isCollected: true, port: 0 }));
    const [stays, goes] = processes as [Started, Started];
    prometheus = await startPrometheus(
      processes.map(({ port }) => `127.0.0.1:${port}`),
      RULES,
    );
    await prometheus.until(
      `labcoat_started_total{labcoat_experiment_name="pricing.quote"}`,
      ({ length }) => length === 2,
    );
    saved = await Promise.all([stays.work(), goes.work()]);
    const all = `sum(labcoat_settled_total{labcoat_experiment_name="pricing.quote"})`;
    await prometheus.until(all, ([sum]) => sum?.value === 7_500);
    await goes.kill();
    await prometheus.until(`count(up == 0)`, ([down]) => down?.value === 1);
    // Then every rule has been evaluated with what all processes had counted: one clean process alone would be ready too.
    await prometheus.until(
      'labcoat:settled:fleet{labcoat_experiment_name="pricing.quote"} offset 3s',
      ([settled]) => settled?.value === 7_500,
    );
  }, 120_000);

  afterAll(async () => {
    await Promise.all(processes.map(({ kill }) => kill()));
    await prometheus?.stop();
  });

  it('comes to the verdict that the merged tallies come to', async () => {
    const { exitCode, stdout } = await ask(
      'verdict',
      'pricing.quote',
      '--dwell',
      '0',
      '--window',
      '1h',
      '--json',
    );
    const [fleet] = JSON.parse(stdout).verdicts;
    expect(fleet).toMatchObject({ candidate: 'candidate', ...mergedVerdict('pricing.quote', 'candidate') });
    expect(fleet).toMatchObject({
      verdict: 'ready',
      counts: { started: 7_500, settled: 7_500, failures: 1 },
    });
    expect(exitCode).toBe(0);
  });

  it('counts what a vanished process has seen: what is left would not do', async () => {
    const left = await prometheus.query(`labcoat_settled_total{labcoat_experiment_name="pricing.quote"}`);
    expect(left.map(({ value }) => value)).toEqual([3_000]);
    expect(verdict(countsOf(saved[0] as LaboratoryState, 'pricing.quote', 'candidate'), GOAL).verdict).toBe(
      'undecided',
    );
  });

  it('fails a pipeline over the worst candidate, and not over the one that it was asked about', async () => {
    const all = await ask('verdict', 'search.rank', '--dwell', '0', '--window', '1h', '--target', '0.02');
    expect(all.stdout).toMatch(
      /search\.rank fast: not ready\n {2}40 failures in 400 runs; with 95 % confidence/,
    );
    expect(all.exitCode).toBe(1);
    const args = ['search.rank', '--candidate', 'stable', '--window', '1h', '--target', '0.02'];
    const stable = await ask('verdict', ...args, '--dwell', '0');
    expect(stable).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('stable: ready') });
    const early = await ask('verdict', ...args);
    expect(early).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('24 more hours on trial') });
  });

  it('says what there is where it was asked for what there is not', async () => {
    const unknown = await ask('verdict', 'pricing.quotes', '--window', '1h');
    expect(unknown).toMatchObject({
      exitCode: 3,
      stderr:
        "labcoat: nobody has told of an experiment 'pricing.quotes' in the last 1h; there are cart.total, old.path, pricing.quote, search.rank\n",
    });
    const other = await ask('verdict', 'pricing.quote', '--window', '1h', '--selector', 'job="elsewhere"');
    expect(other).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('nor of any other') });
    const wrong = await ask('verdict', 'pricing.quote', '--selector', 'job=~"("');
    expect(wrong).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/answers .*error parsing regexp/),
    });
  });

  it('is not ready where somebody has stopped it, in one process if not in all', async () => {
    const args = ['cart.total', '--window', '1h', '--target', '0.5', '--dwell', '0'];
    expect(await ask('verdict', ...args)).toMatchObject({
      exitCode: 1,
      stdout: 'cart.total candidate: not ready\n  stopped by the kill switch in 1 process after 159 runs\n',
    });
  });

  it('is not ready where its time was over before there was enough to go by', async () => {
    expect(await ask('verdict', 'old.path', '--window', '1h', '--dwell', '0')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(
        'not ready\n  expired, too early to say: 0 failures in 0 runs; 3 525 more',
      ),
    });
  });

  it('is not ready before every process has reached the rate that is asked for', async () => {
    const args = [
      'search.rank',
      '--candidate',
      'stable',
      '--window',
      '1h',
      '--target',
      '0.02',
      '--dwell',
      '0',
    ];
    expect(await ask('verdict', ...args, '--at-rate', '1')).toMatchObject({ exitCode: 0 });
    const killed = ['cart.total', '--window', '1h', '--at-rate', '0.5', '--json'];
    const [verdict] = JSON.parse((await ask('verdict', ...killed)).stdout).verdicts;
    expect(verdict.counts.rampAtTop).toBe(false);
  });

  it('lists what has expired, and not what has been ready for a minute', async () => {
    const { exitCode, stdout } = await ask('stale', '--window', '1h', '--dwell', '0');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: 'old.path: expired\n' });
  });

  it('answers the query of every panel', async () => {
    const dashboard = JSON.parse(readFileSync(join(ROOT, 'docs/fleet/dashboard.json'), 'utf8'));
    const panels = dashboard.panels.filter(({ type }: { type: string }) => type !== 'row');
    expect(panels.length).toBeGreaterThan(10);
    for (const { title, targets } of panels) {
      for (const { expr } of targets) {
        const query = expr.replaceAll('$experiment', '.+').replaceAll('$__rate_interval', '1m');
        // A scrape that a busy machine has missed leaves nothing to show until the next one.
        const answer = expect.poll(() => prometheus.query(query), {
          message: `${title}: ${query}`,
          timeout: 10_000,
        });
        await answer.not.toHaveLength(0);
      }
    }
  }, 60_000);

  it('shows the verdicts on the dashboard, with bounds that hold the truth', async () => {
    const dashboard = JSON.parse(readFileSync(join(ROOT, 'docs/fleet/dashboard.json'), 'utf8'));
    const answers = async (title: string, index: number, experiment = '.+') => {
      const panel = dashboard.panels.find((each: { title: string }) => each.title === title);
      const query = panel.targets[index].expr.replaceAll('$experiment', experiment);
      const samples = await prometheus.until(query, ({ length }) => length > 0);
      return Object.fromEntries(samples.map(({ labels, value }) => [labels.labcoat_variant_name, value]));
    };
    expect(await answers('Is it good enough?', 0)).toMatchObject({ fast: -1, stable: 0 });
    expect(await answers('Is it good enough?', 0, 'pricing.quote')).toEqual({ candidate: 1 });
    const lower = await answers('Failures so far', 2);
    const upper = await answers('Failures so far', 3);
    const exact = mergedVerdict('search.rank', 'fast').failureRate;
    // One tilt at a time is a little wider than all of them together.
    expect(lower.fast).toBeLessThanOrEqual(exact.lower);
    expect(upper.fast).toBeGreaterThanOrEqual(exact.upper);
    expect(lower.fast).toBeGreaterThan(0.9 * exact.lower);
    expect(upper.fast).toBeLessThan(1.1 * exact.upper);
    expect(lower.stable).toBe(0);
    expect(upper.stable).toBeLessThan(0.02);
  }, 60_000);

  it('records the evidence that the code computes', async () => {
    const recorded = async (name: string) => {
      const series = `labcoat:${name}:fleet{labcoat_experiment_name="pricing.quote"}`;
      return (await prometheus.query(`ln(${series})`))[0]?.value;
    };
    expect(await recorded('evidence_below_target')).toBeCloseTo(logEBelow(7_500, 1, 0.001), 10);
    expect(await recorded('evidence_above_target')).toBeCloseTo(logEAbove(7_500, 1, 0.001), 10);
  });

  // The last one: it changes the fleet.
  it('says so where a process has started again under its old name, and counts its longest life', async () => {
    const [stays] = processes as [Started];
    await stays.kill();
    const again = await start({ calls: 50, everyOther: 0, isCollected: false, port: stays.port });
    processes.push(again);
    const here = `labcoat_started_total{labcoat_experiment_name="pricing.quote"}`;
    await prometheus.until(here, ([now]) => now?.value === 0);
    await again.work();
    await prometheus.until(here, ([now]) => now?.value === 50);
    const { exitCode, stdout } = await ask('verdict', 'pricing.quote', '--dwell', '0', '--window', '1h');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /1 failure in 7 500 runs.*\n {2}processes have started again once under their old names/,
    );
  }, 60_000);

  const ask = (command: string, ...args: string[]) =>
    run([command, ...args, '--prometheus', prometheus.url], SCREEN);
  const mergedVerdict = (experiment: string, candidate: string) =>
    verdict(
      countsOf(mergeStates(saved), experiment, candidate),
      experiment === 'pricing.quote' ? GOAL : { ...GOAL, target: 0.02 },
    );
});

describe.skipIf(!isThere)(`the rules${reason}`, () => {
  it('are what Prometheus takes', () => {
    expect(promtool('check', 'rules', RULES)).toContain('SUCCESS');
  });

  it('are what Prometheus takes, and what its linter has nothing to say to, by many goals too', () => {
    const held = (experiments: string[], target: number, alpha = 0.05) => ({
      ...DEFAULT_RULES,
      experiments,
      target,
      alpha,
    });
    const all = [held(['a"b\\c', 'd'], 0.01), held(['e|f'], 0.02), held(['{{ g }}'], 0.02, 0.01)];
    const folder = mkdtempSync(join(tmpdir(), 'labcoat-'));
    const file = join(folder, 'rules.yml');
    writeFileSync(file, rulesYaml(ruleGroups(all)));
    expect(promtool('check', 'rules', '--lint-fatal', file)).toContain('SUCCESS: 31 rules found');
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['1m', '0 1000x5 _x200', 6, 9],
    ['90m', '0 1000x5 _x400', 94, 99],
    ['6h', '0 1000x5 _x800', 335, 369],
  ])('count no run that is further back than a window of %s', async (window, values, within, beyond) => {
    const folder = mkdtempSync(join(tmpdir(), 'labcoat-'));
    const { stdout } = await run(['rules', '--window', window], { hasColour: false, width: 80 });
    writeFileSync(join(folder, 'rules.yml'), stdout);
    const labels = '{labcoat_experiment_name="e", labcoat_variant_name="c"}';
    const counted = (minute: number, samples: unknown[]) => {
      return { expr: 'labcoat:started:fleet', eval_time: `${minute}m`, exp_samples: samples };
    };
    const test = {
      rule_files: ['rules.yml'],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: [{ series: `labcoat_started_total${labels}`, values }],
          promql_expr_test: [
            counted(within, [{ labels: `labcoat:started:fleet${labels}`, value: 1000 }]),
            counted(beyond, []),
          ],
        },
      ],
    };
    // JSON is YAML.
    writeFileSync(join(folder, 'test.yml'), JSON.stringify(test));
    expect(promtool('test', 'rules', join(folder, 'test.yml'))).toContain('SUCCESS');
    rmSync(folder, { recursive: true });
  });

  it('alert when they have to, and not before', () => {
    expect(promtool('test', 'rules', join(import.meta.dirname, 'rules.test.yml'))).toContain('SUCCESS');
  }, 120_000);
});

const GOAL = { target: 0.001, alpha: 0.05, dwellMs: 0 };

function countsOf(state: LaboratoryState, experiment: string, candidate: string) {
  const { started = 0, outcomes } = state.experiments[experiment]?.tallies[candidate] ?? {};
  const failures = FAILURES.reduce((sum, outcome) => sum + (outcomes?.[outcome] ?? 0), 0);
  return {
    started,
    settled: started,
    failures,
    ignored: outcomes?.ignored ?? 0,
    rampAtTop: true,
    observedMs: 0,
  };
}

interface Started {
  readonly port: number;
  /** Lets it run its experiments, and answers what it saves. */
  work(): Promise<LaboratoryState>;
  kill(): Promise<void>;
}

async function start(truth: Truth): Promise<Started> {
  const script = join(import.meta.dirname, 'process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(truth)], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const messages = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async () => {
    const { done, value } = await messages.next();
    if (done) throw new Error('the process has ended; what it had to say is above');
    return JSON.parse(value);
  };
  const { port } = await next();
  return {
    port,
    work: async () => {
      child.stdin.write('\n');
      return (await next()).saved;
    },
    kill: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function promtool(...args: string[]): string {
  try {
    return execFileSync('promtool', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}\n${stderr}`;
  }
}
