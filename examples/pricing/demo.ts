import { laboratory, openTelemetry } from 'labcoat';
import { check } from './checks.js';
import { collector } from './collector.js';
import { number, type Output, paint } from './layout.js';
import type { Order } from './order.js';
import { generateOrders } from './orders.js';
import { OrdersFileError, readOrders } from './own-orders.js';
import { servePage, writePage } from './page.js';
import { progress } from './progress.js';
import { replay } from './replay.js';
import { EXPERIMENT, startService } from './service.js';
import { summary } from './summary.js';
import { startTelemetry } from './telemetry.js';

const ORDERS = 20_000;
const SEED = 42;

/** Exit codes. */
const HELD = 0;
const DID_NOT_HOLD = 1;
const BAD_FILE = 2;

export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Resolves when nobody wants to look at the live page any longer. Without it there is none. */
  readonly watched?: Promise<unknown>;
}

/** Replays the user's orders, or generated ones, and answers the exit code. */
export async function demo(file: string | undefined, surroundings: Surroundings): Promise<number> {
  try {
    const orders = file === undefined ? generateOrders(ORDERS, SEED) : readOrders(file);
    return await run(orders, file ?? `generated, seed ${SEED}`, surroundings);
  } catch (error) {
    if (!(error instanceof OrdersFileError)) throw error;
    surroundings.stderr.write(`${error.message}\n`);
    return BAD_FILE;
  }
}

async function run(orders: readonly Order[], source: string, surroundings: Surroundings): Promise<number> {
  const { stdout, env, watched } = surroundings;
  const telemetry = await startTelemetry();
  const findings = collector();
  // A replay keeps the process busy on purpose: nothing else runs in it that trials would have to yield to.
  const guardrails = { maxBusy: Number.POSITIVE_INFINITY, shedAbove: Number.POSITIVE_INFINITY };
  const lab = laboratory({ publishers: [openTelemetry(), findings], defaults: { guardrails } });
  const service = await startService(lab);
  const live = watched === undefined ? undefined : await servePage(lab);
  const colours = paint(stdout, env);
  stdout.write(`
  ${colours.bold('labcoat: order pricing in floats, with decimals on trial beside it')}
  Every caller gets the legacy's price; the candidate's is compared with it.

  orders   ${number(orders.length)} (${source})
  quotes   POST ${service.url}
  metrics  ${telemetry.url}
${live === undefined ? '' : `  page     ${live.url}\n`}
`);

  const replayed = await replay(service.url, orders, progress(stdout, orders.length));
  await lab.drain();
  const report = lab.report(EXPERIMENT);
  const checks = check(orders.length, replayed, report, await telemetry.scrape());
  stdout.write(summary(report, findings, checks, colours));
  stdout.write(`  The whole report, as a page\n    ${writePage(lab)}\n\n`);

  if (live !== undefined) stdout.write(`  The live page stays up at ${live.url} until you press Ctrl-C.\n`);
  await watched;
  await live?.stop();
  await service.stop();
  await telemetry.stop();
  return checks.every(({ holds }) => holds) ? HELD : DID_NOT_HOLD;
}
