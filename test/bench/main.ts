import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { BUDGETS } from './budgets.js';
import { costBehind, memoryWithHangingCandidate } from './endurance.js';
import { measureRows } from './measure.js';
import { MOST_BYTES, sizeOfBundle } from './size.js';
import { excuses } from './subjects.js';
import { isWithin, table } from './table.js';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    'slice-ms': { type: 'string', default: '40' },
    trials: { type: 'string', default: '1e6' },
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
if (values.only === '') await checkTheRest(Number(values.trials));

/** What no call costs by itself. */
async function checkTheRest(trials: number): Promise<void> {
  const bytes = await sizeOfBundle();
  say(
    `size of the bundle: ${(bytes / 1_000).toFixed(1)} kB, at most ${MOST_BYTES / 1_000} kB`,
    bytes <= MOST_BYTES,
  );
  const { before, after } = await memoryWithHangingCandidate(trials);
  const memory = `${before.toFixed(1)} MiB after a tenth of ${trials} trials that hang, ${after.toFixed(1)} after all`;
  say(`memory: ${memory}`, after <= before + 1);
  const ratio = costBehind(10 * trials);
  say(
    `a trial of 1 000 experiments with ${10 * trials} behind it: ${ratio.toFixed(2)}, at most 1.1`,
    ratio <= 1.1,
  );
}

function say(what: string, isWithinBudget: boolean): void {
  console.log(`\n${what}: ${isWithinBudget ? 'within' : 'NOT WITHIN'}`);
  if (values.check && !isWithinBudget) process.exitCode = 1;
}
