import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const HERE = import.meta.dirname;
const PROMISES = resolve(HERE, '../promises');

/** Where a bundle of tests is to run. */
export type Platform = 'node' | 'browser';

/** Of Node only, and why: everything else runs everywhere. */
const NODE_ONLY: readonly string[] = [
  // Sends real OTLP to a server of its own.
  '9-nothing-private-leaves-unasked.test.ts',
];

/** The tests of the promises in one file, which says what came of them in one line. */
export async function bundle(platform: Platform, outfile: string): Promise<void> {
  const files = readdirSync(PROMISES).filter((name) => name.endsWith('.test.ts'));
  const here = platform === 'node' ? files : files.filter((name) => !NODE_ONLY.includes(name));
  const loads = here.map((name) => `'${name.replace('.test.ts', '')}': () => import('../promises/${name}'),`);
  const contents = `
    import { runTests } from './tests.js';
    const outcome = await runTests({ ${loads.join('\n')} });
    ${TELL[platform]}
  `;
  const shared: BuildOptions = { bundle: true, format: 'esm', outfile, logLevel: 'error' };
  const stdin = { contents, resolveDir: HERE, sourcefile: 'entry.ts' };
  await build({ ...shared, stdin, ...OPTIONS[platform] });
}

const TELL: Record<Platform, string> = {
  node: "await new Promise((done) => process.stdout.write('\\n' + JSON.stringify(outcome) + '\\n', done)); process.exit(0);",
  browser: "await fetch('/outcome', { method: 'POST', body: JSON.stringify(outcome) });",
};

const VITEST = { vitest: join(HERE, 'vitest.ts') };
const BROWSER = join(HERE, 'browser.ts');
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
};
