import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, get } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Report } from 'labcoat';

const REQUESTS_PER_SECOND = 200;
const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));

/** What came of serving requests beside a candidate. */
export interface Service {
  /** In milliseconds, once the experiment has stopped itself. */
  readonly p50: number;
  readonly p99: number;
  readonly report: Report;
}

/**
 * Serves requests at a steady pace until the experiment has stopped itself, and then measures for so many seconds.
 *
 * @param candidate one of `CANDIDATES`, or none for a service without experiment
 */
export async function serve(candidate: string | undefined, seconds: number): Promise<Service> {
  const server = spawn(process.execPath, [...process.execArgv, SERVER, candidate ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    const port = await portOf(server);
    const agent = new Agent({ keepAlive: true });
    const request = (path: string) => fetchText(port, path, agent);
    await load(request, 1);
    for (let second = 0; candidate !== undefined && second < 60; second++) {
      const report = JSON.parse(await request('/report')) as Report;
      if (report.stopped !== undefined) break;
      await load(request, 1);
    }
    const durations = (await load(request, seconds)).sort((one, other) => one - other);
    const quantile = (q: number) => durations[Math.floor(durations.length * q)] as number;
    return { p50: quantile(0.5), p99: quantile(0.99), report: JSON.parse(await request('/report')) };
  } finally {
    server.kill();
  }
}

/** Asks at a steady pace, whether answers come or not, and answers how long each one took from when it was due. */
async function load(request: (path: string) => Promise<string>, seconds: number): Promise<number[]> {
  const start = performance.now();
  const asked = Array.from({ length: seconds * REQUESTS_PER_SECOND }, async (_, index) => {
    const due = start + (index * 1_000) / REQUESTS_PER_SECOND;
    await new Promise((resolve) => setTimeout(resolve, due - start));
    const sent = performance.now();
    const answer = await request('/price');
    if (answer !== '{"gross":119}') throw new Error(`the service answered ${answer}`);
    return performance.now() - sent;
  });
  return await Promise.all(asked);
}

function portOf(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    server.stdout?.once('data', (data) => resolve(Number(String(data))));
    server.once('exit', (code) => reject(new Error(`the service exited with ${code}`)));
  });
}

function fetchText(port: number, path: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      response.once('end', () => resolve(text)).once('error', reject);
    }).once('error', reject);
  });
}
