import { refuse, requireOptions } from '../refuse.js';
import type { AnyFunction, Candidate, Value } from '../types/index.js';
import { type Agreement, type AgreeOptions, agrees, type Inputs } from './agrees.js';
import { decode } from './json.js';
import type { RecordedFile, Recording } from './recorded.js';

/** Which calls are made again, and how what comes of them is compared. */
export interface ReplayOptions<F extends AnyFunction, C = Value<F>> extends AgreeOptions<F, C> {
  /** Whose calls to make again. @default all, where they are of one experiment */
  readonly experiment?: string | undefined;
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
  options: ReplayOptions<F, C> = {},
): Promise<Agreement> {
  const { calls } = contentOf(file);
  requireOptions('replay', options, ['experiment', 'compare', 'compareErrors', 'runs', 'seed']);
  const { experiment, ...comparing } = options;
  const names = [...new Set(calls.map((call) => call.experiment))];
  if (experiment === undefined && names.length > 1)
    refuse('replay', file, `has calls of ${names.join(', ')}: say whose to make again, { experiment: name }`);
  const wanted = calls.filter((call) => experiment === undefined || call.experiment === experiment);
  if (wanted.length === 0) refuse('replay', file, `has no call of ${experiment ?? 'any experiment'}`);
  const inputs = wanted.map((call) => decode(call.arguments));
  return agrees(control, candidate, inputs as Inputs<F>, comparing as AgreeOptions<F, C>);
}

function contentOf(file: string | URL | RecordedFile | Recording): RecordedFile {
  const content: unknown = typeof file === 'string' || file instanceof URL ? parsed(file) : file;
  const plain: unknown =
    typeof (content as Partial<Recording>)?.toJSON === 'function' ? (content as Recording).toJSON() : content;
  const { labcoat, version, calls } = (plain ?? {}) as Partial<RecordedFile>;
  if (labcoat === 'recorded calls' && version === 1 && Array.isArray(calls) && calls.every(isCall))
    return plain as RecordedFile;
  return refuse('replay', file, 'give what recorded(lab) answered, or a file of it');
}

function isCall(call: unknown): boolean {
  const { experiment, arguments: args } = (call ?? {}) as Partial<RecordedFile['calls'][number]>;
  return typeof experiment === 'string' && Array.isArray(args);
}

function parsed(file: string | URL): unknown {
  const text = textOf(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse('replay', String(file), `is no JSON: ${(error as Error).message}`);
  }
}

function textOf(file: string | URL): string {
  if (typeof file === 'string' && file.trimStart().startsWith('{')) return file;
  const { process } = globalThis as { process?: Process };
  const files = process?.getBuiltinModule?.('node:fs');
  if (files === undefined) return refuse('replay', file, 'this runtime has no files; give what is in it');
  return files.readFileSync(file, 'utf8');
}
