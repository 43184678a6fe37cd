import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../../harness.js';

/** A Prometheus of its own for one test, which scrapes processes every second. */
export interface Prometheus {
  readonly url: string;
  /** What a query answers: labels and value, at a time in seconds or now. */
  query(query: string, time?: number): Promise<Sample[]>;
  /** What it answers as soon as that fits. */
  until(query: string, fits: (samples: readonly Sample[]) => boolean): Promise<Sample[]>;
  stop(): Promise<void>;
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export function hasPrometheus(): boolean {
  try {
    execFileSync('prometheus', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param targets `host:port` each
 * @param rules the path of a file with rules
 */
export async function startPrometheus(
  targets: string | readonly string[],
  rules?: string,
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'labcoat-prometheus-'));
  const scrape = `{ job_name: shop, scrape_interval: 1s, static_configs: [{ targets: ${JSON.stringify([targets].flat())} }] }`;
  const files =
    rules === undefined
      ? ''
      : `global: { evaluation_interval: 1s }\nrule_files: [${JSON.stringify(rules)}]\n`;
  writeFileSync(join(folder, 'prometheus.yml'), `${files}scrape_configs: [${scrape}]\n`);
  const { address, child } = await launch(folder);
  const query = async (text: string, time?: number) => {
    const parameters = new URLSearchParams({
      query: text,
      ...(time !== undefined && { time: String(time) }),
    });
    const answer = await fetch(`http://${address}/api/v1/query?${parameters}`);
    return samplesOf(await answer.json());
  };
  return {
    url: `http://${address}`,
    query,
    async until(text, fits) {
      for (;;) {
        const samples = await query(text).catch(() => []);
        if (fits(samples)) return samples;
        await sleep(100);
      }
    },
    async stop() {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Somebody else may take the port that was free a moment ago: then it is another one. */
async function launch(folder: string): Promise<{ address: string; child: ChildProcess }> {
  for (;;) {
    const address = `127.0.0.1:${await freePort()}`;
    const flags = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`];
    const child = spawn('prometheus', [...flags, `--web.listen-address=${address}`], { stdio: 'ignore' });
    while (child.exitCode === null) {
      const isReady = await fetch(`http://${address}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) return { address, child };
      await sleep(100);
    }
  }
}

function samplesOf(answer: any): Sample[] {
  return answer.data.result.map(({ metric, value }: any) => ({ labels: metric, value: Number(value[1]) }));
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
