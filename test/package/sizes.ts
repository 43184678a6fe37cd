import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Consumer } from './consumer.js';

/** What a bundle of the package weighs, minified and zipped, in bytes, and what it may weigh. */
export interface Size {
  readonly what: string;
  readonly minified: number;
  readonly zipped: number;
  readonly budget: number;
}

/**
 * Zipped bytes, without peer dependencies: what is there now and a little more. A size that grows beyond it is to be
 * looked at and then allowed here, knowingly; one that shrinks is to be held on to.
 */
const BUDGETS: readonly (readonly [what: string, source: string, budget: number])[] = [
  ['import { experiment }', "import { experiment } from 'labcoat'; globalThis.kept = experiment;", 51_500],
  // What is done to a laboratory comes with whoever does it.
  ['import { kill }', "import { kill } from 'labcoat'; globalThis.kept = kill;", 51_500],
  ['import { laboratory }', "import { laboratory } from 'labcoat'; globalThis.kept = laboratory;", 62_000],
  ['import { equal }', "import { equal } from 'labcoat'; globalThis.kept = equal;", 9_300],
  ['import { memory }', "import { memory } from 'labcoat'; globalThis.kept = memory;", 500],
  [
    'import { reportHandler }',
    "import { reportHandler } from 'labcoat'; globalThis.kept = reportHandler;",
    22_800,
  ],
  ["import * from 'labcoat'", "import * as all from 'labcoat'; globalThis.kept = all;", 86_500],
  [
    "import * from 'labcoat/evidence'",
    "import * as all from 'labcoat/evidence'; globalThis.kept = all;",
    1_600,
  ],
  [
    "import * from 'labcoat/openfeature'",
    "import * as all from 'labcoat/openfeature'; globalThis.kept = all;",
    2_500,
  ],
  [
    "import * from 'labcoat/testing'",
    "import * as all from 'labcoat/testing'; globalThis.kept = all;",
    74_500,
  ],
  // Tree-shaking: what is imported and not used leaves nothing behind.
  ['import, and use nothing', "import { experiment, equal } from 'labcoat';", 20],
];

export async function sizes(consumer: Consumer): Promise<Size[]> {
  return await Promise.all(
    BUDGETS.map(async ([what, source, budget]) => {
      const bundled = await bundle(consumer, source);
      return { what, minified: bundled.length, zipped: gzipSync(bundled, { level: 9 }).length, budget };
    }),
  );
}

async function bundle(consumer: Consumer, contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: consumer.folder },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    external: ['@opentelemetry/*', '@openfeature/*', 'node:*'],
    logLevel: 'error',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}
