import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { createConsumer } from '../package/consumer.js';

const HERE = import.meta.dirname;
const PROMISES = resolve(HERE, '../promises');

/** Where a bundle of tests is to run. */
type Platform = 'node' | 'browser' | 'worker';

/** The files of each, and that of the service. */
export type Bundles = Readonly<Record<Platform | 'service', string>>;

/** Of Node only, and why: everything else runs everywhere. */
const NODE_ONLY: readonly string[] = [
  // Sends real OTLP to a server of its own.
  '9-nothing-private-leaves-unasked.test.ts',
];

/** All of them, in a folder. */
export async function bundle(folder: string): Promise<Bundles> {
  const file = (name: string) => join(folder, name);
  const bundles = {
    node: file('node.mjs'),
    browser: file('browser.js'),
    worker: file('worker.js'),
    service: file('service.js'),
  };
  for (const platform of ['node', 'browser', 'worker'] as const)
    await bundleTests(platform, bundles[platform]);
  await bundleService(bundles.service);
  return bundles;
}

/** The tests of the promises in one file, which says what came of them in one line. */
async function bundleTests(platform: Platform, outfile: string): Promise<void> {
  const files = readdirSync(PROMISES).filter((name) => name.endsWith('.test.ts'));
  const here = platform === 'node' ? files : files.filter((name) => !NODE_ONLY.includes(name));
  const loads = here.map((name) => `'${name.replace('.test.ts', '')}': () => import('../promises/${name}'),`);
  const contents = `
    import { runTests } from './tests.js';
    const outcomeOf = () => runTests({ ${loads.join('\n')} });
    ${TELL[platform]}
  `;
  const shared: BuildOptions = { bundle: true, format: 'esm', outfile, logLevel: 'error' };
  const stdin = { contents, resolveDir: HERE, sourcefile: 'entry.ts' };
  await build({ ...shared, stdin, ...OPTIONS[platform] });
}

/** A worker that imports the package as it is packed, the way its author would bundle it. */
async function bundleService(outfile: string): Promise<void> {
  const consumer = createConsumer({ isBuilt: true });
  try {
    const contents = readFileSync(join(HERE, 'requests/service.ts'), 'utf8');
    await build({
      stdin: { contents, resolveDir: consumer.folder, sourcefile: 'service.ts', loader: 'ts' },
      bundle: true,
      format: 'esm',
      target: 'es2022',
      conditions: WORKER_CONDITIONS,
      external: ['cloudflare:workers'],
      outfile,
      logLevel: 'error',
    });
  } finally {
    consumer.remove();
  }
}

const WORKER_CONDITIONS = ['workerd', 'worker', 'browser'];

const TELL: Record<Platform, string> = {
  node: `
    const outcome = JSON.stringify(await outcomeOf());
    await new Promise((done) => process.stdout.write('\\n' + outcome + '\\n', done));
    process.exit(0);
  `,
  browser: "await fetch('/outcome', { method: 'POST', body: JSON.stringify(await outcomeOf()) });",
  // Outside of a request a worker has no timers.
  worker: 'export default { fetch: async () => Response.json(await outcomeOf()) };',
};

const VITEST = { vitest: join(HERE, 'vitest.ts') };
const BROWSER = join(HERE, 'browser.ts');
const WORKER = join(HERE, 'worker.ts');
const OPTIONS: Record<Platform, BuildOptions> = {
  node: {
    platform: 'node',
    target: 'node20',
    alias: { ...VITEST, 'node:vm': join(HERE, 'realm.ts') },
    // CommonJS packages below the tests require what is Node's own.
    banner: {
      js: "import { createRequire as from } from 'node:module'; const require = from(import.meta.url);",
    },
  },
  browser: {
    platform: 'browser',
    target: 'es2022',
    alias: { ...VITEST, 'node:vm': BROWSER, 'node:v8': BROWSER, 'node:async_hooks': BROWSER },
    inject: [BROWSER],
  },
  worker: {
    platform: 'browser',
    target: 'es2022',
    conditions: WORKER_CONDITIONS,
    alias: { ...VITEST, 'node:vm': WORKER, 'node:v8': WORKER, 'node:async_hooks': WORKER },
    inject: [WORKER],
  },
};
