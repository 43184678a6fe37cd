import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// Runs the three suites, as `npx vitest`, `npx jest` and `node --test` would.

const here = import.meta.dirname;
const require = createRequire(import.meta.url);
const packageOf = (name: string) => dirname(require.resolve(`${name}/package.json`));

const SUITES: readonly (readonly [runner: string, args: readonly string[], tests: number])[] = [
  ['Vitest', [join(packageOf('vitest'), 'vitest.mjs'), 'run'], 3],
  ['Jest', [join(packageOf('jest'), 'bin/jest.js')], 3],
  ['node:test', ['--import', 'tsx', '--test', '--test-reporter', 'tap', 'quote.node.ts'], 4],
];

const PLAIN = { NO_COLOR: '1', FORCE_COLOR: '0' };

let failures = 0;
for (const [runner, args, tests] of SUITES) {
  const env = { ...process.env, ...PLAIN, TSX_TSCONFIG_PATH: join(here, '../tsconfig.json') };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: here, env, encoding: 'utf8' });
  // "Tests  3 passed", "Tests: 3 passed", "# pass 4"
  const passed = Number(
    /Tests:? +(\d+) passed|# pass (\d+)/
      .exec(stdout + stderr)
      ?.slice(1)
      .find(Boolean),
  );
  const isFine = status === 0 && passed === tests;
  console.log(`  ${isFine ? '✓' : '✗'} ${runner}: ${passed} of ${tests} tests hold`);
  if (isFine) continue;
  failures += 1;
  console.log((stdout + stderr).slice(-5_000));
}
process.exitCode = failures === 0 ? 0 : 1;
