import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { build } from 'tsup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** Which of these keys are on trial, asked of the package's public face. Runs wherever there is JavaScript. */
const ASK = `
  import { configure, experiment } from ${JSON.stringify(join(ROOT, 'src/index.ts'))};
  configure({ publishers: [] });
  const keys = Array.from({ length: 2_000 }, (_, id) => [id, 'user.' + id + '@example.com', 'jürgen/' + id + '/日本'][id % 3]);
  const chosen = {};
  for (const rate of [0.05, 0.25]) {
    const on = [];
    const run = experiment('pricing.quote', { guardrails: false })
      .use(() => 1)
      .try((key) => on.push(key))
      .ignore(() => true)
      .sample({ rate, by: String })
      .wrap();
    for (const key of keys) run(key);
    chosen[rate] = on;
  }
  const text = JSON.stringify(chosen);
  if (typeof document === 'undefined') console.log(text);
  else document.body.textContent = text;
`;

const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

let folder: string;
let script: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'labcoat-sticky-'));
  writeFileSync(join(folder, 'ask.ts'), ASK);
  await build({
    config: false,
    silent: true,
    entry: [join(folder, 'ask.ts')],
    outDir: folder,
    format: 'iife',
    platform: 'browser',
    noExternal: [/./],
  });
  script = join(folder, 'ask.global.js');
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inNode = () => execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim();

function inChromium(): string {
  const page = join(folder, 'page.html');
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><body><script>${readFileSync(script, 'utf8')}</script>`,
  );
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'];
  const quiet = ['--disable-background-networking', `--user-data-dir=${join(folder, 'profile')}`];
  const dom = execFileSync(CHROMIUM as string, [...flags, ...quiet, '--dump-dom', `file://${page}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return /<body>(.*)<\/body>/s.exec(dom)?.[1]?.trim() ?? '';
}

describe('sample by a key', () => {
  it('chooses alike in a Node process and in a second one, and those in at 5 % stay in at 25 %', () => {
    const chosen = inNode();
    expect(inNode()).toBe(chosen);
    const { 0.05: few, 0.25: more } = JSON.parse(chosen) as Record<number, (string | number)[]>;
    expect(few?.length).toBeGreaterThan(70);
    expect(more?.length).toBeGreaterThan(400);
    expect(few?.filter((key) => !more?.includes(key))).toEqual([]);
  }, 60_000);

  const here = CHROMIUM === undefined ? ' (skipped: no Chromium; apt-get install chromium)' : '';
  it.skipIf(CHROMIUM === undefined)(
    `chooses alike in a browser${here}`,
    () => {
      expect(inChromium()).toBe(inNode());
    },
    60_000,
  );
});
