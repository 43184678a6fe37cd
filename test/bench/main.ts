import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { BUDGETS } from './budgets.js';
import { measureRows } from './measure.js';
import { excuses } from './subjects.js';
import { isWithin, table } from './table.js';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    'slice-ms': { type: 'string', default: '40' },
    only: { type: 'string', default: '' },
  },
});

if (globalThis.gc === undefined) throw new Error('bench: run it with --expose-gc, as `npm run bench` does');

const rows = BUDGETS.filter(
  ({ what, limit }) => what.includes(values.only) && (!values.check || limit !== undefined),
);
const measured = await measureRows(rows, Number(values.rounds), Number(values['slice-ms']));

console.log(`Node ${process.version}, ${cpus()[0]?.model}, ${values.rounds} rounds\n`);
console.log(table(measured));
for (const excuse of excuses()) console.log(`\nnot all on trial: ${excuse}`);

if (values.check && !measured.every(isWithin)) process.exitCode = 1;
