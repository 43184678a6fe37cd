import { demo } from './demo.js';

// npm run example:database
process.exitCode = await demo((text) => process.stdout.write(text));
