import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { Consumer } from './consumer.js';

interface Entry {
  readonly import?: { readonly types: string; readonly default: string };
  readonly require?: { readonly types: string; readonly default: string };
}

/** They extend a runner's `expect` and load nowhere else: `npm run check:testing` loads them where they belong. */
const IN_A_RUNNER: readonly string[] = ['./testing/jest', './testing/vitest'];

/** The entries of the installed package that are modules, by the name that they are imported by. */
export function entries(consumer: Consumer): Map<string, Entry> {
  const manifest = JSON.parse(readFileSync(join(consumer.package, 'package.json'), 'utf8'));
  const modules = Object.entries<Entry | string>(manifest.exports).filter(
    (entry): entry is [string, Entry] =>
      typeof entry[1] === 'object' && entry[1].import !== undefined && !IN_A_RUNNER.includes(entry[0]),
  );
  return new Map(modules.map(([path, entry]) => [join('labcoat', path), entry]));
}

/** The names that an entry has at run time, as an ES module. */
export function imported(consumer: Consumer, entry: string): string[] {
  return JSON.parse(
    consumer.node(
      'names.mjs',
      `import * as all from '${entry}'; console.log(JSON.stringify(Object.keys(all)))`,
    ),
  ).sort();
}

/** The same names, required. */
export function required(consumer: Consumer, entry: string): string[] {
  return JSON.parse(
    consumer.node('names.cjs', `console.log(JSON.stringify(Object.keys(require('${entry}'))))`),
  ).sort();
}

/** The names that are declared for an entry: what there is at run time, and what only a compiler sees. */
export function declared(consumer: Consumer, entry: Entry): { values: string[]; types: string[] } {
  const file = join(consumer.package, entry.import?.types ?? '');
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile) as ts.Symbol;
  const names = { values: [] as string[], types: [] as string[] };
  for (const each of checker.getExportsOfModule(module)) {
    const symbol = each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each;
    names[symbol.flags & ts.SymbolFlags.Value ? 'values' : 'types'].push(each.name);
  }
  return { values: names.values.sort(), types: names.types.sort() };
}
