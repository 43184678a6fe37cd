import { demo } from './demo.js';

// npm run example:side-effects
process.exitCode = await demo((text) => process.stdout.write(text));
