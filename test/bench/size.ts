import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** The most bytes that `import { experiment } from 'labcoat'` may add to a bundle, minified and gzipped. */
export const MOST_BYTES = 12_000;

/** What it adds, the peer dependency excluded. */
export async function sizeOfBundle(): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { experiment } from './dist/index.js';",
      resolveDir: fileURLToPath(new URL('../..', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['@opentelemetry/api'],
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}
