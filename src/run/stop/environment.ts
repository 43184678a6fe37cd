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

/** The file named by `LABCOAT_CONTROL`, watched while anybody has the laboratory; undefined without one. */
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
  const file = new ControlFile();
  // At once, for the very first call is to be stopped as well.
  try {
    file.follow(files.readFileSync(path, 'utf8'), desk);
  } catch (error) {
    file.tell(error, desk);
  }
  // `configure` comes too late to hear what is told now, so the first look tells it again.
  file.tellAgain();
  lookOften(path, files, file, new WeakRef(desk));
}

/**
 * Again and again: notifications get lost on network file systems and when a file is replaced by another.
 *
 * @param weak a laboratory that lives for one request is not held on to, and the last look finds it gone
 */
function lookOften(path: string, files: FileSystem, file: ControlFile, weak: WeakRef<ControlDesk>): void {
  let isReading = false;
  const timer = setInterval(() => {
    const desk = weak.deref();
    if (desk === undefined) clearInterval(timer);
    // A slow file is not read twice at once: what was read first could come last.
    if (desk === undefined || isReading) return;
    isReading = true;
    files.readFile(path, 'utf8', (error, text) => {
      isReading = false;
      if (error) file.tell(error, desk);
      else file.follow(text, desk);
    });
  }, LOOK_EVERY_MS);
  (timer as { unref?: () => void }).unref?.();
}

/** Puts each new text of the file into force; a bad one changes nothing, and is told once. */
class ControlFile {
  #known = new Set<string>();
  #last: string | undefined;
  #problem: string | undefined;

  follow(text: string, desk: ControlDesk): void {
    if (text === this.#last) return;
    try {
      const directives = parse(text);
      for (const name of this.#known) if (!directives.has(name)) desk.set(name, {});
      for (const [name, directive] of directives) desk.set(name, directive);
      this.#known = new Set(directives.keys());
      this.#last = text;
      this.#problem = undefined;
    } catch (error) {
      this.tell(error, desk);
    }
  }

  tell(error: unknown, desk: ControlDesk): void {
    if (String(error) === this.#problem) return;
    this.#problem = String(error);
    this.#last = undefined;
    desk.fault('*', error);
  }

  tellAgain(): void {
    this.#problem = undefined;
  }
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
