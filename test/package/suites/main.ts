import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Consumer, createConsumer, ROOT, run } from '../consumer.js';

// npm run check:testing, after a build. Not a test of the suite: it runs other test runners, on the package as it is
// built, and the suite builds that anew while it runs.

interface Project {
  readonly name: string;
  /** Where its tests are. */
  readonly tests: string;
  readonly type: 'module' | 'commonjs';
  /** What runs one file. */
  readonly command: (file: string) => readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
}

const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const JEST_CONFIG = JSON.stringify({
  testMatch: ['**/{green,red}.js'],
  transform: {},
  haste: { enableSymlinks: false },
});

const PROJECTS: readonly Project[] = [
  {
    name: 'vitest',
    tests: 'vitest',
    type: 'module',
    command: (file) => [VITEST, 'run', '--config', 'vitest.config.mjs', file],
    files: { 'vitest.config.mjs': "export default { test: { include: ['out/vitest/{green,red}.js'] } };" },
  },
  {
    name: 'jest, CommonJS',
    tests: 'jest',
    type: 'commonjs',
    command: (file) => [JEST, '--config', JEST_CONFIG, file],
  },
  {
    name: 'jest, ESM',
    tests: 'jest',
    type: 'module',
    command: (file) => [JEST, '--config', JEST_CONFIG, file],
    environment: { NODE_OPTIONS: '--experimental-vm-modules' },
  },
  {
    name: 'node:test',
    tests: 'node-test',
    type: 'module',
    command: (file) => ['--test', '--test-reporter', 'tap', `out/node-test/${file}.js`],
  },
];

/** What each failure has to say, in any runner. */
const SAID = [
  "expected 'pricing.quote' to have matched, and nothing else",
  "expected 'pricing.quote' to have mismatched at $.tax",
  "Recorded of 'pricing.quote': 1 call, 1 trial (1 mismatch).",
  '$.lines[0].price  200      201        +1',
  "'pricing.qoute' was never called here; called were 'pricing.quote'.",
  "expected 'pricing.quote' to have been skipped for 'killed'",
  'expected the laboratory to have told a fault at compare',
  'No fault was told.',
  "expected 'pricing.refund' to have been stopped by a guardrail",
  'errors: 1 of 1, evidence',
  "expected 'pricing.quote' to be ready",
  'It is undecided: 0 failures in 1 run; 3 524 more clean runs needed',
  'expected the telemetry to have labcoat.candidate.exception',
];
const FAILURES = 9;

const STRICT = [
  '--strict',
  '--exactOptionalPropertyTypes',
  '--target',
  'es2022',
  '--lib',
  'es2022,dom',
  '--module',
  'nodenext',
  '--types',
  'node',
  '--outDir',
  'out',
];

const consumer = createConsumer({ isBuilt: true });
try {
  lendPackages(consumer);
  const problems = PROJECTS.flatMap((project) => tryOut(project, consumer));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  consumer.remove();
}

function tryOut(project: Project, { folder }: Consumer): string[] {
  const own = join(folder, project.name.replaceAll(/\W/g, '-'));
  mkdirSync(own);
  for (const source of ['shared', project.tests])
    cpSync(join(import.meta.dirname, source), join(own, source), { recursive: true });
  writeFileSync(join(own, 'package.json'), JSON.stringify({ type: project.type, private: true }));
  for (const [name, text] of Object.entries(project.files ?? {})) writeFileSync(join(own, name), text);
  run(
    join(ROOT, 'node_modules/.bin/tsc'),
    [...STRICT, ...['green', 'red'].map((file) => join(project.tests, `${file}.ts`))],
    own,
  );
  const green = runTests(project, own, 'green');
  const red = runTests(project, own, 'red');
  if (process.argv.includes('--verbose')) console.log(red.output);
  const failures = (red.output.match(/^.*expected (?:'pricing|the )/gm) ?? []).length;
  const unsaid = SAID.filter((text) => !red.output.includes(text));
  console.log(
    `${project.name}: compiled in strict mode; ${green.code === 0 ? 'passes' : 'FAILS'} what holds, and says why for what does not`,
  );
  return [
    ...(green.code === 0 ? [] : [`${project.name}: ${green.output}`]),
    ...(red.code !== 0 && failures >= FAILURES
      ? []
      : [`${project.name}: only ${failures} of ${FAILURES} failed\n${red.output}`]),
    ...unsaid.map((text) => `${project.name} did not say: ${text}`),
  ];
}

function runTests(
  { command, environment }: Project,
  cwd: string,
  file: string,
): { code: number; output: string } {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, command(file), {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { code: status ?? 1, output: `${stdout}${stderr}` };
}

/** The runners and what they need, as this checkout has them installed. */
function lendPackages({ folder }: Consumer): void {
  const from = join(ROOT, 'node_modules');
  const names = readdirSync(from).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(from, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  for (const name of names) {
    const to = join(folder, 'node_modules', name);
    if (name.startsWith('.') || name === 'labcoat' || existsSync(to)) continue;
    mkdirSync(join(to, '..'), { recursive: true });
    symlinkSync(join(from, name), to);
  }
}
