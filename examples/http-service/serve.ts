import { once } from 'node:events';
import { load } from './load.js';
import { deploy, TOKEN } from './session.js';
import { repairedShipping } from './shipping.js';
import { startTelemetry } from './telemetry.js';

const PORT = 8080;
const REQUESTS_AT_ONCE = 20;
const PAUSE_MS = 200;

/** Keeps the service up, with a hundred requests a second, until the process is told to end. */
export async function serve(write: (text: string) => unknown): Promise<void> {
  const sdk = await startTelemetry();
  const { service, flags, stop } = await deploy(repairedShipping, PORT);
  await flags.setRate('all');
  write(`
service  ${service.url}/shipping
report   curl -H 'authorization: Bearer ${TOKEN}' ${service.url}/experiments
metrics  ${sdk.url}
`);
  const timer = setInterval(() => void load(service.url, REQUESTS_AT_ONCE), PAUSE_MS);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearInterval(timer);
  await stop();
  await sdk.stop();
}
