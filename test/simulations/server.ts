import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { laboratory } from 'labcoat';
import { CANDIDATES } from './candidates.js';

// A service on its own, so that whoever measures it does not slow it down: `server.ts <candidate>` prints its port.
const candidate = CANDIDATES[process.argv[2] ?? ''];
const lab = laboratory({ publishers: [] });
const control = (net: number): number | Promise<number> => net * 1.19;
const experiment = lab.experiment('service', { timeoutMs: 500 }).use(control);
const price = candidate === undefined ? control : experiment.try(candidate).wrap();

const server = createServer(async ({ url }, response) => {
  if (url === '/report') response.end(JSON.stringify(lab.report('service')));
  else response.end(JSON.stringify({ gross: await price(100) }));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.once('disconnect', () => process.exit());
