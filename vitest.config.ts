import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The examples import the package by its name; here that is the source, so that tests need no build.
  resolve: {
    alias: [
      { find: /^labcoat$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) },
      {
        find: /^labcoat\/evidence$/,
        replacement: fileURLToPath(new URL('src/evidence/index.ts', import.meta.url)),
      },
      {
        find: /^labcoat\/openfeature$/,
        replacement: fileURLToPath(new URL('src/openfeature/index.ts', import.meta.url)),
      },
      {
        find: /^labcoat\/testing$/,
        replacement: fileURLToPath(new URL('src/testing/index.ts', import.meta.url)),
      },
      {
        find: /^labcoat\/testing\/vitest$/,
        replacement: fileURLToPath(new URL('src/testing/vitest.ts', import.meta.url)),
      },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    // For what hangs. A machine that is busy with something else must not fail a test that only has much to do.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is wrong outside of the type tests is for `npm run types` to say.
    typecheck: { enabled: true, include: ['test/**/*.test-d.ts'], ignoreSourceErrors: true },
  },
});
