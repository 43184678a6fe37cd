import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { renderReport } from '../present/page/render.js';
import { formatReport } from '../present/terminal/format.js';
import { reportOf } from '../record/counts.js';
import type { Report } from '../types/index.js';
import type { Given } from './arguments.js';
import type { Answer, Command, Screen } from './command.js';
import { reasonOf, UsageError } from './error.js';
import { readSaved, stateOf } from './saved.js';

export const report: Command = {
  name: 'report',
  form: 'file.json…',
  does: 'reports on what several processes have saved, added up',
  options: [
    { name: 'html', value: 'FILE', meaning: 'write it as a page of one file too' },
    { name: 'experiment', value: 'NAME', isMany: true, meaning: 'only this one; may be said again' },
  ],
  more: 'Each file is the JSON of what save() answered in one process. Exits with 0, whatever the verdicts are.',
  run: answer,
};

async function answer(given: Given, { hasColour, width }: Screen): Promise<Answer> {
  const reports = chosen(await reportsOf(given.files), given.all('experiment'));
  const file = given.text('html');
  if (file !== undefined) await write(file, renderReport(reports));
  const texts = reports.map((each) => formatReport(each, { colour: hasColour, width }));
  const page = file === undefined ? [] : [`The page is ${resolve(file)}`];
  const none = reports.length === 0 ? ['No experiment has been saved.'] : [];
  return { text: [...texts, ...none, ...page].join('\n\n\n'), json: { reports }, exitCode: 0 };
}

/** @throws UsageError for a file that is no saved report */
async function reportsOf(files: readonly string[]): Promise<Report[]> {
  const { experiments } = await readSaved(files);
  return Object.entries(experiments).map(([name, saved]) => reportOf(stateOf(name, saved)));
}

function chosen(reports: readonly Report[], names: readonly string[]): readonly Report[] {
  const unknown = names.find((name) => !reports.some(({ experiment }) => experiment === name));
  if (unknown === undefined)
    return reports.filter(({ experiment }) => names.length === 0 || names.includes(experiment));
  const known = reports.map(({ experiment }) => experiment).join(', ');
  throw new UsageError(`--experiment ${unknown}: the files have ${known === '' ? 'none' : known}`);
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`--html ${file}: ${reasonOf(error)}`);
  }
}
