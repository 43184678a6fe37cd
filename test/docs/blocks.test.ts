import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const DOCS = join(ROOT, 'docs');
const pages = [
  'README.md',
  ...(existsSync(DOCS) ? readdirSync(DOCS, { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** Every block of TypeScript on a page, as a module of its own beside the prelude. */
const blocks = new Map(
  pages.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^ *```ts\n(.*?)^ *```/gms)].map(
      ([, code], index) => [
        join(import.meta.dirname, `${page.replaceAll(/\W/g, '-')}-${index + 1}.ts`),
        `${code}\nexport {};\n`,
      ],
    ),
  ),
);

describe('the blocks of TypeScript in README and docs', () => {
  it('are there', () => {
    expect(blocks.size).toBeGreaterThan(10);
  });

  it('compile, in a strict project', () => {
    expect(complaints()).toEqual([]);
  }, 60_000);
});

function complaints(): string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  );
  // A block shows things: it need not use them all.
  const lenient = {
    ...options,
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  const host = ts.createCompilerHost(lenient);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => blocks.has(name) || fileExists(name);
  host.readFile = (name) => blocks.get(name) ?? readFile(name);
  host.getSourceFile = (name, target) => {
    const code = blocks.get(name);
    return code === undefined ? getSourceFile(name, target) : ts.createSourceFile(name, code, target);
  };
  const program = ts.createProgram(
    [...blocks.keys(), join(import.meta.dirname, 'prelude.d.ts')],
    lenient,
    host,
  );
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const place = diagnostic.file?.fileName.slice(import.meta.dirname.length + 1) ?? '';
    return `${place}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`;
  });
}
