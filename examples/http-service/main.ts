import { demo } from './demo.js';
import { serve } from './serve.js';

// npm run example:http-service             a session, played and checked
// npm run example:http-service -- --serve  the service with its live report, under load, until it is stopped
if (process.argv.includes('--serve')) await serve((text) => process.stdout.write(text));
else process.exitCode = await demo((text) => process.stdout.write(text));
