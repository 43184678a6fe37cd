import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, readPages } from './pages.js';

/** Every fenced block of a page, with its language. */
const FENCED = /^```(\w*)\n(.*?)^```$/gms;

/** A block of TypeScript followed at once by a block of text: that is what it prints. */
const blocks = [...readPages()].flatMap(([page, text]) => {
  const fenced = [...text.matchAll(FENCED)];
  return fenced.flatMap(({ 1: language, 2: code, 0: whole, index }, i) => {
    const next = fenced[i + 1];
    const isShown = language === 'ts' && next?.[1] === 'text' && next.index === index + whole.length + 2;
    return isShown ? [[`${page}, ${i + 1}`, code as string, next[2] as string] as const] : [];
  });
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'labcoat-blocks-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a block of code in README and docs that is shown with what it prints', () => {
  it('is there', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  it.each(blocks)(
    'prints just that: %s',
    async (name, code, printed) => {
      expect(timeless(await run(name, code))).toBe(timeless(printed));
    },
    30_000,
  );
});

async function run(name: string, code: string): Promise<string> {
  const outfile = join(folder, `${name.replaceAll(/\W/g, '-')}.mjs`);
  await build({
    stdin: { contents: code, resolveDir: ROOT, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: {
      labcoat: join(ROOT, 'src/index.ts'),
      'labcoat/evidence': join(ROOT, 'src/evidence/index.ts'),
      'labcoat/testing': join(ROOT, 'src/testing/index.ts'),
    },
    logLevel: 'error',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile], { env: { NO_COLOR: '1' } });
  return stdout;
}

/** How long something took is never the same twice. */
function timeless(printed: string): string {
  return printed.replaceAll(/\d+\.\d+ ms/g, '0.000 ms');
}
