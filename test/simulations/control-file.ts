import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { laboratory } from 'labcoat';

/** How long it took until a file that says so had stopped an experiment that is called all the time, in milliseconds. */
export async function msUntilStoppedByFile(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'labcoat-control-'));
  const path = join(folder, 'control.json');
  try {
    writeFileSync(path, '{}');
    process.env.LABCOAT_CONTROL = path;
    const lab = laboratory({ publishers: [] });
    const run = lab
      .experiment('e', { guardrails: false })
      .use(() => 1)
      .try(() => 1)
      .wrap();
    run();
    writeFileSync(`${path}.new`, '{ "e": { "kill": true } }');
    renameSync(`${path}.new`, path);
    const writtenAt = performance.now();
    for (let stopped = 0; stopped === 0; stopped = lab.report('e').skips.killed) {
      await new Promise((resolve) => setImmediate(resolve));
      run();
    }
    return performance.now() - writtenAt;
  } finally {
    delete process.env.LABCOAT_CONTROL;
    rmSync(folder, { recursive: true });
  }
}
