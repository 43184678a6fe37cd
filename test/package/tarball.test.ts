import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
let consumer: string;

/** What a user has: the packed tarball, unpacked among the packages that it depends on, and nothing of this checkout. */
beforeAll(() => {
  consumer = mkdtempSync(join(tmpdir(), 'labcoat-consumer-'));
  const packages = join(consumer, 'node_modules');
  mkdirSync(join(packages, 'labcoat'), { recursive: true });
  run('npm', ['pack', '--silent', '--pack-destination', consumer], ROOT);
  const [tarball] = readdirSync(consumer).filter((name) => name.endsWith('.tgz'));
  run(
    'tar',
    ['-xzf', join(consumer, tarball as string), '-C', join(packages, 'labcoat'), '--strip-components=1'],
    ROOT,
  );
  for (const name of ['fast-deep-equal', 'js-xxhash', 'p-limit', 'yocto-queue', '@opentelemetry/api']) {
    cpSync(join(ROOT, 'node_modules', name), join(packages, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules/typescript'), join(packages, 'typescript'));
}, 120_000);

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

const USE = `
  const quote = experiment('packed').use((net) => net * 2).try((net) => net + net).wrap();
  console.log(quote(21), report('packed').outcomes.match);
`;

describe('the packed package', () => {
  it('is imported as ESM', () => {
    expect(node('esm.mjs', `import { experiment, report } from 'labcoat'; ${USE}`)).toBe('42 1');
  });

  it('is required as CommonJS, with p-limit on board', () => {
    rmSync(join(consumer, 'node_modules/p-limit'), { recursive: true });
    expect(node('cjs.cjs', `const { experiment, report } = require('labcoat'); ${USE}`)).toBe('42 1');
    cpSync(join(ROOT, 'node_modules/p-limit'), join(consumer, 'node_modules/p-limit'), { recursive: true });
  });

  it('has its other entries in both forms, without loading a feature-flag service', () => {
    const use = 'console.log(killBoundary(100, 0.01, 0.01), openFeature({ addHandler() {} }).name)';
    const esm = `import { killBoundary } from 'labcoat/evidence'; import { openFeature } from 'labcoat/openfeature'; ${use}`;
    const cjs = `const { killBoundary } = require('labcoat/evidence'); const { openFeature } = require('labcoat/openfeature'); ${use}`;
    expect(node('entries.mjs', esm)).toBe('7 OpenFeature');
    expect(node('entries.cjs', cjs)).toBe('7 OpenFeature');
  });

  it('chooses by a key alike in its two copies', () => {
    const use = `
      const chosen = [];
      const run = experiment('sticky').use(() => 1).try((id) => chosen.push(id)).sample({ rate: 0.3, by: String }).wrap();
      for (let id = 0; id < 100; id++) run(id);
      console.log(chosen.join());
    `;
    const esm = node('sticky.mjs', `import { experiment } from 'labcoat'; ${use}`);
    expect(esm).toMatch(/^\d+(,\d+){10,}$/);
    expect(node('sticky.cjs', `const { experiment } = require('labcoat'); ${use}`)).toBe(esm);
  });

  it('shares one default laboratory, and one onTrial, between its two copies in a process', () => {
    const both = `
      import { createRequire } from 'node:module';
      import * as esm from 'labcoat';
      const cjs = createRequire(import.meta.url)('labcoat');
      esm.experiment('both').use(() => 1).try(() => (cjs.onTrial()?.variant === 'candidate' ? 1 : 2)).run();
      cjs.experiment('both').use(() => 1).try(() => 1).run();
      console.log(esm.experiment === cjs.experiment, esm.report('both').outcomes.match, cjs.report('both').calls);
    `;
    expect(node('both.mjs', both)).toBe('false 2 2');
  });

  it('has types for ESM and for CommonJS, in a strict project, with every library checked', () => {
    const source = `
      import { experiment, laboratory, type Laboratory, type Trial } from 'labcoat';
      const lab: Laboratory = laboratory({ publishers: [{ publish: (trial: Trial) => console.log(trial.experiment) }] });
      const quote: (net: number) => number = lab.experiment('typed').use((net: number) => net).try(async (net) => net).wrap();
      // @ts-expect-error: the control takes a number
      experiment('typed').use((net: number) => net).run('text');
      quote(1);
      export async function main() { await lab[Symbol.asyncDispose](); }
    `;
    writeFileSync(join(consumer, 'typed.mts'), source);
    writeFileSync(join(consumer, 'typed.cts'), source);
    for (const module of ['nodenext', 'node16']) {
      const flags = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom', '--module', module];
      run(join(ROOT, 'node_modules/.bin/tsc'), [...flags, 'typed.mts', 'typed.cts'], consumer);
    }
    const bundled = [
      '--strict',
      '--noEmit',
      '--target',
      'es2022',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
    ];
    run(join(ROOT, 'node_modules/.bin/tsc'), [...bundled, '--lib', 'es2022,dom', 'typed.mts'], consumer);
  }, 60_000);

  it('holds the built files, the licence and what a reader needs, and nothing else', () => {
    const files = readdirSync(join(consumer, 'node_modules/labcoat'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => !name.startsWith('dist')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    expect(files.filter((name) => /\.(?:test|ts\.map)$/.test(name))).toEqual([]);
  });
});

function node(name: string, source: string): string {
  writeFileSync(join(consumer, name), source);
  return run(process.execPath, [name], consumer).trim();
}

function run(command: string, args: string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
  }
}
