import { describe, expect, it } from 'vitest';
import { formatReport, type Report, renderReport, reportHandler } from '../../src/index.js';
import { seeded } from '../harness.js';
import { differing, everything, minutely, reportOf } from './reports.js';

const WRONG = [
  null,
  Number.NaN,
  'text',
  '__proto__',
  'constructor',
  -1,
  0,
  1e300,
  Number.POSITIVE_INFINITY,
  {},
  [],
];
const NOTHING = /NaN|undefined|\[object|native code/;

describe('A report that was damaged by hand', () => {
  it('is refused in a sentence that says where, or is shown without a number that is none', async () => {
    const reports = all();
    const random = seeded(7);
    const among = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
    let refused = 0;
    for (let round = 0; round < 1_000; round += 1) {
      const damaged = structuredClone(among(reports));
      // What a value was is shown whatever it is.
      const paths = pathsOf(damaged).filter((path) => !/example.*(?:control|candidate)$/.test(path.join()));
      for (let places = 1 + Math.floor(random() * 2); places > 0; places -= 1)
        damage(damaged, among(paths), round % 9 === 0 ? undefined : among(WRONG));
      for (const draw of [
        () => formatReport(damaged, { colour: false }),
        () => renderReport(damaged),
        () => renderReport([damaged, reports[0] as Report]),
      ]) {
        const { shown, error } = outcomeOf(draw);
        if (shown !== undefined) expect(nothingIn(shown)).toEqual([]);
        else {
          refused += 1;
          expect(error?.message).toMatch(
            /^(?:formatReport|renderReport)(?:: the report of '.*' lacks |\(.*\): give what)/,
          );
        }
      }
      const response = await reportHandler({ reports: () => [damaged] })(new Request('http://localhost/'));
      if (response.status === 200) expect(nothingIn(await response.text())).toEqual([]);
      else expect(response.status).toBe(500);
    }
    expect(refused).toBeGreaterThan(300);
  });

  it.each([
    ['durations.candidate[0].count', (report: any) => (report.durations.candidate[0].count = null)],
    ['guardrails[0].needed', (report: any) => (report.guardrails[0].needed = null)],
    ['history.candidate.widthMs', (report: any) => (report.history.candidate.widthMs = null)],
    ['byOrder.candidate-first.trials', (report: any) => (report.byOrder['candidate-first'].trials = null)],
  ])('says that it lacks %s', (path, harm) => {
    const damaged = structuredClone(differing());
    harm(damaged);
    expect(() => renderReport(damaged)).toThrow(
      `renderReport: the report of 'pricing.quote' lacks ${path}; give`,
    );
    expect(() => formatReport(damaged)).toThrow(
      `formatReport: the report of 'pricing.quote' lacks ${path}; give`,
    );
  });

  it.each(['__proto__', 'constructor', 'toString'])('shows %s as a name like any other', (name) => {
    const report = structuredClone(differing()) as any;
    report.changes.push({ at: report.at, event: name, experiment: name, from: name, to: name });
    report.shapes[0].variant = report.shapes[0].outcome = report.fields[0].variant = name;
    report.faults = JSON.parse(`{"${name}":1}`);
    for (const shown of [renderReport(report), formatReport(report, { colour: false })]) {
      expect(shown).toContain(name);
      expect(shown).not.toMatch(NOTHING);
    }
  });
});

/** With all that a report may have in it. */
function all(): Report[] {
  const measured = minutely();
  const run = measured.lab
    .experiment('measured', { order: 'random', noise: 0.5, capture: 'values', owner: 'ada' })
    .use((at: number) => ({ total: at, at: Math.floor(at / 7) }))
    .try('one', (at) => ({ total: at % 5 ? at : at + 1, at: 0 }))
    .try('other', (at) => ({ total: at, at: 0 }))
    .measure('total', ({ total }) => total);
  for (let at = 0; at < 60; at += 1) {
    run.run(at);
    measured.pass(60_000);
  }
  const late = reportOf({ name: 'late', runs: 5, goal: { dwellMs: Number.POSITIVE_INFINITY } });
  return [...everything(), differing(), measured.lab.report('measured'), late];
}

/** With what is round it. */
function nothingIn(shown: string): string[] {
  return shown.match(/.{0,60}(?:NaN|undefined|\[object|native code).{0,20}/g) ?? [];
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]))].filter(
    ({ length }) => length > 0,
  );
}

function damage(report: unknown, path: Path, wrong: unknown): void {
  const owner = path.slice(0, -1).reduce<any>((at, key) => (Object(at) === at ? at[key] : undefined), report);
  // An earlier damage may have taken it away.
  if (Object(owner) !== owner) return;
  if (wrong === undefined) delete owner[path.at(-1) as string];
  else owner[path.at(-1) as string] = wrong;
}

function outcomeOf(draw: () => string): { shown?: string; error?: Error } {
  try {
    return { shown: draw() };
  } catch (error) {
    return { error: error as Error };
  }
}
