import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build } from 'tsup';
import configurations from '../../../../tsup.config.js';

const ROOT = resolve(import.meta.dirname, '../../../..');
const CONSUMER = join(import.meta.dirname, 'consumer.mjs');

/** An application's folder, with one train of OpenTelemetry among its packages and labcoat as it is published. */
export interface Train {
  readonly folder: string;
  readonly node: string;
}

/** What a consumer says that has arrived. */
export interface Told {
  readonly outcomes: number;
  readonly seen: readonly {
    readonly mismatches: number;
    readonly durations: readonly number[];
    readonly spans: readonly (readonly [string, string | null])[];
    readonly events: readonly (readonly [string, string | null])[];
  }[];
  readonly faults: readonly string[];
}

/** Runs the consumer with what it is to do. */
export function runConsumer({ folder, node }: Train, ...words: string[]): Told {
  return JSON.parse(execFileSync(node, [join(folder, 'consumer.mjs'), ...words], { encoding: 'utf8' }));
}

/** The train that the tests themselves are on: api 1.9 and SDK 2. */
export function secondTrain(): Train {
  const folder = createFolder();
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/@opentelemetry'), join(folder, 'node_modules/@opentelemetry'));
  return { folder, node: process.execPath };
}

/** The next one, api 1.10 and SDK 3, from the registry; a sentence saying why not, where that cannot be had. */
export function thirdTrain(): Train | string {
  const folder = createFolder();
  const names = ['sdk-metrics@^3', 'sdk-trace@^3', 'sdk-logs@^3', 'context-async-hooks@^3', 'api@~1.10.0'];
  const packages = names.map((name) => `@opentelemetry/${name}`);
  const isEnough = process.versions.node.localeCompare('22.15.0', 'en', { numeric: true }) >= 0;
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const flags = ['--no-fund', '--no-audit', '--no-save', '--loglevel=error'];
    execFileSync('npm', ['install', ...flags, ...packages, ...(isEnough ? [] : ['node@24'])], {
      cwd: folder,
      stdio: 'pipe',
      timeout: 120_000,
    });
    const node = isEnough ? process.execPath : join(folder, 'node_modules/node/bin/node');
    execFileSync(node, ['--version'], { stdio: 'pipe' });
    return { folder, node };
  } catch (error) {
    return `SDK 3 and a Node for it cannot be installed here: ${String(error).split('\n')[0]}`;
  }
}

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'labcoat-train-'));
  cpSync(CONSUMER, join(folder, 'consumer.mjs'));
  return folder;
}

/** Builds the package into the application's, as it is published but for its types. */
export async function installLabcoat({ folder }: Train): Promise<void> {
  const target = join(folder, 'node_modules/labcoat');
  mkdirSync(target, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(target, 'package.json'));
  for (const one of configurations as Parameters<typeof build>[0][]) {
    const entry = { index: join(ROOT, 'src/index.ts') };
    await build({ ...one, entry, config: false, dts: false, clean: false, outDir: join(target, 'dist') });
  }
  for (const name of ['fast-deep-equal', 'js-xxhash', 'p-limit', 'yocto-queue']) {
    const place = join(folder, 'node_modules', name);
    if (!existsSync(place)) symlinkSync(join(ROOT, 'node_modules', name), place);
  }
}

/** Gives labcoat an API of its own, as a workspace does where versions do not fit. */
export function nestApi({ folder }: Train, from: Train): void {
  const place = 'node_modules/@opentelemetry/api';
  const nested = join(folder, 'node_modules/labcoat', place);
  mkdirSync(dirname(nested), { recursive: true });
  cpSync(join(from.folder, place), nested, { recursive: true, dereference: true });
}
