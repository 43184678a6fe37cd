import type { Report } from 'labcoat';
import type { Check } from './checks.js';
import type { Findings } from './collector.js';
import { count, duration, number, type Paint, share, table } from './layout.js';
import { causes, commonestCauses, examples, fields } from './mismatches.js';
import { percentile } from './percentile.js';

/** What a person wants to know at the end. */
export function summary(report: Report, findings: Findings, checks: readonly Check[], paint: Paint): string {
  const sections: [title: string, rows: readonly string[]][] = [
    ['What happened', counts(report)],
    ['Which fields differ, and by how many cents (yen, fils)', fields(findings)],
    ['Three of them, and the one that is furthest off', examples(findings)],
    ['Which orders differ, and mostly why', causes(findings)],
    ['How long a quote took', latency(findings.durations)],
    ['What to conclude', conclusion(report, findings)],
    ['What had to hold', held(checks, paint)],
  ];
  return sections
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `  ${paint.bold(title)}\n${rows.map((row) => `    ${row}\n`).join('')}\n`)
    .join('');
}

function counts({ calls, trials, skips, outcomes }: Report): string[] {
  const outcome = Object.entries(outcomes).filter(([name, times]) => times > 0 || name === 'mismatch');
  const skipped = Object.entries(skips).filter(([, times]) => times > 0);
  return table('<>><', [
    ['calls', number(calls), '', ''],
    ...skipped.map(([reason, times]) => [
      `skipped: ${reason}`,
      number(times),
      share(times, calls),
      'of the calls',
    ]),
    ['on trial', number(trials), share(trials, calls), 'of the calls'],
    ...outcome.map(([name, times]) => [name, number(times), share(times, trials), 'of the trials']),
  ]);
}

function latency({ legacy, candidate }: Findings['durations']): string[] {
  const row = (name: string, durations: readonly number[]) => [
    name,
    ...[0.5, 0.95, 0.99].map((quantile) => duration(percentile(durations, quantile))),
  ];
  if (legacy.length === 0) return [];
  return table('<>>>', [['', 'p50', 'p95', 'p99'], row('legacy', legacy), row('candidate', candidate)]);
}

function conclusion(report: Report, findings: Findings): string[] {
  return [...agreement(report, findings), ...price(findings.durations)];
}

function agreement({ trials, outcomes }: Report, { mismatches }: Findings): string[] {
  if (trials === 0) return ['Nothing yet: no order was on trial.'];
  if (outcomes.match === trials) return ['Ready, as far as these orders tell: on all of them the two agree.'];
  const shapes = count(new Set(mismatches.map(({ shape }) => shape)).size, 'shape');
  const causes = count(commonestCauses(mismatches).length, 'cause');
  return [
    `Not ready: ${share(trials - outcomes.match, trials)} of the quotes would change. The mismatches have`,
    `${shapes} and ${causes}. For each cause decide: follow the legacy,`,
    'or announce the new price and .ignore() it. Then replay.',
  ];
}

function price({ legacy, candidate }: Findings['durations']): string[] {
  const [before, after] = [percentile(legacy, 0.5), percentile(candidate, 0.5)];
  if (after <= 2 * before) return [];
  return [
    `Decimals take ${number(after / before)} times as long: ${duration(after)} instead of ${duration(before)}.`,
  ];
}

function held(checks: readonly Check[], paint: Paint): string[] {
  const failed = checks.filter(({ holds }) => !holds).length;
  const mark = (holds: boolean) => (holds ? paint.green('✓') : paint.red('✗'));
  const lines = checks.map(({ claim, holds, evidence }) => `${mark(holds)} ${claim}: ${evidence}`);
  return failed === 0 ? lines : [...lines, paint.red(`${failed} of ${checks.length} did not hold.`)];
}
