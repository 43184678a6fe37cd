import { describe, expect, it } from 'vitest';
import { formatReport, renderReport } from '../../src/index.js';
import { differing, minutely, reportOf } from './reports.js';

const at = (width: number) => ({ colour: false, width });

/** Two candidates, of which one differs in every call and the other never; with names of any length. */
function two(one = 'float', other = 'decimal', measured = 'total') {
  const { lab } = minutely();
  const run = lab
    .experiment('pricing.quote', { guardrails: false })
    .use(() => ({ total: 10 }))
    .try(one, () => ({ total: 11 }))
    .try(other, () => ({ total: 10 }))
    .measure(measured, ({ total }) => total)
    .wrap();
  for (let call = 0; call < 50; call += 1) run();
  return lab.report('pricing.quote');
}

describe('a report in a narrow terminal', () => {
  it.each([40, 60])('says all it has to say in %d columns, over as many lines as it takes', (width) => {
    const wide = formatReport(differing(), at(120));
    const narrow = formatReport(
      differing({ owner: 'the team that is called checkout, of Berlin' }),
      at(width),
    );
    for (const said of ['3.1 to 22 % with 95 % confidence', 'since 2026-01-10 12:00 UTC']) {
      expect(wide).toContain(said);
      expect(narrow.replace(/\s+/g, ' ')).toContain(said);
    }
    expect(narrow.replace(/\s+/g, ' ')).toContain('the team that is called checkout, of Berlin');
  });

  it('has room for what is measured beside a long name, and for how long its candidates took', () => {
    const long = 'a candidate whose name goes on and on until nothing else has any room';
    const printed = formatReport(two(long, 'decimal', 'the total of an order'), at(60)).replace(/\s+/g, ' ');
    expect(printed).toContain('10 % higher on average');
    expect(printed).toMatch(/time p50 p95 p99/);
  });

  it.each([40, 60, 70, 80])('never breaks a number or its per cent in two, at %d columns', (width) => {
    const reports = [differing(), reportOf({ runs: 7 }), two()];
    const printed = reports.map((report) => formatReport(report, at(width))).join('\n\n');
    expect(printed).not.toMatch(/\d\n +(?:%|\d{3}\b)/);
    expect(printed).not.toContain('\u00a0');
  });

  it('keeps its columns under one another where characters are two columns wide, or none', () => {
    const wide = { 日本語: 1, '👍': 1, 'e\u0301te\u0301': 1, plain: 1 };
    const candidate = () => Object.fromEntries(Object.keys(wide).map((key) => [key, 2]));
    const printed = formatReport(
      reportOf({ name: '見積り', control: () => wide, candidate, capture: 'values' }),
      at(80),
    );
    const [head = ''] = printed.split('\n');
    expect(head).toBe(`見積り${' '.repeat(80 - 6 - 9)}not ready`);
    const rows = printed.split('\n').filter((line) => line.includes('1 → 2'));
    expect(rows.map((row) => row.trimStart().replace(/100 .*/, ''))).toEqual([
      '$.日本語     ',
      '$["👍"]      ',
      '$.e\u0301te\u0301        ',
      '$.plain      ',
    ]);
  });
});

describe('the outcomes of several candidates', () => {
  it('are shares of all comparisons, as each trial has one for each of them', () => {
    const printed = formatReport(two(), at(80));
    expect(printed).toMatch(/differed +50 +50 % of the comparisons/);
    expect(printed).toMatch(/matched +50 +50 % of the comparisons/);
    // The rate that decides is said to be whose it is.
    expect(printed).toMatch(/failed +100 % of the runs of float;/);
    expect(renderReport(two())).toContain('<dt>failed, of float</dt>');
    expect(renderReport(two())).toContain('<caption>Comparisons</caption>');
    expect(renderReport(differing())).toContain('<caption>Trials</caption>');
  });
});
