import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Consumer, createConsumer, ROOT, run } from './consumer.js';
import { declared, entries, imported, required } from './surface.js';

let consumer: Consumer;
beforeAll(() => {
  consumer = createConsumer({ isBuilt: false });
  symlinkSync(join(ROOT, 'node_modules/typescript'), join(consumer.folder, 'node_modules/typescript'));
}, 120_000);
afterAll(() => consumer.remove());

const USE = `
  const quote = experiment('packed').use((net) => net * 2).try((net) => net + net).wrap();
  console.log(quote(21), report('packed').outcomes.match);
`;

describe('the packed package', () => {
  it('is imported as ESM', () => {
    expect(consumer.node('esm.mjs', `import { experiment, report } from 'labcoat'; ${USE}`)).toBe('42 1');
  });

  it('is required as CommonJS, with p-limit on board', () => {
    rmSync(join(consumer.folder, 'node_modules/p-limit'), { recursive: true });
    expect(consumer.node('cjs.cjs', `const { experiment, report } = require('labcoat'); ${USE}`)).toBe(
      '42 1',
    );
    cpSync(join(ROOT, 'node_modules/p-limit'), join(consumer.folder, 'node_modules/p-limit'), {
      recursive: true,
    });
  });

  it('has Node load nothing for it that it could do without: fetch alone would take as long as all of it', () => {
    const loaded = "process.moduleLoadList.filter((name) => name.includes('undici')).length";
    const use = `import { experiment } from 'labcoat'; experiment('e').use(() => []).try(() => []).run();
      const before = ${loaded}; new Headers(); console.log(before, ${loaded} > 0)`;
    expect(consumer.node('lean.mjs', use)).toBe('0 true');
  });

  it('has its other entries in both forms, without loading a feature-flag service', () => {
    const use = 'console.log(killBoundary(100, 0.01, 0.01), openFeature({ addHandler() {} }).name)';
    const esm = `import { killBoundary } from 'labcoat/evidence'; import { openFeature } from 'labcoat/openfeature'; ${use}`;
    const cjs = `const { killBoundary } = require('labcoat/evidence'); const { openFeature } = require('labcoat/openfeature'); ${use}`;
    expect(consumer.node('entries.mjs', esm)).toBe('7 OpenFeature');
    expect(consumer.node('entries.cjs', cjs)).toBe('7 OpenFeature');
  });

  it('brings a command, with the dashboard and the rules on board', () => {
    const { bin } = JSON.parse(readFileSync(join(consumer.package, 'package.json'), 'utf8'));
    const labcoat = (...args: string[]) => run(join(consumer.package, bin.labcoat), args, consumer.folder);
    expect(labcoat('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(JSON.parse(labcoat('dashboard')).uid).toBe('labcoat');
    expect(labcoat('rules')).toBe(readFileSync(join(ROOT, 'docs/fleet/rules.yml'), 'utf8'));
    const save = "import { laboratory } from 'labcoat'; console.log(JSON.stringify(laboratory().save()))";
    consumer.write('saved.json', consumer.node('save.mjs', save));
    expect(labcoat('report', 'saved.json')).toBe('No experiment has been saved.\n');
  });

  it('chooses by a key alike in its two copies', () => {
    const use = `
      const chosen = [];
      const run = experiment('sticky').use(() => 1).try((id) => chosen.push(id)).sample({ rate: 0.3, by: String }).wrap();
      for (let id = 0; id < 100; id++) run(id);
      console.log(chosen.join());
    `;
    const esm = consumer.node('sticky.mjs', `import { experiment } from 'labcoat'; ${use}`);
    expect(esm).toMatch(/^\d+(,\d+){10,}$/);
    expect(consumer.node('sticky.cjs', `const { experiment } = require('labcoat'); ${use}`)).toBe(esm);
  });

  it('shares one default laboratory, and one onTrial, between its two copies in a process', () => {
    const both = `
      import { createRequire } from 'node:module';
      import * as esm from 'labcoat';
      const cjs = createRequire(import.meta.url)('labcoat');
      esm.experiment('both').use(() => 1).try(() => (cjs.onTrial()?.variant === 'candidate' ? 1 : 2)).run();
      cjs.experiment('both').use(() => 1).try(() => 1).run();
      console.log(esm.experiment === cjs.experiment, esm.report('both').outcomes.match, cjs.report('both').calls);
    `;
    expect(consumer.node('both.mjs', both)).toBe('false 2 2');
  });

  it('understands the comparators of its other copy, also where one side is absent', () => {
    const both = `
      import { createRequire } from 'node:module';
      import * as esm from 'labcoat';
      const cjs = createRequire(import.meta.url)('labcoat');
      const alike = esm.at({ '$.a': cjs.either(cjs.equal, cjs.by(String)) });
      console.log(alike({}, { a: undefined }), alike({}, { a: 1 }), alike({ a: 1 }, { a: '1' }));
    `;
    expect(consumer.node('comparators.mjs', both)).toBe('true false true');
  });

  it('lets a test laboratory of one copy stand in for the default one of both', () => {
    const both = `
      import { createRequire } from 'node:module';
      import { inspect } from 'node:util';
      import * as esm from 'labcoat';
      import { assertMismatched, testLaboratory, useLaboratory } from 'labcoat/testing';
      const cjs = createRequire(import.meta.url)('labcoat');
      const hoisted = cjs.experiment('both').use(() => 1).try(() => 2).sample(0).wrap();
      const lab = testLaboratory({ raiseOnMismatch: true });
      const restore = useLaboratory(lab);
      try {
        hoisted();
      } catch (error) {
        assertMismatched(lab, 'both', { times: 1 });
        const [title] = inspect(error).split('\\n');
        console.log(error instanceof esm.MismatchError, error instanceof cjs.MismatchError, cjs.report('both').calls, title);
      }
      restore();
      console.log(hoisted(), esm.report('both').calls);
    `;
    const printed = 'true true 1 MismatchError: both: mismatch in candidate\n1 1';
    expect(consumer.node('stand-in.mjs', both)).toBe(printed);
    expect(consumer.node('stand-in.cjs', commonJs(both))).toBe(printed);
  });

  it('calls its classes by their own names where they are printed, whatever a bundler calls them', () => {
    const print = "console.log(experiment('named').use(() => 1))";
    const esm = consumer.node('named.mjs', `import { experiment } from 'labcoat'; ${print}`);
    expect(esm).toMatch(/^Chain \{/);
    expect(consumer.node('named.cjs', `const { experiment } = require('labcoat'); ${print}`)).toBe(esm);
    const built = files().filter((name) => /^dist\/.*js$/.test(name));
    expect(built.filter((name) => text(name).includes(' = class _'))).toEqual([]);
  });

  it('has types for ESM and for CommonJS, in a strict project, with every library checked', () => {
    const source = `
      import { experiment, laboratory, type Laboratory, type Trial } from 'labcoat';
      const lab: Laboratory = laboratory({ publishers: [{ publish: (trial: Trial) => console.log(trial.experiment) }] });
      const quote: (net: number) => number = lab.experiment('typed').use((net: number) => net).try(async (net) => net).wrap();
      // @ts-expect-error: the control takes a number
      experiment('typed').use((net: number) => net).run('text');
      quote(1);
      export async function main() { await lab[Symbol.asyncDispose](); }
    `;
    consumer.write('typed.mts', source);
    consumer.write('typed.cts', source);
    for (const module of ['nodenext', 'node16']) {
      const flags = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom', '--module', module];
      run(join(ROOT, 'node_modules/.bin/tsc'), [...flags, 'typed.mts', 'typed.cts'], consumer.folder);
    }
    const bundled = [
      '--strict',
      '--noEmit',
      '--target',
      'es2022',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
    ];
    run(
      join(ROOT, 'node_modules/.bin/tsc'),
      [...bundled, '--lib', 'es2022,dom', 'typed.mts'],
      consumer.folder,
    );
  }, 60_000);

  it('exports the names that are listed, in both forms and to the compiler', async () => {
    const lines: string[] = [];
    for (const [name, entry] of entries(consumer)) {
      const { values, types } = declared(consumer, entry);
      expect(imported(consumer, name)).toEqual(values);
      expect(required(consumer, name)).toEqual(values);
      lines.push(name, ...values.map((each) => `  ${each}`), ...types.map((each) => `  type ${each}`), '');
    }
    // A name that is gone from this list is a breaking change, and a new one is there to stay.
    await expect(lines.join('\n')).toMatchFileSnapshot('surface.txt');
  }, 60_000);

  it('holds the built files, the licence and what a reader needs, and nothing else', () => {
    const others = files().filter((name) => !/^(dist|docs)\//.test(name));
    expect(others).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
    expect(files().filter((name) => /^docs/.test(name) && !/\.(md|svg|png)$/.test(name))).toEqual([]);
    expect(files().filter((name) => /^dist/.test(name) && !/\.(js|cjs|d\.ts|d\.cts)$/.test(name))).toEqual(
      [],
    );
  });

  it('has every page and picture of docs that its README leads to', () => {
    const linked = [...text('README.md').matchAll(/\]\((docs\/[^)#]+)/g)].map(([, path]) => path as string);
    expect(linked.length).toBeGreaterThan(10);
    expect(linked.filter((path) => !files().includes(path))).toEqual([]);
  });

  it('has every file that its manifest names', () => {
    const { exports, bin = {}, main, module, types } = JSON.parse(text('package.json'));
    const named = [exports, bin, main, module, types].flatMap(leaves);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !existsSync(join(consumer.package, name)))).toEqual([]);
  });

  it('tells nothing of the machine that it was built on', () => {
    const telling = files().filter((name) => [ROOT, homedir()].some((place) => text(name).includes(place)));
    expect(telling).toEqual([]);
  });
});

/** The same program with the roles changed: what tests is required, and one of the applications imported. */
function commonJs(source: string): string {
  const [body] = source.split('const cjs = ').slice(1);
  return `
    const cjs = require('labcoat');
    const { inspect } = require('node:util');
    const { assertMismatched, testLaboratory, useLaboratory } = require('labcoat/testing');
    import('labcoat').then((esm) => {${body?.replace(/^.*$/m, '')}});
  `;
}

function files(): string[] {
  return readdirSync(consumer.package, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(consumer.package.length + 1))
    .sort();
}

function text(name: string): string {
  return readFileSync(join(consumer.package, name), 'utf8');
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
