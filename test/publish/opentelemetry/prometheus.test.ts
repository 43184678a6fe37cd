import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { afterEach, describe, expect, it } from 'vitest';
import { laboratory } from '../../../src/index.js';
import { hasPrometheus, listen, type Prometheus, startPrometheus } from './prometheus.js';
import { unregisterAll } from './sdk.js';

const toUndo: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo();
});

/** Registers an SDK, as an application does, and has a Prometheus scrape it. */
async function observe(): Promise<Prometheus> {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [exporter] });
  metrics.setGlobalMeterProvider(provider);
  const server = createServer((request, response) => exporter.getMetricsRequestHandler(request, response));
  const prometheus = await startPrometheus(`127.0.0.1:${await listen(server)}`);
  toUndo.push(
    unregisterAll,
    () => provider.shutdown(),
    () => server.close(),
    () => prometheus.stop(),
  );
  return prometheus;
}

function define() {
  const lab = laboratory({ defaults: { guardrails: false } });
  const quote = lab
    .experiment('pricing.quote')
    .use((net: number) => net * 2)
    .try((net) => {
      if (net === 17) throw new RangeError('no such quantity');
      return net === 13 ? 0 : net * 2;
    })
    .wrap();
  return { lab, quote };
}

const page = readFileSync(new URL('../../../docs/telemetry.md', import.meta.url), 'utf8');
const queries = Array.from(page.matchAll(/^```promql\n(.*?)^```/gms), ([, query]) => query as string);

const MISMATCHES = 'labcoat_comparisons_total{labcoat_outcome="mismatch"}';

const title = 'the first mismatch after a first scrape shows as increase() = 1';
const reason = 'there is no prometheus; apt-get install prometheus';

describe.skipIf(!hasPrometheus())(
  `in a real Prometheus${hasPrometheus() ? '' : ` (skipped: ${reason})`}`,
  () => {
    it.each(['before', 'after'] as const)(
      `${title}, where the SDK was registered %s the experiment was defined`,
      async (when) => {
        let defined = when === 'after' ? define() : undefined;
        const prometheus = await observe();
        defined ??= define();
        const [first] = await prometheus.until(MISMATCHES, (samples) => samples.length > 0);
        expect(first?.value).toBe(0);
        expect(defined.quote(13)).toBe(26);
        await prometheus.until(MISMATCHES, ([now]) => now?.value === 1);
        // At the time of the last scrape, so that there is nothing to extrapolate to.
        const [scraped] = await prometheus.query(`timestamp(${MISMATCHES})`);
        expect(await prometheus.query(`increase(${MISMATCHES}[1m])`, scraped?.value)).toMatchObject([
          {
            labels: { labcoat_experiment_name: 'pricing.quote', labcoat_variant_name: 'candidate' },
            value: 1,
          },
        ]);
      },
      60_000,
    );

    it('every query of docs/telemetry.md answers', async () => {
      const { quote } = define();
      const prometheus = await observe();
      let net = 0;
      const traffic = setInterval(() => quote(net++ % 20), 20);
      toUndo.push(() => clearInterval(traffic));
      expect(queries.length).toBeGreaterThan(5);
      for (const query of queries) {
        const [first] = await prometheus.until(query, (all) => all.some(({ value }) => value > 0));
        expect(first?.labels).toMatchObject({ labcoat_experiment_name: 'pricing.quote' });
      }
      const [matchRate] = await prometheus.query(queries[0] as string);
      expect(matchRate?.value).toBeGreaterThan(0.8);
      expect(matchRate?.value).toBeLessThan(1);
    }, 60_000);

    it('calls add up, and what is counted on trial is what was compared', async () => {
      const { lab, quote } = define();
      const prometheus = await observe();
      for (let net = 0; net < 20; net++) quote(net);
      await lab.drain();
      const sum = (metric: string) => `sum(${metric}{labcoat_experiment_name="pricing.quote"})`;
      await prometheus.until(sum('labcoat_calls_total'), ([now]) => now?.value === 20);
      expect((await prometheus.query(sum('labcoat_comparisons_total')))[0]?.value).toBe(20);
      expect((await prometheus.query('labcoat_started_total'))[0]?.value).toBe(20);
      expect((await prometheus.query('labcoat_rate'))[0]?.value).toBe(1);
      const durations = '{__name__=~"labcoat_variant_duration(_seconds)?_count"}';
      expect(
        (await prometheus.query(`sum by (labcoat_variant_name) (${durations})`)).map(({ value }) => value),
      ).toEqual([20, 20]);
    }, 60_000);
  },
);
