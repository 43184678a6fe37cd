// A worker as its author writes it: experiments are defined at the top of a module, and shared by all requests.
import { waitUntil } from 'cloudflare:workers';
import {
  configure,
  drain,
  experiment,
  kill,
  type Laboratory,
  type LaboratoryOptions,
  laboratory,
  report,
  type Trial,
} from 'labcoat';
import type { Told } from './tests.js';

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const published: string[] = [];
const faults: string[] = [];
const options: LaboratoryOptions = {
  waitUntil,
  onFault: ({ stage, error }) => void faults.push(`${stage}: ${error}`),
  publishers: [
    {
      async publish({ experiment, candidates }: Trial) {
        await later(1);
        published.push(`${experiment}: ${candidates[0]?.outcome}`);
      },
      changed: ({ event, experiment }) => void published.push(`${experiment}: ${event}`),
    },
  ],
};
configure({ ...options, defaults: { timeoutMs: 200, guardrails: false } });

const sync = experiment('sync')
  .use((n: number) => n * 2)
  .try((n) => n + n)
  .wrap();
const slow = experiment('slow')
  .use(async (n: number) => n)
  .try(async (n) => {
    await later(20);
    return n;
  })
  .wrap();
const after = experiment('after', { schedule: 'after' })
  .use(async (n: number) => n)
  .try(async (n) => n)
  .wrap();
const hanging = experiment('hanging', { maxInFlight: 8 })
  .use(async (n: number) => n)
  .try(() => new Promise<number>(() => {}))
  .wrap();
const ramped = experiment('ramped', { ramp: { steps: [0.5, 1], limits: [0.5], dwellMs: 3_600_000 } })
  .use((n: number) => n)
  .try((n) => n)
  .wrap();
const stopped = experiment('stopped')
  .use((n: number) => n)
  .try((n) => n)
  .wrap();
kill('stopped');
const AT_THE_TOP = { sync, slow, after, hanging, ramped, stopped };

let own: Laboratory | undefined;
function inside(n: number): Promise<number> {
  own ??= laboratory(options);
  return own
    .experiment('inside')
    .use(async () => n)
    .try(async () => n)
    .run();
}

function run(name: string, n: number): unknown {
  return name === 'inside' ? inside(n) : AT_THE_TOP[name as keyof typeof AT_THE_TOP](n);
}

function tell(): Told {
  const names = Object.keys(AT_THE_TOP);
  const reports = [...names.map((name) => report(name)), ...(own?.reports() ?? [])];
  return {
    faults,
    published,
    experiments: Object.fromEntries(
      reports.map(({ experiment, calls, active, outcomes, skips, ramp }) => [
        experiment,
        { calls, active, outcomes, killed: skips.killed, rate: ramp?.rate },
      ]),
    ),
  };
}

/** Where workers are deployed their clock shows what it showed when the request came. */
function stopTheClock(): void {
  const now = performance.now();
  performance.now = () => now;
}

export default {
  async fetch({ url }: Request): Promise<Response> {
    const [, name = '', n] = new URL(url).pathname.split('/');
    if (name === 'stop') stopTheClock();
    else if (name === 'drain') await Promise.all([drain(), own?.drain()]);
    else if (name !== 'told') return Response.json(await run(name, Number(n)));
    return Response.json(tell());
  },
};
