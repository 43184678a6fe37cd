import { CANDIDATES } from './candidates.js';
import { msUntilStoppedByFile } from './control-file.js';
import { falseAlarms, falseAlarmsInFlight } from './false-alarms.js';
import { falselyReady } from './false-ready.js';
import { flood } from './flood.js';
import { type Service, serve } from './service.js';
import { medianTrialsToStop, mostTrialsAfterBreaking } from './time-to-stop.js';

// What takes minutes to show, on the package as it is built: `npm run simulate`, or `npm run simulate -- in-flight` for
// those with these words in their names.

/** What was found, and whether it is what was promised. */
interface Finding {
  readonly figure: string;
  readonly holds: boolean;
}

const SIZE = { experiments: 2_000, trials: 20_000 };
const ROUNDS = 5;
const SECONDS = 4;
/** Two measurements of the same thing on a machine that does other things besides are this close. */
const NOISE = 1.25;

const SIMULATIONS: Readonly<Record<string, () => Finding | Promise<Finding>>> = {
  'a sync candidate at the limit is stopped in at most 1.2 % of 2 000 experiments': async () =>
    atMost(100 * (await falseAlarms(SIZE)), 1.2, '%'),
  'an in-flight candidate at the limit is stopped in at most 1.2 % of 2 000 experiments': async () =>
    atMost(100 * (await falseAlarmsInFlight(SIZE)), 1.2, '%'),
  'a candidate that fails at 2 % is stopped after 2 000 trials in the middle': async () =>
    atMost(await medianTrialsToStop(0.02, 1_001), 2_000, 'trials'),
  'a candidate that fails at 5 % is stopped after 260 trials in the middle': async () =>
    atMost(await medianTrialsToStop(0.05, 1_001), 260, 'trials'),
  'a candidate that fails at 50 % is stopped after 15 trials in the middle': async () =>
    atMost(await medianTrialsToStop(0.5, 1_001), 15, 'trials'),
  'a candidate that breaks after 100 000 clean trials is stopped within 60': async () =>
    atMost(await mostTrialsAfterBreaking(100_000, 100), 60, 'trials'),
  'a candidate at the target is ever ready in at most 5 % of 2 000 experiments of 50 000 runs': async () =>
    atMost(100 * (await falselyReady({ experiments: 2_000, trials: 50_000 })), 5, '%'),
  'a flood of 50 000 calls a second has 100 trials in a second and 8 in flight': () => floods(),
  'what is written to the control file is in force within a second': async () =>
    atMost(await slowest(20, msUntilStoppedByFile), 1_000, 'ms'),
  'a service is as fast beside a candidate that has been stopped': () => serves(),
};

function atMost(figure: number, most: number, unit: string): Finding {
  return { figure: `${Number(figure.toPrecision(3))} ${unit}`, holds: figure <= most };
}

async function slowest(times: number, measure: () => Promise<number>): Promise<number> {
  let most = 0;
  for (let time = 0; time < times; time++) most = Math.max(most, await measure());
  return most;
}

async function floods(): Promise<Finding> {
  // For half of the time candidates are quick, and the rate is what holds them; then they are slow, and their number is.
  const { report, mostInAnySecond, mostInFlight } = await flood(20, (at) => (at < 10_000 ? 1 : 200));
  const skips = Object.values(report.skips).reduce((sum, count) => sum + count, 0);
  const addUp = report.calls === 1_000_000 && report.trials + skips === report.calls;
  return {
    figure: `${mostInAnySecond} in a second, ${mostInFlight} in flight, ${report.trials} + ${skips} calls`,
    holds: mostInAnySecond === 100 && mostInFlight === 8 && addUp,
  };
}

/** The best of interleaved rounds: what else a machine does comes and goes, and only ever adds to a p99. */
async function serves(): Promise<Finding> {
  const names = [undefined, ...Object.keys(CANDIDATES)];
  const rounds = new Map<string | undefined, Service[]>(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) rounds.get(name)?.push(await serve(name, SECONDS));
  }
  const alone = bestOf(rounds.get(undefined));
  const lines = Object.keys(CANDIDATES).map((name) => {
    const why = rounds.get(name)?.map(({ report }) => report.changes[0]?.reason) ?? [];
    const p99 = bestOf(rounds.get(name));
    return { text: `${name}: p99 ${ms(p99)}; ${why[0]}`, p99, isStopped: !why.includes(undefined) };
  });
  const baseline = `without experiment: p99 ${ms(alone)}`;
  return {
    figure: [baseline, ...lines.map(({ text }) => text)].join('\n      '),
    holds: lines.every(({ p99, isStopped }) => isStopped && p99 <= NOISE * alone),
  };
}

function bestOf(served: readonly Service[] = []): number {
  return Math.min(...served.map(({ p99 }) => p99));
}

function ms(figure: number): string {
  return `${figure.toFixed(1)} ms`;
}

const words = process.argv.slice(2);
for (const [name, simulate] of Object.entries(SIMULATIONS)) {
  if (!words.every((word) => name.includes(word))) continue;
  const { figure, holds } = await simulate();
  console.log(`${holds ? 'holds' : 'FAILS'}  ${name}\n      ${figure}`);
  if (!holds) process.exitCode = 1;
}
