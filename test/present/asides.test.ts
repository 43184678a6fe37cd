import { describe, expect, it } from 'vitest';
import { acceptable, approximately, formatReport, type Report, renderReport } from '../../src/index.js';
import { differing, minutely } from './reports.js';

/** Two quotes are a cent apart, one is 4.10 cheaper, and nine in ten are the same; one in twenty is of nothing. */
function quoted(): Report {
  const { lab, pass } = minutely();
  const totalOf = (call: number): number | null => (call % 20 === 7 ? null : 100);
  const run = lab
    .experiment('pricing.quote', { order: 'random' })
    .use((call: number) => {
      pass(1);
      return totalOf(call);
    })
    .try((call) => {
      pass(2);
      const total = totalOf(call);
      if (total === null) return null;
      return call === 3 ? 95.9 : total - (call === 5 || call === 8 ? 0.01 : 0);
    })
    .compare(acceptable(approximately({ abs: 0.01 }), 'within a cent'))
    .measure('total', (total) => total ?? 0)
    .wrap();
  for (let call = 0; call < 100; call += 1) {
    run(call);
    pass(60_000);
  }
  return lab.report('pricing.quote');
}

/** What a reader sees of the page. */
const visible = (report: Report) => {
  return renderReport(report)
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
};

describe('a measure', () => {
  const sentence = '0.043 % lower on average, at worst 4.10 lower';

  it('is read as a sentence in the terminal and on the page', () => {
    const report = quoted();
    expect(formatReport(report, { colour: false })).toContain(`  total  ${sentence}\n`);
    expect(visible(report)).toContain(`total of candidate: ${sentence}.`);
  });

  it('that was written to a file and read back is the same sentence', () => {
    const report: Report = JSON.parse(JSON.stringify(quoted()));
    expect(formatReport(report, { colour: false })).toContain(sentence);
    expect(visible(report)).toContain(sentence);
  });
});

describe('matches that prove less', () => {
  it('are a share of their own', () => {
    const report = quoted();
    expect(report.outcomes).toMatchObject({ match: 99, mismatch: 1 });
    const printed = formatReport(report, { colour: false });
    expect(printed).toMatch(/good enough, not equal +2 +2 % of the matches/);
    expect(printed).toMatch(/both empty +5 +5.1 % of the matches/);
    expect(visible(report)).toMatch(
      /Matches that prove less both empty 5 5 5.1 % good enough, not equal 2 2 2 %/,
    );
  });

  it('are not mentioned where there are none', () => {
    const report = differing();
    expect(formatReport(report, { colour: false })).not.toContain('of the matches');
    expect(visible(report)).not.toContain('Matches that prove less');
  });
});

describe('who went first', () => {
  it('is told with a random order: how many differed, and how long both took', () => {
    const report = quoted();
    const { 'control-first': control, 'candidate-first': candidate } = report.byOrder;
    const lines = formatReport(report, { colour: false }).split('\n');
    expect(lines.find((line) => line.startsWith('  first'))).toMatch(
      /first +runs +differed +control p50 +candidate p50/,
    );
    expect(lines.find((line) => line.startsWith('  the control'))).toContain(` ${control.trials} `);
    expect(lines.find((line) => line.startsWith('  the candidate'))).toContain(` ${candidate.trials} `);
    expect(visible(report)).toContain(
      `Who went first first runs differed control, median candidate, median the control ${control.trials} `,
    );
  });

  it('is not told where it was always the control', () => {
    const report = differing();
    expect(formatReport(report, { colour: false })).not.toContain('the control  ');
    expect(visible(report)).not.toContain('Who went first');
  });
});
