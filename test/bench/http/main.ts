import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { spreadOf } from '../measure.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    requests: { type: 'string', default: '3000' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
  },
});

interface Load {
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
  readonly answered: number;
  readonly megabytes: number;
}

/** What is asked of each service, in turns: subject and candidate. */
const ALL: readonly (readonly [subject: string, kind: string, against: string])[] = [
  ['nothing', 'slow', ''],
  ['by hand', 'slow', 'nothing slow'],
  ['by hand in a storage', 'slow', 'nothing slow'],
  ['labcoat', 'slow', 'nothing slow'],
  ['labcoat', 'hanging', 'nothing slow'],
  ['labcoat', 'throwing', 'nothing slow'],
  ['burnt elsewhere', 'blocking', ''],
  ['labcoat after', 'blocking', 'burnt elsewhere blocking'],
  ['labcoat', 'blocking', 'burnt elsewhere blocking'],
  ['tzientist', 'slow', 'nothing slow'],
  ['tzientist', 'hanging', 'nothing slow'],
  ['tzientist', 'throwing', 'nothing slow'],
  ['scientist', 'slow', 'nothing slow'],
  ['scientist', 'hanging', 'nothing slow'],
  ['scientist', 'throwing', 'nothing slow'],
  ['node-scientist', 'slow', 'nothing slow'],
  ['node-scientist', 'hanging', 'nothing slow'],
  ['node-scientist', 'throwing', 'nothing slow'],
];

/** What is compared with goes along. */
const SUBJECTS = ALL.filter(
  ([subject, kind, against]) =>
    against === '' || values.only.split(',').some((only) => `${subject} ${kind}`.startsWith(only)),
);

/** The engine has compiled by then what it will, on either side. */
const WARMING = { requests: 3_000, seconds: 4 };
const MEASURED = { requests: Number(values.requests), seconds: Number(values.seconds) };
const GIVE_UP_MS = 2_000;

const loads = new Map<string, Load[]>(SUBJECTS.map(([subject, kind]) => [`${subject} ${kind}`, []]));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [subject, kind] of round % 2 === 0 ? SUBJECTS : SUBJECTS.toReversed())
    loads.get(`${subject} ${kind}`)?.push(await measureOne(subject, kind));
}

console.log(
  '| service | candidate | p50 ms | p99 ms | p50, ratio | p99, ratio | per second | answered | MB more |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const [subject, kind, against] of SUBJECTS) console.log(lineFor(subject, kind, against));

function lineFor(subject: string, kind: string, against: string): string {
  const own = loads.get(`${subject} ${kind}`) as Load[];
  const reference = loads.get(against);
  const median = (of: (load: Load) => number) => spreadOf(own.map(of)).median;
  const ratio = (of: (load: Load) => number) =>
    reference === undefined
      ? '-'
      : spreadOf(own.map((load, round) => of(load) / of(reference[round] as Load))).median.toFixed(2);
  const p50 = ({ p50 }: Load) => p50;
  const p99 = ({ p99 }: Load) => p99;
  const cells = [
    subject,
    subject === 'nothing' || subject === 'burnt elsewhere' ? '-' : kind,
    median(p50).toFixed(2),
    median(p99).toFixed(2),
    ratio(p50),
    ratio(p99),
    median(({ perSecond }) => perSecond).toFixed(0),
    String(median(({ answered }) => answered)),
    median(({ megabytes }) => megabytes).toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
}

async function measureOne(subject: string, kind: string): Promise<Load> {
  const service = fork(fileURLToPath(new URL('service.ts', import.meta.url)), [subject, kind], {
    execArgv: [...process.execArgv, '--expose-gc'],
  });
  try {
    const [port] = (await once(service, 'message')) as [number];
    return await load(port);
  } finally {
    await stop(service);
  }
}

async function stop(service: ChildProcess): Promise<void> {
  service.disconnect();
  await once(service, 'exit');
}

/** So many connections, each of which asks again as soon as it is answered. */
async function load(port: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true });
  const get = (path: string) => ask(agent, port, path);
  await askInTurn(WARMING);
  const before = Number((await get('/memory'))?.body);
  const start = performance.now();
  const times = await askInTurn(MEASURED);
  const seconds = (performance.now() - start) / 1_000;
  const after = Number((await get('/memory'))?.body);
  agent.destroy();
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.POSITIVE_INFINITY;
  return {
    p50: at(0.5),
    p99: at(0.99),
    perSecond: times.length / seconds,
    answered: times.length,
    megabytes: (after - before) / 1e6,
  };

  /** So many requests, or as many as there is time for. */
  async function askInTurn({ requests, seconds }: typeof WARMING): Promise<number[]> {
    const times: number[] = [];
    const until = performance.now() + seconds * 1_000;
    let left = requests;
    const connection = async () => {
      while (left-- > 0 && performance.now() < until) {
        const answer = await get('/');
        if (answer === undefined) return;
        times.push(answer.ms);
      }
    };
    await Promise.all(Array.from({ length: Number(values.connections) }, connection));
    return times;
  }
}

/** Undefined for what is not answered in time. */
function ask(agent: Agent, port: number, path: string): Promise<{ ms: number; body: string } | undefined> {
  const start = performance.now();
  return new Promise((resolve) => {
    const sent = request({ agent, host: '127.0.0.1', port, path, timeout: GIVE_UP_MS }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ ms: performance.now() - start, body }));
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(undefined));
    sent.end();
  });
}
