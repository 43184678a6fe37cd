// One process of a fleet: it tries candidates with a known truth, is scraped, and tells what it would save.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { laboratory, openTelemetry } from '../../src/index.js';
import { CALM } from '../harness.js';

/** What a process is told, as JSON in its first argument. */
export interface Truth {
  /** Calls of `pricing.quote`, and every how many one differs; 0 for never. */
  readonly calls: number;
  readonly everyOther: number;
  /** Whether names come as a Collector writes them. */
  readonly isCollected: boolean;
  /** Where it is scraped; any free port, if it is 0. */
  readonly port: number;
}

const { calls, everyOther, isCollected, port } = JSON.parse(process.argv[2] as string) as Truth;

const exporter = new PrometheusExporter({ preventServerStart: true });
const meterProvider = new MeterProvider({ readers: [exporter] });
const lab = laboratory({
  publishers: [openTelemetry({ meterProvider })],
  defaults: { guardrails: { ...CALM, errors: false, slower: false }, goal: { dwellMs: 0 } },
});

const quote = lab
  .experiment('pricing.quote')
  .use((call: number) => call)
  .try((call) => (everyOther > 0 && call % everyOther === 0 ? -1 : call))
  .wrap();
const rank = lab
  .experiment('search.rank')
  .use((call: number) => call)
  .try('stable', (call) => call)
  .try('fast', (call) => {
    if (call % 20 === 0) throw new RangeError('too fast');
    return call;
  })
  .when((call) => call % 2 === 0)
  .wrap();

const killed = lab
  .experiment('cart.total')
  .use((call: number) => call)
  .try((call) => call)
  .wrap();
const expired = lab
  .experiment('old.path', { expires: '2020-01-01' })
  .use((call: number) => call)
  .try((call) => call)
  .wrap();

const server = createServer((request, response) => {
  const plain = response.end.bind(response);
  if (isCollected) response.end = ((text: string) => plain(asCollected(text))) as typeof response.end;
  exporter.getMetricsRequestHandler(request, response);
});
server.listen(port, '127.0.0.1', () => tell({ port: (server.address() as AddressInfo).port }));

// Once the first scrape has seen zeros.
process.stdin.once('data', async () => {
  for (let call = 1; call <= calls; call++) quote(call);
  for (let call = 1; call <= 400; call++) rank(call);
  for (let call = 1; call <= 100; call++) {
    if (call === 60 && !isCollected) lab.kill('cart.total', { by: 'ops' });
    killed(call);
    expired(call);
  }
  await lab.drain();
  tell({ saved: lab.save() });
});

function tell(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The units that the Collector's exporter, and Prometheus' own receiver, append to the names. */
function asCollected(text: string): string {
  return text
    .replace(/^labcoat_variant_duration_/gm, 'labcoat_variant_duration_seconds_')
    .replace(/^labcoat_rate\{/gm, 'labcoat_rate_ratio{');
}
