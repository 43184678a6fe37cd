import { refuse } from '../refuse.js';
import type { AnyFunction, Candidate, Value } from '../types/index.js';
import { type Agreement, type AgreeOptions, agrees, type Inputs } from './agrees.js';
import { decode } from './json.js';
import type { RecordedFile, Recording } from './recorded.js';

/** Which calls are made again, and how what comes of them is compared. */
export interface ReplayOptions<F extends AnyFunction, C = Value<F>> extends AgreeOptions<F, C> {
  /** Whose calls to make again. @default all, where they are of one experiment */
  readonly experiment?: string;
}

/** As much of a Node process as is used, so that the library loads where there is none. */
interface Process {
  getBuiltinModule?(name: string): { readFileSync(path: string | URL, encoding: 'utf8'): string } | undefined;
}

/**
 * Makes recorded calls again, on both sides, and rejects where they still differ: a mismatch found in production becomes
 * a regression test.
 *
 * @param file where it is, what is in it, or a recording
 * @throws DisagreementError where they differ; TypeError for what is no recording, or has no call of the experiment
 * @example
 * await replay('test/mismatches.json', legacyQuote, newQuote);
 */
export async function replay<F extends AnyFunction, C = Value<F>>(
  file: string | URL | RecordedFile | Recording,
  control: F,
  candidate: Candidate<F, C>,
  { experiment, ...options }: ReplayOptions<F, C> = {},
): Promise<Agreement> {
  const { calls } = contentOf(file);
  const names = [...new Set(calls.map((call) => call.experiment))];
  if (experiment === undefined && names.length > 1)
    refuse('replay', file, `has calls of ${names.join(', ')}: say whose to make again, { experiment: name }`);
  const wanted = calls.filter((call) => experiment === undefined || call.experiment === experiment);
  if (wanted.length === 0) refuse('replay', file, `has no call of ${experiment ?? 'any experiment'}`);
  const inputs = wanted.map((call) => decode(call.arguments));
  return agrees(control, candidate, inputs as Inputs<F>, options as AgreeOptions<F, C>);
}

function contentOf(file: string | URL | RecordedFile | Recording): RecordedFile {
  const content: unknown = typeof file === 'string' || file instanceof URL ? JSON.parse(textOf(file)) : file;
  const plain: unknown =
    typeof (content as Partial<Recording>)?.toJSON === 'function' ? (content as Recording).toJSON() : content;
  if ((plain as Partial<RecordedFile>)?.labcoat === 'recorded calls') return plain as RecordedFile;
  return refuse('replay', file, 'give what recorded(lab) answered, or a file of it');
}

function textOf(file: string | URL): string {
  if (typeof file === 'string' && file.trimStart().startsWith('{')) return file;
  const { process } = globalThis as { process?: Process };
  const files = process?.getBuiltinModule?.('node:fs');
  if (files === undefined) return refuse('replay', file, 'this runtime has no files; give what is in it');
  return files.readFileSync(file, 'utf8');
}
