import { defineConfig, type Options } from 'tsup';

const shared: Options = {
  entry: {
    index: 'src/index.ts',
    evidence: 'src/evidence/index.ts',
    openfeature: 'src/openfeature/index.ts',
  },
  target: 'es2022',
  platform: 'neutral',
  dts: true,
  treeshake: true,
  silent: true,
};

export default defineConfig([
  { ...shared, format: 'esm', clean: true },
  // p-limit is published as ESM only, so the CommonJS build carries it along.
  { ...shared, format: 'cjs', noExternal: ['p-limit', 'yocto-queue'] },
]);
