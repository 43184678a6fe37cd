import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');
const ROOM_OF = (file: string) => relative(SRC, file).split('/')[0] as string;

/** What each room may import at run time, besides itself. A stage is a leaf; only the spine knows the order. */
const STAGE = ['types', 'isolate.ts', 'refuse.ts', 'levels.ts', 'evidence'];
const MAY_IMPORT: Record<string, readonly string[]> = {
  types: [],
  'isolate.ts': ['types'],
  'refuse.ts': [],
  'levels.ts': [],
  evidence: [],
  decide: STAGE,
  observe: STAGE,
  judge: STAGE,
  record: STAGE,
  publish: STAGE,
  present: ['types', 'refuse.ts', 'evidence', 'record', 'publish'],
  run: [...STAGE, 'decide', 'observe', 'judge', 'record', 'publish'],
  define: [...STAGE, 'decide', 'observe', 'judge', 'record', 'publish', 'run'],
  openfeature: ['types', 'refuse.ts'],
  fleet: ['evidence', 'record', 'publish'],
  cli: ['types', 'refuse.ts', 'evidence', 'record', 'publish', 'present', 'run', 'fleet'],
  testing: [...STAGE, 'observe', 'judge', 'publish', 'record', 'define'],
  'index.ts': ['types', 'define', 'run', 'judge', 'publish', 'record', 'evidence', 'present'],
};

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(SRC, name));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

describe('the structure of the source', () => {
  it('knows every room', () => {
    expect([...new Set(files.map(ROOM_OF))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it.each(Object.keys(MAY_IMPORT))('%s imports only what comes before it in a run', (room) => {
    const allowed = [room, ...(MAY_IMPORT[room] as readonly string[])];
    const strays = files
      .filter((file) => ROOM_OF(file) === room)
      .flatMap((file) => (imports.get(file) ?? []).map((target) => [file, target] as const))
      .filter(([, target]) => !allowed.includes(ROOM_OF(target)))
      .map(([file, target]) => `${relative(SRC, file)} -> ${relative(SRC, target)}`);
    expect(strays).toEqual([]);
  });

  it('has no import cycles, those of types included', () => {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path.map((each) => relative(SRC, each))).not.toContain(relative(SRC, file));
      if (done.has(file)) return;
      for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });

  it('needs no Node: nothing but the command imports a node: module', () => {
    const library = files.filter((file) => ROOM_OF(file) !== 'cli');
    const needy = library.filter((file) => /from ['"]node:/.test(readFileSync(file, 'utf8')));
    expect(needy).toEqual([]);
  });

  it('has no room for leftovers', () => {
    expect(files.filter((file) => /utils|helpers|common/.test(relative(SRC, file)))).toEqual([]);
  });
});

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/(?:from|import) ['"](\.[^'"]+)\.js['"]/g)].map(([, path]) =>
    resolve(dirname(file), `${path}.ts`),
  );
}
