import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bundles } from './bundle.js';
import { inBrowser } from './chromium.js';
import type { Outcome } from './tests.js';
import { type Compatibility, inWorker } from './workerd.js';

const run = promisify(execFile);
const LIMIT_MS = 300_000;

export interface Runtime {
  readonly name: string;
  run(bundles: Bundles): Promise<Outcome>;
}

/** Outside of the project's own dependencies: they are half a gigabyte. Left there for the next time. */
const FOLDER = join(tmpdir(), 'labcoat-runtimes');
const PACKAGES = {
  'node-22': 'node@22',
  'node-24': 'node@24',
  bun: 'bun@1',
  deno: 'deno@2',
  workerd: 'workerd@1',
};

export async function runtimes(): Promise<Runtime[]> {
  await install();
  const modules = join(FOLDER, 'node_modules');
  return [
    commandLine('Node 20', process.execPath),
    commandLine('Node 22', join(modules, 'node-22/bin/node')),
    commandLine('Node 24', join(modules, 'node-24/bin/node')),
    commandLine('Bun', join(modules, '.bin/bun'), ['--expose-gc']),
    commandLine('Deno', join(modules, '.bin/deno'), ['run', '--allow-all', '--v8-flags=--expose-gc']),
    { name: 'Chromium', run: ({ browser }) => inBrowser(browser) },
    ...WORKERS.map(([name, compatibility]): Runtime => {
      return { name, run: (bundles) => inWorker(FOLDER, bundles, compatibility) };
    }),
  ];
}

/** The last day on which a worker had nothing of Node unless it asked for it. */
const BARE = '2026-08-03';
const WORKERS: readonly (readonly [string, Compatibility])[] = [
  ['workerd', { date: '2026-11-01' }],
  ['workerd with nodejs_als', { date: BARE, flags: ['nodejs_als'], isStorageGlobal: true }],
  ['workerd without flags', { date: BARE }],
];

function commandLine(name: string, command: string, args: readonly string[] = []): Runtime {
  return {
    name,
    async run({ node }) {
      const options = { timeout: LIMIT_MS, maxBuffer: 2 ** 28 };
      const { stdout } = await run(command, [...args, node], options);
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    },
  };
}

async function install(): Promise<void> {
  if (Object.keys(PACKAGES).every((alias) => existsSync(join(FOLDER, 'node_modules', alias, 'package.json'))))
    return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }');
  const aliases = Object.entries(PACKAGES).map(([alias, name]) => `${alias}@npm:${name}`);
  await run('npm', ['install', '--no-audit', '--no-fund', '--silent', ...aliases], { cwd: FOLDER });
}
