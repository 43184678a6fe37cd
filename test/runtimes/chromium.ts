import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Outcome } from './tests.js';

const LIMIT_MS = 300_000;
const PAGE = '<!doctype html><title>labcoat</title><body><script type="module" src="/bundle.js"></script>';

/** Opens a page with the bundle in a real Chromium, named by CHROMIUM or found on the path, and waits for what it posts. */
export async function inBrowser(bundle: string): Promise<Outcome> {
  const profile = mkdtempSync(join(tmpdir(), 'labcoat-chromium-'));
  const { promise, resolve, reject } = settling();
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') resolve(JSON.parse(await text(request)));
    const isScript = request.url === '/bundle.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? readFileSync(bundle) : PAGE);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const browser = open(profile, server);
  browser.once('error', reject);
  browser.once('exit', (code) => reject(new Error(`Chromium went away with ${code}`)));
  const timer = setTimeout(() => reject(new Error('Chromium has posted nothing')), LIMIT_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await gone(browser);
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
  }
}

function open(profile: string, server: Server): ChildProcess {
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--js-flags=--expose-gc',
    '--no-first-run',
  ];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const command = process.env.CHROMIUM ?? 'chromium';
  return spawn(command, [...flags, `--user-data-dir=${profile}`, url], { stdio: 'ignore' });
}

/** Its profile is removed afterwards, and it writes to it until it is gone. */
async function gone(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.pid === undefined) return;
  const exit = once(browser, 'exit');
  browser.kill();
  await exit;
}

function settling() {
  let resolve!: (outcome: Outcome) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<Outcome>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
