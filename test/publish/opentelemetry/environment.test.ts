import { createServer, type IncomingMessage } from 'node:http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { afterEach, expect, it, vi } from 'vitest';
import { laboratory } from '../../../src/index.js';
import { listen } from './prometheus.js';
import { unregisterAll } from './sdk.js';

afterEach(() => {
  vi.unstubAllEnvs();
  unregisterAll();
});

it('the SDK of Node, set up by its environment alone, sends all three signals with the headers it was given', async () => {
  const requests: IncomingMessage[] = [];
  const collector = createServer((request, response) => {
    requests.push(request);
    request.resume().on('end', () => response.end());
  });
  vi.stubEnv('OTEL_SERVICE_NAME', 'shop');
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${await listen(collector)}/otlp`);
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'Authorization=Basic%20c2hvcDprZXk=');
  vi.stubEnv('OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE', 'delta');
  const sdk = new NodeSDK();
  sdk.start();

  const lab = laboratory();
  lab
    .experiment('pricing.quote')
    .use(() => 1)
    .try(() => 2)
    .run();
  await lab.drain();
  await sdk.shutdown();
  collector.close();

  expect(requests.map(({ url }) => url).sort()).toEqual([
    '/otlp/v1/logs',
    '/otlp/v1/metrics',
    '/otlp/v1/traces',
  ]);
  for (const { headers } of requests) {
    expect(headers).toMatchObject({
      authorization: 'Basic c2hvcDprZXk=',
      'content-type': 'application/x-protobuf',
    });
  }
});
