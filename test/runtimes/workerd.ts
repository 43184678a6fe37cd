import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Bundles } from './bundle.js';
import { type Ask, testRequests } from './requests/tests.js';
import type { Outcome } from './tests.js';

const LIMIT_MS = 300_000;

/** What a worker says of itself where it is deployed. */
export interface Compatibility {
  readonly date: string;
  readonly flags?: readonly string[];
  /** Makes `AsyncLocalStorage` a global: labcoat finds it there where there is no `process`. */
  readonly isStorageGlobal?: boolean;
}

/** The tests of the promises, in one request, and a service that is asked by many, in a real workerd. */
export async function inWorker(
  packages: string,
  { worker, service }: Bundles,
  compatibility: Compatibility,
): Promise<Outcome> {
  // The package names the program by its path: what npm links is a script that starts it.
  const { default: command } = createRequire(join(packages, 'package.json'))('workerd');
  const outcome = (await serve(command, worker, compatibility, (ask) => ask('/'))) as Outcome;
  const results = await serve(command, service, compatibility, testRequests);
  return { ...outcome, results: [...outcome.results, ...results] };
}

/** Serves a worker, on a port of its own, for as long as it takes. */
async function serve<T>(
  command: string,
  script: string,
  compatibility: Compatibility,
  use: (ask: Ask) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'labcoat-workerd-'));
  copyFileSync(script, join(folder, 'worker.js'));
  writeFileSync(join(folder, 'before.js'), compatibility.isStorageGlobal ? BEFORE : '');
  writeFileSync(join(folder, 'entry.js'), "import './before.js'; export { default } from './worker.js';");
  writeFileSync(join(folder, 'config.capnp'), configOf(compatibility));
  const args = ['serve', '--control-fd=3', join(folder, 'config.capnp')];
  const workerd = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  workerd.stderr?.on('data', (chunk) => void said.push(String(chunk)));
  workerd.once('error', ({ message }) => void said.push(message));
  try {
    const port = await portOf(workerd);
    return await use((path) => get(`http://127.0.0.1:${port}${path}`));
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${said.join('')}`);
  } finally {
    await gone(workerd);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function get(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${answer}`);
  return JSON.parse(answer);
}

/** What comes before the worker. */
const BEFORE = `
  import { AsyncLocalStorage } from 'node:async_hooks';
  globalThis.AsyncLocalStorage = AsyncLocalStorage;
`;

function configOf({ date, flags = [] }: Compatibility): string {
  return `
    using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [(name = "main", worker = .worker)],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
      v8Flags = ["--expose-gc"],
    );
    const worker :Workerd.Worker = (
      modules = [
        (name = "entry.js", esModule = embed "entry.js"),
        (name = "before.js", esModule = embed "before.js"),
        (name = "worker.js", esModule = embed "worker.js"),
      ],
      compatibilityDate = "${date}",
      compatibilityFlags = ${JSON.stringify(flags)},
    );
  `;
}

/** It says so on the fourth of its streams once it listens, and closes it when it goes away. */
async function portOf(workerd: ChildProcess): Promise<number> {
  for await (const chunk of workerd.stdio[3] as Readable) {
    const [, port] = /"port":(\d+)/.exec(String(chunk)) ?? [];
    if (port !== undefined) return Number(port);
  }
  throw new Error('workerd does not listen');
}

async function gone(workerd: ChildProcess): Promise<void> {
  if (workerd.exitCode !== null || workerd.pid === undefined) return;
  const exit = once(workerd, 'exit');
  workerd.kill();
  await exit;
}
