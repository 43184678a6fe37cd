import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Laboratory, type LaboratoryOptions, laboratory, type Report } from 'labcoat';
import { restoreFromFile, saveToFile } from './file.js';
import { EXPERIMENT, priceOnTrial } from './price.js';
import { restoreFromStore, type Store, saveToStore } from './store.js';

/** Chance that always draws the middle puts every other call on trial, so that the example always prints the same. */
const EVERY_OTHER: LaboratoryOptions = { publishers: [], random: () => 0.5 };

/** One life of the process: so many calls, between what it went on from and what it saves. */
function live(lab: Laboratory, calls: number, isBroken = false): Report {
  const price = priceOnTrial(lab, isBroken);
  for (let call = 0; call < calls; call++) price(call);
  return lab.report(EXPERIMENT);
}

/** Takes an experiment through restarts: by a file a ramp that goes on climbing, by a store a trip that stays. */
export async function demo(print: (text: string) => void): Promise<number> {
  const climbing = throughFile();
  const tripped = await throughStore();
  const lives = [
    ...climbing.map((report) => `  file   ${report.trials} trials at ${report.ramp?.rate}`),
    ...tripped.map(
      ({ trials, trip }) => `  store  ${trials} trials, ${trip ? `tripped: ${trip.guardrail}` : 'running'}`,
    ),
  ];
  print(`${lives.join('\n')}\n`);
  const checks: [string, boolean][] = [
    ['the ramp went on where it was', climbing[0]?.ramp?.rate === 0.5 && climbing[1]?.ramp?.rate === 1],
    ['the candidate that had tripped did not come back', tripped[1]?.trials === 0],
    ['until it was revived', tripped[2]?.trials !== 0 && tripped[2]?.stopped === undefined],
  ];
  for (const [claim, holds] of checks) print(`  ${holds ? '✓' : '✗'} ${claim}\n`);
  return checks.every(([, holds]) => holds) ? 0 : 1;
}

function throughFile(): Report[] {
  const folder = mkdtempSync(join(tmpdir(), 'labcoat-restart-'));
  const path = join(folder, 'labcoat.json');
  try {
    // It takes 69 clean trials to leave the first step.
    return [120, 120].map((calls) => {
      const lab = laboratory(EVERY_OTHER);
      restoreFromFile(lab, path);
      const report = live(lab, calls);
      saveToFile(lab, path);
      return report;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function throughStore(): Promise<Report[]> {
  const entries = new Map<string, string>();
  const store: Store = {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => entries.set(key, value),
  };
  const reports: Report[] = [];
  for (const deploy of ['broken', 'still broken', 'repaired']) {
    const lab = laboratory(EVERY_OTHER);
    await restoreFromStore(lab, store);
    const finish = saveToStore(lab, store);
    // Whoever deploys the repair says so.
    if (deploy === 'repaired') lab.revive(EXPERIMENT, { by: 'ada', reason: 'repaired in 1.4.2' });
    reports.push(live(lab, 100, deploy !== 'repaired'));
    await finish();
  }
  return reports;
}
