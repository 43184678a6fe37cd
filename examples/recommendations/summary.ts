import { formatReport } from 'labcoat';
import type { Check } from './checks.js';
import type { Story } from './demo.js';

/** What a person wants to know at the end. */
export function summary(story: Story, checks: readonly Check[], page: string): string {
  const sections: [title: string, lines: readonly string[]][] = [
    ['A recommender is replaced: who read this also read, by matrix factorisation', setting(story)],
    ['A first look: what of a page is noise?', firstLook(story)],
    ['The week', formatReport(story.week.report).split('\n')],
    [
      'What had to hold',
      checks.map(({ holds, claim, evidence }) => `${holds ? '✓' : '✗'} ${claim}: ${evidence}`),
    ],
  ];
  const told = sections.map(([title, lines]) => `  ${title}\n\n${lines.map(indented).join('')}\n`);
  return `\n${told.join('')}  The report as a page: ${page}\n\n`;
}

function setting({ world, visits }: Story): string[] {
  const read = world.readers.reduce((sum, reader) => sum + reader.read.length, 0);
  return [
    `${world.readers.length} readers, ${world.books.length} books, ${read} books read; ${visits.length} visits in a week`,
  ];
}

function firstLook({ first: { report } }: Story): string[] {
  const { outcomes, trials, noise, proposal } = report;
  return [
    `${outcomes.mismatch} of ${trials} pages differ, and ${noise.k} of ${noise.n} times the legacy differs from itself.`,
    `Proposed: ${proposal}`,
  ];
}

function indented(line: string): string {
  return line === '' ? '\n' : `    ${line}\n`;
}
