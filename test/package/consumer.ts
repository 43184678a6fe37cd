import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** What the package needs at run time, and what its types need: all that a user of it has installed. */
const NEEDED = [
  'fast-deep-equal',
  'js-xxhash',
  'p-limit',
  'yocto-queue',
  '@opentelemetry/api',
  '@openfeature/server-sdk',
  '@openfeature/core',
];

/** What a user has: the packed tarball, unpacked among the packages that it needs, and nothing of this checkout. */
export interface Consumer {
  readonly folder: string;
  readonly tarball: string;
  /** Where the package is installed. */
  readonly package: string;
  write(name: string, source: string): void;
  /** Runs a module with this Node, and answers what it prints. */
  node(name: string, source: string): string;
  remove(): void;
}

/** @param isBuilt whether the build is fresh; it is built anew otherwise */
export function createConsumer({ isBuilt }: { isBuilt: boolean }): Consumer {
  const folder = mkdtempSync(join(tmpdir(), 'labcoat-consumer-'));
  const scripts = isBuilt ? ['--ignore-scripts'] : [];
  run('npm', ['pack', '--silent', ...scripts, '--pack-destination', folder], ROOT);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) as string);
  const installed = join(folder, 'node_modules/labcoat');
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'], ROOT);
  for (const name of NEEDED) {
    cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
  }
  const write = (name: string, source: string) => writeFileSync(join(folder, name), source);
  const node = (name: string, source: string) => {
    write(name, source);
    return run(process.execPath, [name], folder).trim();
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { folder, tarball, package: installed, write, node, remove };
}

export function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
  }
}
