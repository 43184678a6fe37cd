import { demo } from './demo.js';

// npm run demo                      20 000 generated orders
// npm run demo -- my-orders.json    your own
process.exitCode = await demo(process.argv[2], process);
