import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExperimentOptions, Laboratory } from '../../src/index.js';
import { bench } from '../harness.js';

export const SCREEN = { hasColour: false, width: 100 };

/** A folder of its own for one file of tests. */
export interface Folder {
  /** Writes a file, and answers its path. */
  write(name: string, content: unknown): string;
  path(name: string): string;
  remove(): void;
}

export function folder(): Folder {
  const root = mkdtempSync(join(tmpdir(), 'labcoat-cli-'));
  const path = (name: string) => join(root, name);
  return {
    path,
    write(name, content) {
      writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content));
      return path(name);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What one process has seen: so many calls, of which every so many-th differs, one a second. */
export interface Past {
  readonly name: string;
  readonly calls: number;
  readonly everyOther?: number;
  readonly startedAt?: number;
  readonly options?: ExperimentOptions;
}

export function laboratoryWith(...pasts: readonly Past[]): Laboratory {
  let now = 0;
  const { lab } = bench({ now: () => now });
  for (const { name, calls, everyOther = 0, startedAt = Date.now() - 1e7, options = {} } of pasts) {
    const run = lab
      .experiment(name, { guardrails: false, ...options })
      .use((call: number) => ({ total: call }))
      .try((call) => ({ total: everyOther > 0 && call % everyOther === 0 ? -1 : call }))
      .wrap();
    for (let call = 1; call <= calls; call++) {
      now = startedAt + call * 1_000;
      run(call);
    }
  }
  return lab;
}
