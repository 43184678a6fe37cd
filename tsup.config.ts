import { defineConfig, type Options } from 'tsup';

/** A bundler gives a class that names itself a second name, such as `_Chain`, and it is the one that is printed. */
const trueNames: NonNullable<Options['plugins']>[number] = {
  name: 'true-names',
  renderChunk: (code) => {
    const names = [...code.matchAll(/\bvar (\w+) = class _\1\b/g)].map(([, name]) => name as string);
    const renamed = (text: string, name: string) => text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name);
    return { code: names.reduce(renamed, code) };
  },
};

const shared: Options = {
  entry: {
    index: 'src/index.ts',
    evidence: 'src/evidence/index.ts',
    openfeature: 'src/openfeature/index.ts',
    testing: 'src/testing/index.ts',
    'testing-jest': 'src/testing/jest.ts',
    'testing-vitest': 'src/testing/vitest.ts',
  },
  target: 'es2022',
  platform: 'neutral',
  dts: true,
  plugins: [trueNames],
  treeshake: true,
  silent: true,
};

export default defineConfig([
  { ...shared, format: 'esm', clean: true },
  // p-limit is published as ESM only, so the CommonJS build carries it along.
  // What entries share is there once in this form too: a class is the same one in all of them.
  { ...shared, format: 'cjs', splitting: true, noExternal: ['p-limit', 'yocto-queue'] },
  {
    entry: { cli: 'src/cli/main.ts' },
    format: 'esm',
    target: 'node20',
    platform: 'node',
    plugins: [trueNames],
    silent: true,
  },
]);
