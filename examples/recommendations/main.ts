import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demo } from './demo.js';

// npm run example:recommendations                    the report page goes to a temporary folder
// npm run example:recommendations -- report.html     or where you say
const page = process.argv[2] ?? join(mkdtempSync(join(tmpdir(), 'recommendations-')), 'report.html');
const held = await demo((text) => process.stdout.write(text), page);
process.exitCode = held ? 0 : 1;
