import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Consumer, ROOT, run } from './consumer.js';

/** From the oldest that is supported to the newest there is. */
const COMPILERS = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', 'latest'];

/** How a project may resolve modules, and which kinds of file it has then. */
const PROJECTS: readonly (readonly [resolution: string, module: string, kinds: readonly string[]])[] = [
  ['nodenext', 'nodenext', ['mts', 'cts']],
  ['node16', 'node16', ['mts', 'cts']],
  ['bundler', 'esnext', ['mts']],
];

/** The resolution of many a CommonJS project still, which knows no `exports`; compilers from 6.0 on have given it up. */
const FORMER = ['node10', 'commonjs', ['cts']] as const;

/** What a strict user writes: inference through the chain, and mistakes that must not compile. */
const SOURCE = `
import { approximately, experiment, laboratory, type Laboratory, type Report, type Trial } from 'labcoat';
import { killBoundary } from 'labcoat/evidence';
import { assertMismatched } from 'labcoat/testing';

interface Quote { total: number; lines: string[] }
const quote = experiment('quote', { timeoutMs: 100, guardrails: { errors: { limit: 0.02 } } })
  .use((cart: string[]): Quote => ({ total: cart.length, lines: cart }))
  .try(async (cart) => ({ total: cart.length, lines: cart }))
  .sample({ rate: 0.5, by: ([first]) => first ?? '' })
  .compare(approximately({ abs: 0.01 }))
  .measure('total', ({ total }) => total, { limit: 0.1 })
  .wrap();
const total: number = quote(['book']).total;

// A candidate of another type needs a comparator before it.
experiment('typed').use(() => 1).compare((control: number, candidate: string) => String(control) === candidate).try(() => '1');
// @ts-expect-error: without one it does not compile
experiment('typed').use(() => 1).try(() => '1');
// @ts-expect-error: the control takes a list
quote('book');
// @ts-expect-error: no such option
experiment('typed', { timeout: 1 });

const lab: Laboratory = laboratory({ publishers: [{ publish: (trial: Trial) => void trial.candidates.length }] });
const report: Report = lab.report('quote');
const limit: number = killBoundary(report.trials, 0.01, 0.01);
export async function main(): Promise<number> {
  await lab[Symbol.asyncDispose]();
  return total + limit + assertMismatched.length;
}
`;

/** The OpenFeature SDK's types need Node's; nothing else of the package does. */
const FLAGS_SOURCE = `
import { OpenFeature } from '@openfeature/server-sdk';
import { type ControlSource, configure } from 'labcoat';
import { openFeature } from 'labcoat/openfeature';

const flags: ControlSource = openFeature(OpenFeature.getClient());
configure({ controls: [flags] });
`;

/** Answers what compilers complain of: nothing is well. */
export function complaints(consumer: Consumer, say: (line: string) => void): string[] {
  const found: string[] = [];
  for (const kind of ['mts', 'cts']) {
    consumer.write(`strict.${kind}`, SOURCE);
    consumer.write(`flags.${kind}`, FLAGS_SOURCE);
  }
  const compilers = install(consumer);
  for (const version of COMPILERS) {
    const projects = version.startsWith('5.') ? [...PROJECTS, FORMER] : PROJECTS;
    const failed = projects.flatMap((project) => compile(consumer, compilers, version, project));
    found.push(...failed);
    const held = projects.map(([resolution]) => resolution).join(', ');
    say(`TypeScript ${versionOf(compilers, version)}: ${failed.length === 0 ? held : 'FAILED'}`);
  }
  return found;
}

/** Outside of the project's own dependencies: eight compilers are a lot to install with every `npm ci`. */
function install(consumer: Consumer): string {
  const folder = join(consumer.folder, 'compilers');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const aliases = COMPILERS.map((version) => `ts-${version}@npm:typescript@${version}`);
  run('npm', ['install', '--no-audit', '--no-fund', '--silent', ...aliases], folder);
  return folder;
}

function compile(
  consumer: Consumer,
  compilers: string,
  version: string,
  [resolution, module, kinds]: (typeof PROJECTS)[number],
): string[] {
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--target', 'es2022'];
  const modules = ['--lib', 'es2022,dom', '--module', module, '--moduleResolution', resolution];
  const node = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
  const flags = [tsc(compilers, version), ...strict, ...modules];
  try {
    run(process.execPath, [...flags, ...kinds.map((kind) => `strict.${kind}`)], consumer.folder);
    // Once: it is slow, for the SDK's types and Node's are read with it.
    if (resolution === 'nodenext')
      run(process.execPath, [...flags, ...node, 'flags.mts', 'flags.cts'], consumer.folder);
    return [];
  } catch (error) {
    return [`TypeScript ${version}, ${resolution}: ${(error as Error).message}`];
  }
}

function tsc(compilers: string, version: string): string {
  return join(compilers, 'node_modules', `ts-${version}`, 'bin/tsc');
}

function versionOf(compilers: string, version: string): string {
  return run(process.execPath, [tsc(compilers, version), '--version'], compilers)
    .replace('Version', '')
    .trim();
}
