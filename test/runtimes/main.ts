import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundles, bundle } from './bundle.js';
import { type Runtime, runtimes } from './runtimes.js';
import type { Outcome } from './tests.js';

// npm run check:runtimes            the tests of the promises, wherever labcoat runs
// npm run check:runtimes -- Deno    in one of them
const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'labcoat-bundles-'));
let failed = 0;
try {
  const bundles = await bundle(folder);
  for (const runtime of await runtimes()) {
    if (wanted.length === 0 || wanted.includes(runtime.name)) failed += await check(runtime, bundles);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;

/** Answers how many tests failed. */
async function check(runtime: Runtime, bundles: Bundles): Promise<number> {
  try {
    return tell(runtime, await runtime.run(bundles));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && runtime.name === 'Chromium') {
      console.log(`${runtime.name}: skipped, for it is not installed; CHROMIUM names another one`);
      return 0;
    }
    console.log(`${runtime.name}: did not run\n${(error as Error).message.slice(0, 2_000)}`);
    return 1;
  }
}

function tell({ name }: Runtime, { told, isFollowed, results }: Outcome): number {
  const failures = results.filter(({ error }) => error !== undefined);
  const lacks = results.flatMap(({ lacks }) => lacks ?? []);
  const passed = results.length - failures.length - lacks.length;
  const about = lacks.length === 0 ? '' : `, ${lacks.length} about what it lacks`;
  const follows = isFollowed ? 'answers across awaits' : 'answers until the first await';
  console.log(`${name}: ${passed} passed, ${failures.length} failed${about}; onTrial() ${follows}`);
  for (const lack of new Set(lacks))
    console.log(`  lacks: ${lack}, which ${lacks.filter((each) => each === lack).length} are about`);
  for (const sentence of told) console.log(`  told: ${sentence}`);
  for (const { name, error = '' } of failures) console.log(`  ✗ ${name}: ${error.split('\n')[0]}`);
  return results.length === 0 ? 1 : failures.length;
}
