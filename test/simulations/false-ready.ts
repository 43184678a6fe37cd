import { laboratory, type Report } from 'labcoat';
import { certifyBoundary } from 'labcoat/evidence';
import { seeded } from './chance.js';
import type { Size } from './false-alarms.js';

const TARGET = 0.001;
const ALPHA = 0.05;

/**
 * The share of experiments that were ever called ready although their candidate fails exactly as often as it must fail
 * less, looking after every run: with so many failures it can become ready at one run only, and there the report is asked.
 */
export async function falselyReady({ experiments, trials }: Size): Promise<number> {
  let ready = 0;
  for (let experiment = 0; experiment < experiments; experiment++) {
    if (Number.isFinite(await runsUntilReady(TARGET, seeded(experiment), trials))) ready++;
  }
  return ready / experiments;
}

/** After how many runs the report of a candidate that fails at a rate says that it is ready. */
export async function runsUntilReady(rate: number, random: () => number, most: number): Promise<number> {
  const { run, report } = experiment(() => random() < rate);
  let failures = 0;
  for (let n = 1; n <= most; n++) {
    if (run()) failures++;
    // What a laboratory still has to publish holds on to it until the event loop turns.
    if (n % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    if (n >= boundaryOf(failures) && report().verdict === 'ready') return n;
  }
  return Number.POSITIVE_INFINITY;
}

/** An experiment that has to prove the target and nothing else. */
function experiment(fails: () => boolean): { run: () => boolean; report: () => Report } {
  const lab = laboratory({ publishers: [], now: () => 0 });
  let hasFailed = false;
  const run = lab
    .experiment('e', { guardrails: false, goal: { target: TARGET, alpha: ALPHA, dwellMs: 0 } })
    .use(() => 1)
    .try(() => {
      hasFailed = fails();
      return hasFailed ? 2 : 1;
    })
    .wrap();
  return {
    run: () => {
      run();
      return hasFailed;
    },
    report: () => lab.report('e'),
  };
}

const boundaries: number[] = [];

/** Read once: of a hundred million looks most are at the same few numbers. */
function boundaryOf(failures: number): number {
  boundaries[failures] ??= certifyBoundary(failures, TARGET, ALPHA);
  return boundaries[failures] as number;
}
