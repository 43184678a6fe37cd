import { readDirective } from '../../decide/directive.js';
import type { ControlDesk, ControlSource, Directive } from '../../types/index.js';

/** The file takes effect well within a second of being written. */
const LOOK_EVERY_MS = 250;

/** What the file may say of an experiment. */
const SETTINGS = ['kill', 'rate', 'reason'];

/** As much of a Node process as is used, so that the library loads where there is none. */
interface Process {
  readonly env?: Readonly<Record<string, string | undefined>>;
  getBuiltinModule?(name: string): FileSystem | undefined;
}

interface FileSystem {
  readFileSync(path: string, encoding: 'utf8'): string;
  readFile(path: string, encoding: 'utf8', done: (error: unknown, text: string) => void): void;
}

function runtime(): Process {
  return (globalThis as { process?: Process }).process ?? {};
}

/** The names in `LABCOAT_KILL`, separated by commas: what is stopped from the start. */
export function killedByEnvironment(): string[] {
  const names = runtime().env?.LABCOAT_KILL ?? '';
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The file named by `LABCOAT_CONTROL`, watched while the process runs; undefined without one. */
export function controlFile(): ControlSource | undefined {
  const path = runtime().env?.LABCOAT_CONTROL;
  if (path === undefined || path === '') return;
  return {
    name: 'LABCOAT_CONTROL',
    start(desk) {
      const files = runtime().getBuiltinModule?.('node:fs');
      if (files !== undefined) watch(path, files, desk);
      else desk.fault('*', new Error(`LABCOAT_CONTROL: this runtime cannot read files, ${path} among them`));
    },
  };
}

function watch(path: string, files: FileSystem, desk: ControlDesk): void {
  const follow = follower(desk);
  // At once, for the very first call is to be stopped as well.
  try {
    follow.text(files.readFileSync(path, 'utf8'));
  } catch (error) {
    follow.fault(error);
  }
  // `configure` comes too late to hear what is told now, so the first look tells it again.
  follow.tellAgain();
  // Read again and again: notifications get lost on network file systems and when a file is replaced by another.
  let isReading = false;
  const timer: unknown = setInterval(() => {
    // A slow file is not read twice at once: what was read first could come last.
    if (isReading) return;
    isReading = true;
    files.readFile(path, 'utf8', (error, text) => {
      isReading = false;
      if (error) follow.fault(error);
      else follow.text(text);
    });
  }, LOOK_EVERY_MS);
  (timer as { unref?: () => void }).unref?.();
}

/** Puts each new text of the file into force; a bad one changes nothing, and is told once. */
function follower(desk: ControlDesk) {
  let known = new Set<string>();
  let last: string | undefined;
  let problem: string | undefined;
  const fault = (error: unknown) => {
    if (String(error) === problem) return;
    problem = String(error);
    last = undefined;
    desk.fault('*', error);
  };
  const text = (now: string) => {
    if (now === last) return;
    try {
      const directives = parse(now);
      for (const name of known) if (!directives.has(name)) desk.set(name, {});
      for (const [name, directive] of directives) desk.set(name, directive);
      known = new Set(directives.keys());
      last = now;
      problem = undefined;
    } catch (error) {
      fault(error);
    }
  };
  const tellAgain = () => {
    problem = undefined;
  };
  return { text, fault, tellAgain };
}

function parse(text: string): Map<string, Directive> {
  const content = contentOf(text);
  if (!isObject(content)) throw new TypeError('LABCOAT_CONTROL: give an object of experiments by name');
  return new Map(Object.entries(content).map(([name, said]) => [name, read(name, said)]));
}

function contentOf(text: string): unknown {
  try {
    // Some editors begin a file with a byte order mark. A kill must not fail for that.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new TypeError(`LABCOAT_CONTROL: the file is no JSON: ${(error as Error).message}`);
  }
}

function read(name: string, said: unknown): Directive {
  const isKnown = isObject(said) && Object.keys(said).every((key) => SETTINGS.includes(key));
  if (!isKnown) throw new TypeError(`LABCOAT_CONTROL: give '${name}' an object of ${SETTINGS.join(', ')}`);
  const { kill, rate, reason } = said as { kill?: unknown; rate?: unknown; reason?: unknown };
  return readDirective(name, { isStopped: kill, rate, reason });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
