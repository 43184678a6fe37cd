import { demo } from './demo.js';

// npm run example:restart
process.exitCode = await demo((text) => process.stdout.write(text));
