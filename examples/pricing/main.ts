import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { demo } from './demo.js';

// npm run demo                      20 000 generated orders
// npm run demo -- my-orders.json    your own
// npm run demo -- --serve           the live page, until Ctrl-C
const { values, positionals } = parseArgs({
  options: { serve: { type: 'boolean' } },
  allowPositionals: true,
});
const watched = values.serve ? { watched: once(process, 'SIGINT') } : {};
const { stdout, stderr, env } = process;
process.exitCode = await demo(positionals[0], { stdout, stderr, env, ...watched });
